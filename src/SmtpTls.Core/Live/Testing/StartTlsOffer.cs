namespace SmtpTls;

/// <summary>What a server's dialogue says of STARTTLS (RFC 3207).</summary>
public enum StartTlsOffer
{
    /// <summary>STARTTLS was neither advertised nor accepted.</summary>
    None,

    /// <summary>
    /// STARTTLS is offered, and the server accepted MAIL FROM without it, too; where a recipient is known, also RCPT TO. Without a recipient, a
    /// server may still refuse at RCPT TO.
    /// </summary>
    Opportunistic,

    /// <summary>The server was seen to refuse MAIL FROM or RCPT TO for want of STARTTLS (RFC 3207 section 4).</summary>
    Required,

    /// <summary>
    /// A middlebox strips it: the keyword is overwritten in the EHLO reply (as in <c>250-XXXXXXXA</c>), the banner is overwritten
    /// with asterisks and the keyword is missing, or the server insists on what its EHLO reply does not list.
    /// </summary>
    Stripped,
}
