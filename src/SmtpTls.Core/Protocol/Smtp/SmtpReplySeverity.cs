namespace SmtpTls.Smtp;

/// <summary>The first digit of a reply code (RFC 5321 section 4.2.1).</summary>
internal enum SmtpReplySeverity
{
    /// <summary>2yz: done.</summary>
    Success = 2,

    /// <summary>3yz: the server waits for more.</summary>
    Intermediate = 3,

    /// <summary>4yz: not now; the same command may succeed later.</summary>
    Transient = 4,

    /// <summary>5yz: refused for good.</summary>
    Permanent = 5,
}
