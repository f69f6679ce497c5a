using System.Net;

namespace SmtpTls.Dns;

/// <summary>Whom to ask, and for how long.</summary>
internal sealed record DnsResolverOptions
{
    /// <summary>The name servers; empty: those of the system, and never anybody else.</summary>
    public IReadOnlyList<IPEndPoint> NameServers { get; init; } = [];

    /// <summary>
    /// Whether the path to the name servers is declared safe, so that their AD bit counts. One on loopback needs no declaration
    /// (RFC 7672 section 2.1.3).
    /// </summary>
    public bool AreTrusted { get; init; }

    /// <summary>Who validates DNSSEC.</summary>
    public DnssecValidation Validation { get; init; } = DnssecValidation.Resolver;

    /// <summary>Where validation begins; <see langword="null"/> for the root's keys as IANA publishes them.</summary>
    public Validation.TrustAnchors? Anchors { get; init; }

    /// <summary>How long to wait for one answer of one server.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often to go round the servers again after no answer or SERVFAIL.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>How long to wait for one answer, so that all tries together take no longer than <paramref name="all"/>.</summary>
    public static TimeSpan TimeoutWithin(TimeSpan all)
    {
        DnsResolverOptions usual = new();
        TimeSpan share = TimeSpan.FromTicks(all.Ticks / (usual.Retries + 1));
        return share < usual.Timeout ? share : usual.Timeout;
    }
}
