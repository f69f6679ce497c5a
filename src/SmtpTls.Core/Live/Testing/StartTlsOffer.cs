namespace SmtpTls;

/// <summary>What a server's dialogue says of STARTTLS (RFC 3207).</summary>
public enum StartTlsOffer
{
    /// <summary>STARTTLS was neither advertised nor accepted.</summary>
    None,

    /// <summary>STARTTLS is offered, and mail is taken without it too.</summary>
    Opportunistic,

    /// <summary>The server was seen to refuse MAIL FROM before STARTTLS (530, RFC 3207 section 4).</summary>
    Required,

    /// <summary>
    /// A middlebox strips it: the keyword is overwritten in the EHLO reply (as in <c>250-XXXXXXXA</c>), the banner is overwritten
    /// with asterisks and the keyword is missing, or the server insists on what its EHLO reply does not list.
    /// </summary>
    Stripped,
}
