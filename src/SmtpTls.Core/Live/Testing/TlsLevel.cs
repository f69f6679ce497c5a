namespace SmtpTls;

/// <summary>How well mail to a server is protected; each level includes the ones before it. docs/score.md defines them.</summary>
public enum TlsLevel
{
    /// <summary>Mail goes in the clear, or not at all.</summary>
    None,

    /// <summary>STARTTLS is offered, but the handshake did not succeed or used a version that RFC 8996 deprecates.</summary>
    Opportunistic,

    /// <summary>Encrypted with TLS 1.2 or later; nothing proves who the server is.</summary>
    Encrypted,

    /// <summary>Encrypted, and a strict sender would accept the certificate.</summary>
    Authenticated,

    /// <summary>Authenticated, and a published policy (DANE, or MTA-STS in mode enforce) makes senders insist on it.</summary>
    Enforced,
}
