namespace SmtpTls;

/// <summary>What a listener saw of one connection: who came, whether and how it was encrypted, what was sent.</summary>
public sealed class ListenerSession
{
    /// <summary>When the connection was accepted, UTC.</summary>
    public DateTimeOffset Start { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>The sender's IP address.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>The sender's TCP port.</summary>
    public int RemotePort { get; init; }

    /// <summary>The address and port that it connected to.</summary>
    public required string LocalEndPoint { get; init; }

    /// <summary>The name of the last EHLO or HELO.</summary>
    public string? HeloName { get; init; }

    /// <summary>Whether the sender gave the STARTTLS command.</summary>
    public bool StartTls { get; init; }

    /// <summary>
    /// Whether a handshake succeeded, and the sender did not end the connection with an alert right behind it (RFC 8446 section 4.4.2.4);
    /// <see langword="null"/> when the sender left before it could have begun one.
    /// </summary>
    public bool? Encrypted { get; init; }

    /// <summary>The version that was negotiated.</summary>
    public SslProtocolVersion? Protocol { get; init; }

    /// <summary>The cipher suite by its IANA name.</summary>
    public string? CipherSuite { get; init; }

    /// <summary>The same suite by its OpenSSL name.</summary>
    public string? CipherSuiteOpenSsl { get; init; }

    /// <summary>The key exchange group by its IANA name.</summary>
    public string? KeyExchangeGroup { get; init; }

    /// <summary>The size of the key exchange in bits: of the Diffie-Hellman prime, or of the curve; <see langword="null"/> for RSA key exchange.</summary>
    public int? KeyExchangeBits { get; init; }

    /// <summary>The newest and all other versions that the sender offered.</summary>
    public SslProtocolVersion[] OfferedProtocols { get; init; } = [];

    /// <summary>The suites that the sender offered, by IANA name, in its order.</summary>
    public string[] OfferedCipherSuites { get; init; } = [];

    /// <summary>The server name that the sender asked for (SNI).</summary>
    public string? ServerName { get; init; }

    /// <summary>The client's certificate, when one was asked for and given.</summary>
    public CertificateInfo? ClientCertificate { get; init; }

    /// <summary>The reverse path of the last MAIL FROM; empty for the null sender.</summary>
    public string? MailFrom { get; init; }

    /// <summary>The recipients of the last message.</summary>
    public string[] Recipients { get; init; } = [];

    /// <summary>The header of the last message, one unfolded field per line; at most 64 KiB of it. The body is never kept.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>How many messages were taken (and thrown away).</summary>
    public int Messages { get; init; }

    /// <summary>Size of the last message in bytes.</summary>
    public long MessageSize { get; init; }

    /// <summary>The RFC 8460 result type when TLS failed (see <see cref="FailureType"/>).</summary>
    public string? Failure { get; init; }

    /// <summary>
    /// In a sentence: what went wrong, such as an alert that the sender raised against our certificate, or what is remarkable, such as a
    /// sender that did not use STARTTLS; <see langword="null"/> when there is nothing to say.
    /// </summary>
    public string? Reason { get; init; }

    /// <summary>The dialogue, line by line.</summary>
    public TranscriptLine[] Transcript { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        $"{HeloName ?? RemoteAddress}: {Encrypted switch { true => $"encrypted, {Protocol}", false => "not encrypted", _ => "not known whether encrypted" }}";
}
