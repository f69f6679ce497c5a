using System.Diagnostics;
using SmtpTls.Dns;
using SmtpTls.Domains;
using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>Looks at the policies of a domain, and tests its mail servers against them where that is wanted.</summary>
/// <param name="lookup">Looks up everything.</param>
/// <param name="policies">The same look-ups, for the tests.</param>
/// <param name="probe">Tests an address; <see langword="null"/> to test none.</param>
/// <param name="gate">Bounds the tests.</param>
/// <param name="port">The port of the mail servers.</param>
internal sealed class PolicyTester(DomainLookup lookup, PolicyLookup policies, AddressProbe? probe, ConnectionGate gate, int port)
{
    /// <summary>Looks, tests, judges.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TlsPolicy> RunAsync(string domain, PreviousPolicy? previous, CancellationToken cancellationToken)
    {
        DateTimeOffset time = DateTimeOffset.UtcNow;
        Stopwatch clock = Stopwatch.StartNew();
        DomainFacts facts = await lookup.FindAsync(domain, cancellationToken).ConfigureAwait(false);
        if (probe is not null)
        {
            HostFacts[] tested = await Task.WhenAll(facts.Hosts.Select(host => TestAsync(domain, host, cancellationToken))).ConfigureAwait(false);
            facts = facts with { Hosts = tested };
        }
        return PolicyReport.Of(facts, previous) with { Time = time, Elapsed = clock.Elapsed };
    }

    private async Task<HostFacts> TestAsync(string domain, HostFacts facts, CancellationToken cancellationToken)
    {
        MailHost host = facts.Host;
        TargetPolicy policy = policies.For(domain, host.Name, port, cancellationToken);
        StartTlsResult[] tests = await Task.WhenAll(host.Addresses.Select(address => gate.RunAsync(
            address,
            () => probe!.RunAsync(
                new ProbeTarget { Domain = domain, Host = host.Name, Preference = host.Preference, Address = address, Port = port, Policy = policy },
                null,
                cancellationToken),
            cancellationToken))).ConfigureAwait(false);
        return facts with { Tests = tests };
    }
}
