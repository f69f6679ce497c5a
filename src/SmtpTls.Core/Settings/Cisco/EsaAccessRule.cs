namespace SmtpTls;

/// <summary>What a Cisco ESA's Host Access Table does with a connection.</summary>
public enum EsaAccessRule
{
    /// <summary>Takes mail for the domains of the Recipient Access Table.</summary>
    Accept,

    /// <summary>Takes mail for everywhere.</summary>
    Relay,

    /// <summary>Greets and then refuses.</summary>
    Reject,

    /// <summary>Refuses the connection.</summary>
    TcpRefuse,

    /// <summary>Leaves the decision to the entries that follow.</summary>
    Continue,
}
