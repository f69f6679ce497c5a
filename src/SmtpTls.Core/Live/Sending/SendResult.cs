namespace SmtpTls;

/// <summary>What became of one message sent to one server: what was negotiated, and what the server answered.</summary>
public sealed class SendResult
{
    /// <summary>The server that was named: A-labels or an IP address.</summary>
    public required string Server { get; init; }

    /// <summary>The IP address that the message went to; <see langword="null"/> when none could be reached.</summary>
    public string? Address { get; internal set; }

    /// <summary>The TCP port.</summary>
    public int Port { get; internal set; }

    /// <summary>Whether TLS began with the connection (RFC 8314), without STARTTLS.</summary>
    public bool ImplicitTls { get; internal set; }

    /// <summary>What was asked for.</summary>
    public SendTlsMode TlsMode { get; internal set; }

    /// <summary>What became of the message.</summary>
    public SendStatus Status { get; internal set; }

    /// <summary>Whether the server took the message for at least one recipient; <see langword="null"/> where that cannot be known.</summary>
    public bool? Sent { get; internal set; }

    /// <summary>Whether the dialogue went on inside TLS; <see langword="null"/> when it ended before TLS could have begun.</summary>
    public bool? Encrypted { get; internal set; }

    /// <summary>Whether the EHLO reply in the clear lists STARTTLS; <see langword="null"/> where there was none, or with implicit TLS.</summary>
    public bool? StartTlsOffered { get; internal set; }

    /// <summary>The version that was negotiated.</summary>
    public SslProtocolVersion? Protocol { get; internal set; }

    /// <summary>The cipher suite by its IANA name; <see langword="null"/> on .NET Framework, which names no suite.</summary>
    public string? CipherSuite { get; internal set; }

    /// <summary>The same suite by its OpenSSL name.</summary>
    public string? CipherSuiteOpenSsl { get; internal set; }

    /// <summary>Strength of the bulk cipher in bits, on .NET Framework, too.</summary>
    public int? CipherStrength { get; internal set; }

    /// <summary>The server name that was sent (SNI, RFC 6066); <see langword="null"/> when none was.</summary>
    public string? ServerName { get; internal set; }

    /// <summary>Whether the client's certificate was sent; <see langword="null"/> without TLS, without such a certificate, and where the system does not tell (.NET Framework; a certificate with its issuers).</summary>
    public bool? ClientCertificateSent { get; internal set; }

    /// <summary>The server's own certificate.</summary>
    public CertificateInfo? Certificate { get; internal set; }

    /// <summary>The certificates in the order in which the server sent them.</summary>
    public CertificateInfo[] ChainSent { get; internal set; } = [];

    /// <summary>Whether chain, time and usage are good; <see langword="null"/> where there was no certificate to judge.</summary>
    public bool? CertificateValid { get; internal set; }

    /// <summary>Whether the certificate covers <see cref="Server"/> (RFC 6125); <see langword="null"/> where there was nothing to judge.</summary>
    public bool? NameMatch { get; internal set; }

    /// <summary>Everything that is wrong with the certificate.</summary>
    public CertificateProblem[] CertificateProblems { get; internal set; } = [];

    /// <summary>Whole days until the certificate expires; negative when it has.</summary>
    public int? DaysLeft { get; internal set; }

    /// <summary>
    /// The RFC 8460 result type (see <see cref="FailureType"/>) of what a strict sender would object to, whether or not the mode does;
    /// <see langword="null"/> when it would be content, or when TLS was not in question.
    /// </summary>
    public string? Failure { get; internal set; }

    /// <summary>In a sentence: what went wrong and what it usually means; <see langword="null"/> when nothing did.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The user name that the server took with AUTH; <see langword="null"/> when there was no AUTH.</summary>
    public string? AuthenticatedAs { get; internal set; }

    /// <summary>The SASL mechanism that was tried last.</summary>
    public string? AuthMechanism { get; internal set; }

    /// <summary>The sender of the envelope; empty for the null sender.</summary>
    public string From { get; internal set; } = "";

    /// <summary>The recipients that the server took. Whether the message was taken for them is for <see cref="Status"/> to say.</summary>
    public string[] Accepted { get; internal set; } = [];

    /// <summary>The recipients that the server refused, each with its reply.</summary>
    public RefusedRecipient[] Refused { get; internal set; } = [];

    /// <summary>The last reply that decided: to the message, or to the command at which it ended. Code first.</summary>
    public string? Reply { get; internal set; }

    /// <summary>The Message-ID, without angle brackets; <see langword="null"/> when the message has none.</summary>
    public string? MessageId { get; internal set; }

    /// <summary>The subject.</summary>
    public string? Subject { get; internal set; }

    /// <summary>How many bytes of message were transferred, the final dot included.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>The greeting, first line, without its code.</summary>
    public string? Banner { get; internal set; }

    /// <summary>The extensions of the last EHLO reply.</summary>
    public string[] Extensions { get; internal set; } = [];

    /// <summary>Bytes that the server sent after its 220 to STARTTLS and before TLS: response injection when above 0. They were dropped.</summary>
    public int InjectedBytes { get; internal set; }

    /// <summary>When the attempt began, UTC.</summary>
    public DateTimeOffset Time { get; internal set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>The dialogue, line by line, without secrets and without the message.</summary>
    public TranscriptLine[] Transcript { get; internal set; } = [];
}
