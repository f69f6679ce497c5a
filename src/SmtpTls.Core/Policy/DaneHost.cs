using System.Net;

namespace SmtpTls.Policy;

/// <summary>What the DNS says about DANE for one mail server and port.</summary>
internal sealed record DaneHost
{
    /// <summary>The host as it was named.</summary>
    public required string Host { get; init; }

    /// <summary>The name at the end of its aliases; <see langword="null"/> where it is none.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Its addresses.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>How far DNSSEC vouches for the addresses.</summary>
    public required DnssecVerdict AddressDnssec { get; init; }

    /// <summary>The TLSA base domain (RFC 7672 section 2.2.3): whose records count, and the name for SNI and DANE-TA.</summary>
    public required string BaseDomain { get; init; }

    /// <summary>How far DNSSEC vouches for the TLSA answer; <see langword="null"/> where none was asked for.</summary>
    public DnssecVerdict? TlsaDnssec { get; init; }

    /// <summary>The TLSA records, in the order of the answer.</summary>
    public IReadOnlyList<TlsaRecord> Records { get; init; } = [];

    /// <summary>None, Unknown, Insecure, Claimed, LookupFailed, Unusable or Published.</summary>
    public required DaneOutcome Outcome { get; init; }

    /// <summary>In a sentence, what failed or does not count; <see langword="null"/> where nothing needs saying.</summary>
    public string? Reason { get; init; }
}
