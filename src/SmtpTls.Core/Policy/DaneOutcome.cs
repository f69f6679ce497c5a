namespace SmtpTls;

/// <summary>What DANE says of a mail server (RFC 7672).</summary>
public enum DaneOutcome
{
    /// <summary>There is no TLSA record.</summary>
    None,

    /// <summary>No resolver that validates DNSSEC was asked, so nobody here can know.</summary>
    Unknown,

    /// <summary>DNSSEC does not vouch for the server's addresses or its TLSA records, so there is no DANE, whatever is published.</summary>
    Insecure,

    /// <summary>There are TLSA records, and only a resolver over an untrusted path says that they are secure: they do not count here.</summary>
    Claimed,

    /// <summary>The look-up failed or the answer is bogus: a strict sender does not deliver to this server (RFC 7672 section 2.1.2).</summary>
    LookupFailed,

    /// <summary>There are secure TLSA records, none of them usable: TLS is mandatory, any certificate will do (RFC 7672 section 2.2).</summary>
    Unusable,

    /// <summary>There are usable TLSA records; no certificate was seen to compare them with.</summary>
    Published,

    /// <summary>The server's certificate is the one that the TLSA records name.</summary>
    Valid,

    /// <summary>
    /// The server's certificate is the one that the TLSA records name, but the MX records that led to the server are not secure: an
    /// attacker could name another (RFC 7672 section 2.2.1).
    /// </summary>
    ValidHostOnly,

    /// <summary>No TLSA record matches, or the server did not make TLS: a strict sender does not deliver to it.</summary>
    Invalid,
}
