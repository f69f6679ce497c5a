using SmtpTls.Tls;

namespace SmtpTls;

/// <summary>One Received header of a message (RFC 5321 section 4.4): who handed it to whom, and whether that was encrypted.</summary>
/// <remarks>
/// A header says what its server chose to write. Those above the last server that one trusts can be believed; those below may have been
/// invented by a sender.
/// </remarks>
public sealed class Hop
{
    /// <summary>The place on the way, 1 for the oldest header.</summary>
    public int Index { get; internal set; }

    /// <summary>The name under which the sending side came (mostly its HELO name); <see langword="null"/> where none is written.</summary>
    public string? From { get; internal set; }

    /// <summary>The address of the sending side as written, without brackets; <see langword="null"/> where none is written.</summary>
    public string? FromAddress { get; internal set; }

    /// <summary>The server that wrote the header; <see langword="null"/> where it does not name itself.</summary>
    public string? By { get; internal set; }

    /// <summary>The words after <c>with</c>, such as ESMTPS or Microsoft SMTP Server; <see langword="null"/> where there are none.</summary>
    public string? With { get; internal set; }

    /// <summary>How the message came.</summary>
    public HopTransport Transport { get; internal set; }

    /// <summary>
    /// Whether the message came encrypted: <see langword="true"/> where the header says so, <see langword="false"/> where a server that marks
    /// TLS has not marked it or nothing crossed a network, <see langword="null"/> where that cannot be known.
    /// </summary>
    public bool? Encrypted { get; internal set; }

    /// <summary>The version; <see langword="null"/> where it is not written and the suite does not decide it.</summary>
    public SslProtocolVersion? Protocol { get; internal set; }

    /// <summary>The IANA name of the cipher suite; as the header writes it where the registry has no such suite.</summary>
    public string? CipherSuite { get; internal set; }

    /// <summary>The strength of the bulk cipher in bits, as written.</summary>
    public int? Bits { get; internal set; }

    /// <summary>What became of the client's certificate; <see langword="null"/> where the header does not say.</summary>
    public ClientCertificateStatus? ClientCertificate { get; internal set; }

    /// <summary>The common name or subject of the client's certificate, as written.</summary>
    public string? ClientCertificateName { get; internal set; }

    /// <summary>The product whose form the header has; General where none is known.</summary>
    public string Dialect { get; internal set; } = "";

    /// <summary>The words of the header that Encrypted, Protocol and CipherSuite rest on, and what was concluded from them.</summary>
    public string Evidence { get; internal set; } = "";

    /// <summary>
    /// Whether the message stayed in one place: inside a machine, on loopback, between private addresses of one domain, or the header names
    /// no other side.
    /// </summary>
    public bool Internal { get; internal set; }

    /// <summary>When the server wrote the header, by its clock, in UTC; <see langword="null"/> where there is no date that can be read.</summary>
    public DateTimeOffset? Time { get; internal set; }

    /// <summary>How long until the next hop; negative where the clocks differ, <see langword="null"/> for the last hop or without a date.</summary>
    public TimeSpan? Delay { get; internal set; }

    /// <summary>Whether Delay is negative: the clock of this server was ahead, or that of the next behind.</summary>
    public bool ClockSkew => Delay < TimeSpan.Zero;

    /// <summary>The file that the header is from, with <c>#</c> and a number for a message of an mbox; <see langword="null"/> for text.</summary>
    public string? Source { get; internal set; }

    /// <summary>
    /// The header as it was, with its line breaks, at most 64 KB of it. Control characters and characters that have no width or change the
    /// direction of text stand as <c>\xNN</c>.
    /// </summary>
    public string Raw { get; internal set; } = "";

    /// <inheritdoc/>
    public override string ToString()
    {
        string how = Encrypted switch
        {
            true => Protocol is { } version ? $"encrypted ({ProtocolSpelling.Of(version)})" : "encrypted",
            false => "not encrypted",
            _ => "unknown",
        };
        return $"{Index}: {From ?? FromAddress ?? Transport.ToString()} to {By ?? "?"}, {how}";
    }
}
