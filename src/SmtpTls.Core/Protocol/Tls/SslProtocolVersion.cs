namespace SmtpTls;

/// <summary>
/// A version of SSL or TLS. One word for it everywhere: live tests, message headers, logs, Schannel settings.
/// Ordered from oldest to newest, so versions compare with <c>-lt</c> and <c>-ge</c>.
/// </summary>
public enum SslProtocolVersion
{
    /// <summary>SSL 2.0, prohibited by RFC 6176.</summary>
    Ssl2 = 2,

    /// <summary>SSL 3.0 (RFC 6101), prohibited by RFC 7568.</summary>
    Ssl3 = 3,

    /// <summary>TLS 1.0 (RFC 2246), deprecated by RFC 8996.</summary>
    Tls10 = 10,

    /// <summary>TLS 1.1 (RFC 4346), deprecated by RFC 8996.</summary>
    Tls11 = 11,

    /// <summary>TLS 1.2 (RFC 5246).</summary>
    Tls12 = 12,

    /// <summary>TLS 1.3 (RFC 8446).</summary>
    Tls13 = 13,
}
