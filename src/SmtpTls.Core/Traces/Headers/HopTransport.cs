namespace SmtpTls;

/// <summary>How a message came to the server that wrote a Received header.</summary>
public enum HopTransport
{
    /// <summary>The header does not say.</summary>
    Unknown,

    /// <summary>SMTP or ESMTP, over the network or on loopback.</summary>
    Smtp,

    /// <summary>LMTP (RFC 2033): the last hand-over, to a mailbox.</summary>
    Lmtp,

    /// <summary>HTTP or HTTPS: webmail, an API, or Exchange's hand-over to a mailbox.</summary>
    Http,

    /// <summary>MAPI, between parts of Exchange.</summary>
    Mapi,

    /// <summary>Inside one machine: a pickup folder, a sendmail command, a queue, a socket.</summary>
    Local,

    /// <summary>Fetched from a mailbox with POP3 or IMAP.</summary>
    Fetch,

    /// <summary>Something else, such as QMQP; With says what.</summary>
    Other,
}
