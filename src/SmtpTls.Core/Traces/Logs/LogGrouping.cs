namespace SmtpTls;

/// <summary>A property that sessions are grouped by in a summary.</summary>
public enum LogGrouping
{
    /// <summary>Inbound or outbound.</summary>
    Direction,

    /// <summary>The version of SSL or TLS.</summary>
    Protocol,

    /// <summary>The cipher suite, or what the log tells of it.</summary>
    CipherSuite,

    /// <summary>The key exchange.</summary>
    KeyExchange,

    /// <summary>The server that wrote the log.</summary>
    Server,

    /// <summary>The connector, listener or service.</summary>
    Connector,

    /// <summary>The IP address of the other side.</summary>
    RemoteAddress,

    /// <summary>The host name of the other side.</summary>
    RemoteName,

    /// <summary>The domain of the other side's host name; where it has none, that of the recipient or sender.</summary>
    RemoteDomain,

    /// <summary>The domain of the sender.</summary>
    SenderDomain,

    /// <summary>The domain of the first recipient.</summary>
    RecipientDomain,

    /// <summary>The RFC 8460 result type of a failure.</summary>
    Failure,

    /// <summary>The failure in the log's own words.</summary>
    Error,

    /// <summary>The product that wrote the log.</summary>
    Dialect,

    /// <summary>The day (UTC) on which a session began.</summary>
    Day,

    /// <summary>The hour (UTC) in which a session began.</summary>
    Hour,
}
