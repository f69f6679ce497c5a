using System.Net.Sockets;
using SmtpTls.Dns;
using SmtpTls.Policy;

namespace SmtpTls.Domains;

/// <summary>Looks up all policies of a domain at once.</summary>
internal sealed class DomainLookup(IDnsResolver resolver, PolicyLookup policies, int port, AddressFamily family)
{
    /// <summary>Looks up.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<DomainFacts> FindAsync(string domain, CancellationToken cancellationToken)
    {
        LookupCount count = new();
        Task<MtaStsFound> mtaSts = policies.MtaStsAsync(domain, count, cancellationToken);
        Task<(TlsRptPolicy Policy, IReadOnlyList<Finding> Findings)> tlsRpt = policies.TlsRptAsync(domain, count, cancellationToken);
        VouchedAnswer mx = await policies.MxAsync(domain, count, cancellationToken).ConfigureAwait(false);
        DaneHost[] hosts = await Task.WhenAll(HostsOf(domain, mx.Answer).Select(host => policies.DaneAsync(host, port, count, cancellationToken)))
            .ConfigureAwait(false);

        // All answers that this needs have come by now.
        MailRoute route = await resolver.GetMailRouteAsync(domain, family, cancellationToken).ConfigureAwait(false);
        (TlsRptPolicy reports, IReadOnlyList<Finding> findings) = await tlsRpt.ConfigureAwait(false);
        MtaStsFound sts = await mtaSts.ConfigureAwait(false);
        return new DomainFacts
        {
            Domain = domain,
            Mx = mx,
            Route = route,
            Hosts = [.. route.Hosts.Select(host => new HostFacts(host, hosts.FirstOrDefault(dane => dane.Host == host.Name), []))],
            MtaSts = sts,
            TlsRpt = reports,
            TlsRptFindings = findings,
            Time = DateTimeOffset.UtcNow,
            Lookups = count.Value,
        };
    }

    private static IEnumerable<string> HostsOf(string domain, DnsAnswer mx) => mx.Status switch
    {
        DnsAnswerStatus.Found => MxRecords.Read(domain, mx.Records).Hosts.Select(host => host.Host)
            .Where(host => !IpLiteral.TryParse(host, out _) && DomainName.TryParse(host, out _, out _)),
        DnsAnswerStatus.NoData => [domain],
        _ => [],
    };
}
