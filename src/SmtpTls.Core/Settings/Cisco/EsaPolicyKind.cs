namespace SmtpTls;

/// <summary>What part of a Cisco ESA's configuration an <see cref="EsaTlsPolicy"/> is about.</summary>
public enum EsaPolicyKind
{
    /// <summary>A listener, with the TLS setting of its default policy parameters.</summary>
    Listener,

    /// <summary>An entry of a Host Access Table: a sender group, a host, or ALL, with its mail flow policy.</summary>
    SenderGroup,

    /// <summary>A mail flow policy that no entry of its Host Access Table uses.</summary>
    MailFlowPolicy,

    /// <summary>An entry of Destination Controls: a domain, or DEFAULT for all others.</summary>
    Destination,
}
