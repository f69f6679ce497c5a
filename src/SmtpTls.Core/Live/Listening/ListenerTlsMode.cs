namespace SmtpTls;

/// <summary>What a listener does about STARTTLS (RFC 3207).</summary>
public enum ListenerTlsMode
{
    /// <summary>STARTTLS is offered, and mail is taken without it, too.</summary>
    Preferred,

    /// <summary>STARTTLS is offered, and mail is refused without it: 530 5.7.0 (RFC 3207 section 4).</summary>
    Required,

    /// <summary>STARTTLS is neither offered nor taken.</summary>
    Off,
}
