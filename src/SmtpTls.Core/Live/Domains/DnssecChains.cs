using System.Globalization;
using SmtpTls.Policy;

namespace SmtpTls.Domains;

/// <summary>The zones that a domain's answers rest on, and what is worth knowing about their signatures. Pure.</summary>
internal static class DnssecChains
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <summary>Each zone once, from the root down; where several answers lead through it, the link that tells most.</summary>
    public static DnssecLink[] Of(DomainFacts facts) =>
    [
        .. Verdicts(facts).SelectMany(verdict => verdict.Chain)
            .GroupBy(link => link.Zone)
            .Select(group => group.OrderByDescending(link => link.Nsec3Iterations is not null).First())
            .OrderBy(link => link.Zone == "." ? 0 : link.Zone.Count(c => c == '.') + 1)
            .ThenBy(link => link.Zone, StringComparer.Ordinal),
    ];

    /// <summary>Signatures that end soon, SHA-1, and NSEC3 iterations.</summary>
    public static IEnumerable<Finding> Findings(DomainFacts facts, DateTimeOffset now)
    {
        foreach (DnssecLink link in Of(facts))
        {
            if (link.State == DnssecState.Secure && link.SignedUntil is { } end && end - now < Soon)
                yield return Expires($"The signatures over the keys of {link.Zone}", end);
            if (link.State == DnssecState.Insecure && link.Algorithm is "RSASHA1" or "RSASHA1-NSEC3-SHA1")
                yield return PolicyRule.Found("DnssecSha1", $"{link.Zone} is signed with {link.Algorithm} only, so validators treat it as not signed, and DANE does not count. Sign it with ECDSAP256SHA256.");
            if (link.State == DnssecState.Secure && link.Digest == "SHA-1")
                yield return PolicyRule.Found("DnssecDsSha1", $"The DS record of {link.Zone} has a SHA-1 digest only. Publish one with SHA-256 at the parent.");
            if (link.Nsec3Iterations > 0)
                yield return PolicyRule.Found("DnssecIterations", $"{link.Zone} uses NSEC3 with {link.Nsec3Iterations} iterations; 0 is right. Some validators treat the zone as not signed.");
        }

        foreach (DateTimeOffset end in Verdicts(facts).Select(verdict => verdict.SignedUntil).OfType<DateTimeOffset>().Where(end => end - now < Soon).OrderBy(end => end).Take(1))
            yield return Expires("The signatures over the answers themselves", end);
    }

    private static Finding Expires(string what, DateTimeOffset end) => PolicyRule.Found(
        "DnssecExpiresSoon",
        $"{what} expire on {end.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}. When they expire, senders with a validating resolver deliver no mail. Check that the zone is signed again in time.");

    private static IEnumerable<DnssecVerdict> Verdicts(DomainFacts facts) =>
        facts.Hosts.Select(host => host.Dane).OfType<DaneHost>()
            .SelectMany(dane => new[] { dane.AddressDnssec, dane.TlsaDnssec })
            .OfType<DnssecVerdict>()
            .Prepend(facts.Mx.Dnssec)
            .Where(verdict => verdict.Voucher == DnssecVoucher.Validated);
}
