namespace SmtpTls;

/// <summary>What a Cisco ESA does about DANE (RFC 7672) for a destination.</summary>
public enum EsaDaneSupport
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Where the destination has TLSA records, its certificate must match them; elsewhere the TLS setting counts.</summary>
    Opportunistic,

    /// <summary>No mail to a destination without DANE.</summary>
    Mandatory,
}
