namespace SmtpTls;

/// <summary>One SMTP session as a server's log tells it. What the log does not tell is <see langword="null"/>.</summary>
public sealed class LogSession
{
    /// <summary>The first line of the session, UTC.</summary>
    public DateTimeOffset Start { get; internal set; }

    /// <summary>The last line of the session, UTC.</summary>
    public DateTimeOffset End { get; internal set; }

    /// <summary>The server that wrote the log: its name, or its address where the log has no name.</summary>
    public string? Server { get; internal set; }

    /// <summary>The Exchange connector, ESA interface, Postfix service or Exim transport.</summary>
    public string? Connector { get; internal set; }

    /// <summary>The session's id in the log: Exchange session id, ICID or DCID, process id, Exim message id.</summary>
    public string? SessionId { get; internal set; }

    /// <summary>Which way the session went, seen from the server that wrote the log.</summary>
    public MailDirection Direction { get; internal set; }

    /// <summary>The IP address of the other side.</summary>
    public string? Remote { get; internal set; }

    /// <summary>The host name of the other side: from DNS where the log has that, otherwise what it called itself.</summary>
    public string? RemoteName { get; internal set; }

    /// <summary>Whether TLS was established. <see langword="null"/> where the log does not show how that question ended.</summary>
    public bool? Encrypted { get; internal set; }

    /// <summary>STARTTLS, or X-ANONYMOUSTLS between Exchange servers, where the log shows the command.</summary>
    public string? TlsCommand { get; internal set; }

    /// <summary>The version; <see langword="null"/> where the log leaves it open, as TLSv1/SSLv3 does.</summary>
    public SslProtocolVersion? Protocol { get; internal set; }

    /// <summary>The suite by its IANA name; where the log has no suite, the algorithms that it names (CALG_AES_256/CALG_SHA_384).</summary>
    public string? CipherSuite { get; internal set; }

    /// <summary>The key exchange: ECDHE, RSA, X25519, ...</summary>
    public string? KeyExchange { get; internal set; }

    /// <summary>The TLS server's certificate: ours in an inbound session, theirs in an outbound one.</summary>
    public LogCertificate? Certificate { get; internal set; }

    /// <summary>The TLS client's certificate.</summary>
    public LogCertificate? ClientCertificate { get; internal set; }

    /// <summary>The sender of the first message; empty for the null sender.</summary>
    public string? Sender { get; internal set; }

    /// <summary>The recipients of all messages, 1,000 at most.</summary>
    public string[] Recipients { get; internal set; } = [];

    /// <summary>The ids that senders gave to the messages, in angle brackets, as far as the log tells them; 1,000 at most.</summary>
    public string[] MessageIds { get; internal set; } = [];

    /// <summary>
    /// The ids that the server gave to the messages: queue ids of Postfix and Sendmail, message ids of Exim, MIDs of an ESA, InternalId and RecordId
    /// of Exchange; 1,000 at most.
    /// </summary>
    public string[] QueueIds { get; internal set; } = [];

    /// <summary>
    /// The domain of the other side's host name; where it has none, that of the first recipient (outbound) or sender (inbound). It is known even of
    /// a session that failed before RCPT TO, where <see cref="RecipientDomain"/> is empty.
    /// </summary>
    public string? RemoteDomain { get; internal set; }

    /// <summary>The domain of the first sender.</summary>
    public string? SenderDomain { get; internal set; }

    /// <summary>The domain of the first recipient.</summary>
    public string? RecipientDomain { get; internal set; }

    /// <summary>Whether a mail transaction was begun, with or without success.</summary>
    public bool MailBegun { get; internal set; }

    /// <summary>How many messages were accepted.</summary>
    public int Messages { get; internal set; }

    /// <summary>How many of them are known to have gone in the clear.</summary>
    public int MessagesPlain { get; internal set; }

    /// <summary>Whether TLS was required; <see langword="null"/> where the log does not say.</summary>
    public bool? Required { get; internal set; }

    /// <summary>The TLS failure as an RFC 8460 result type, also where the session was encrypted at a second try.</summary>
    public string? Failure { get; internal set; }

    /// <summary>Whether TLS stood and our server would not go on with it, for the certificate was not good enough.</summary>
    public bool TlsRefused { get; internal set; }

    /// <summary>The failure in the log's own words.</summary>
    public string? Error { get; internal set; }

    /// <summary>The product that wrote the log.</summary>
    public LogDialect Dialect { get; internal set; }

    /// <summary>The file in which the session begins.</summary>
    public string? Source { get; internal set; }

    /// <summary>The number of its first line in that file.</summary>
    public long Line { get; internal set; }

    /// <summary>Whether the logs hold the session's beginning and its end.</summary>
    public bool Complete { get; internal set; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string tls = Failure is not null && Encrypted != true ? Failure : Encrypted switch { true => $"{Protocol?.ToString() ?? "TLS"} {CipherSuite}".TrimEnd(), false => "plain", null => "not known" };
        return $"{Start.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z {Direction} {RemoteName ?? Remote}: {tls}";
    }
}
