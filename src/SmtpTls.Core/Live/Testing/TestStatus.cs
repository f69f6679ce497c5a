namespace SmtpTls;

/// <summary>What became of a test of one receiving server.</summary>
public enum TestStatus
{
    /// <summary>Encrypted, and the certificate proves the server's identity (chain, time, usage and name, or DANE).</summary>
    Authenticated,

    /// <summary>Encrypted, but the certificate does not prove who the server is.</summary>
    Encrypted,

    /// <summary>The server does not offer STARTTLS.</summary>
    NotOffered,

    /// <summary>The server refused, for good, at some step of the dialogue (5xx).</summary>
    Refused,

    /// <summary>STARTTLS was accepted, but the TLS handshake failed.</summary>
    HandshakeFailed,

    /// <summary>The server refused for now (4xx): nothing is known about its TLS, try again later.</summary>
    TemporaryFailure,

    /// <summary>No SMTP dialogue took place: no connection, no banner in time, or the connection was lost.</summary>
    Unreachable,

    /// <summary>The domain has neither an MX record nor an address (RFC 5321 section 5.1).</summary>
    NoMx,

    /// <summary>The domain accepts no mail (null MX, RFC 7505).</summary>
    NullMx,

    /// <summary>The name could not be resolved: SERVFAIL, a timeout, or an MX host without address.</summary>
    DnsFailure,

    /// <summary>The input is neither a domain nor a server. Only with -InvalidInputAsResult; otherwise that is an error.</summary>
    InvalidInput,
}
