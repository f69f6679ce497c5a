namespace SmtpTls;

/// <summary>What became of one message sent to one server: what was negotiated, and what the server answered.</summary>
public sealed class SendResult
{
    /// <summary>The server that was named: A-labels or an IP address.</summary>
    public required string Server { get; init; }

    /// <summary>The IP address that the message went to; <see langword="null"/> when none could be reached.</summary>
    public string? Address { get; init; }

    /// <summary>The TCP port.</summary>
    public int Port { get; init; }

    /// <summary>Whether TLS began with the connection (RFC 8314), without STARTTLS.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>What was asked for.</summary>
    public SendTlsMode TlsMode { get; init; }

    /// <summary>What became of the message.</summary>
    public SendStatus Status { get; init; }

    /// <summary>Whether the server took the message for at least one recipient; <see langword="null"/> where that cannot be known.</summary>
    public bool? Sent { get; init; }

    /// <summary>Whether the dialogue went on inside TLS; <see langword="null"/> when it ended before TLS could have begun.</summary>
    public bool? Encrypted { get; init; }

    /// <summary>Whether the EHLO reply in the clear lists STARTTLS; <see langword="null"/> where there was none, or with implicit TLS.</summary>
    public bool? StartTlsOffered { get; init; }

    /// <summary>The version that was negotiated.</summary>
    public SslProtocolVersion? Protocol { get; init; }

    /// <summary>The cipher suite by its IANA name; <see langword="null"/> on .NET Framework, which names no suite.</summary>
    public string? CipherSuite { get; init; }

    /// <summary>The same suite by its OpenSSL name.</summary>
    public string? CipherSuiteOpenSsl { get; init; }

    /// <summary>Strength of the bulk cipher in bits, on .NET Framework, too.</summary>
    public int? CipherStrength { get; init; }

    /// <summary>
    /// The size of the key exchange in bits, of the Diffie-Hellman prime or the curve, where the system tells it (Schannel does, OpenSSL does not).
    /// </summary>
    public int? KeyExchangeBits { get; init; }

    /// <summary>The server name that was sent (SNI, RFC 6066); <see langword="null"/> when none was.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether the client's certificate was sent; <see langword="null"/> without TLS, without such a certificate, and where the system does not tell (.NET Framework; a certificate with its issuers).</summary>
    public bool? ClientCertificateSent { get; init; }

    /// <summary>The server's own certificate.</summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>The certificates in the order in which the server sent them.</summary>
    public CertificateInfo[] ChainSent { get; init; } = [];

    /// <summary>Whether chain, time and usage are good; <see langword="null"/> where there was no certificate to judge.</summary>
    public bool? CertificateValid { get; init; }

    /// <summary>Whether the certificate covers <see cref="Server"/> (RFC 6125); <see langword="null"/> where there was nothing to judge.</summary>
    public bool? NameMatch { get; init; }

    /// <summary>Everything that is wrong with the certificate.</summary>
    public CertificateProblem[] CertificateProblems { get; init; } = [];

    /// <summary>Whole days until the certificate expires; negative when it has.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>
    /// The RFC 8460 result type (see <see cref="FailureType"/>) of what a strict sender would object to, whether or not the mode does;
    /// <see langword="null"/> when it would be content, or when TLS was not in question.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>In a sentence: what went wrong and what it usually means; <see langword="null"/> when nothing did.</summary>
    public string? Reason { get; init; }

    /// <summary>The user name that the server took with AUTH; <see langword="null"/> when there was no AUTH.</summary>
    public string? AuthenticatedAs { get; init; }

    /// <summary>The SASL mechanism that was tried last.</summary>
    public string? AuthMechanism { get; init; }

    /// <summary>The sender of the envelope; empty for the null sender.</summary>
    public string From { get; init; } = "";

    /// <summary>The recipients that the server took. Whether the message was taken for them is for <see cref="Status"/> to say.</summary>
    public string[] Accepted { get; init; } = [];

    /// <summary>The recipients that the server refused, each with its reply.</summary>
    public RefusedRecipient[] Refused { get; init; } = [];

    /// <summary>The last reply that decided: to the message, or to the command at which it ended. Code first.</summary>
    public string? Reply { get; init; }

    /// <summary>The Message-ID, without angle brackets; <see langword="null"/> when the message has none.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject.</summary>
    public string? Subject { get; init; }

    /// <summary>How many bytes of message were transferred, the final dot included.</summary>
    public long BytesSent { get; init; }

    /// <summary>The greeting, first line, without its code.</summary>
    public string? Banner { get; init; }

    /// <summary>The extensions of the last EHLO reply.</summary>
    public string[] Extensions { get; init; } = [];

    /// <summary>Bytes that the server sent after its 220 to STARTTLS and before TLS: response injection when above 0. They were dropped.</summary>
    public int InjectedBytes { get; init; }

    /// <summary>When the attempt began, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The dialogue, line by line, without secrets and without the message.</summary>
    public TranscriptLine[] Transcript { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Server}:{Port}: {Status}{(Protocol is { } version ? $", {version}" : "")}";
}
