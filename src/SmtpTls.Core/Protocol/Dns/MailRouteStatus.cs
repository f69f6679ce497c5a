namespace SmtpTls;

/// <summary>How the look-up of a domain's mail servers ended.</summary>
public enum MailRouteStatus
{
    /// <summary>There are MX records.</summary>
    Mx,

    /// <summary>There is no MX record; the domain's own address takes its mail (RFC 5321 section 5.1).</summary>
    ImplicitMx,

    /// <summary>The domain takes no mail (RFC 7505).</summary>
    NullMx,

    /// <summary>Neither MX nor address, or no such domain.</summary>
    NoMx,

    /// <summary>The look-up failed: SERVFAIL, time-out, a malformed answer.</summary>
    Failed,
}
