namespace SmtpTls;

/// <summary>Who validates DNSSEC.</summary>
public enum DnssecValidation
{
    /// <summary>This module where the resolver hands over signatures; otherwise the resolver, as with <see cref="Resolver"/>, and the reason says so.</summary>
    Auto,

    /// <summary>This module. Where the resolver gives no signatures, the state is Indeterminate.</summary>
    Local,

    /// <summary>The resolver: its AD bit counts on loopback or where the path to it was declared safe (RFC 7672 section 2.1.3).</summary>
    Resolver,
}
