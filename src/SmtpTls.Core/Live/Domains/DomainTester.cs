using System.Diagnostics;
using SmtpTls.Dns;
using SmtpTls.Policy;
using SmtpTls.Testing;

namespace SmtpTls.Domains;

/// <summary>Looks at the policies of a domain, and tests its mail servers against them where that is wanted.</summary>
/// <param name="lookup">Looks up everything.</param>
/// <param name="policies">The same look-ups, for the tests.</param>
/// <param name="tester">Tests an address; <see langword="null"/> to test none.</param>
/// <param name="port">The port of the mail servers.</param>
internal sealed class DomainTester(DomainLookup lookup, PolicyLookup policies, AddressTester? tester, int port)
{
    /// <summary>Looks, tests, judges.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<TlsPolicy> RunAsync(string domain, PreviousPolicy? previous, CancellationToken cancellationToken)
    {
        DateTimeOffset time = DateTimeOffset.UtcNow;
        Stopwatch clock = Stopwatch.StartNew();
        DomainFacts facts = await lookup.FindAsync(domain, cancellationToken).ConfigureAwait(false);
        if (tester is not null)
        {
            HostFacts[] tested = await Task.WhenAll(facts.Hosts.Select(host => TestAsync(domain, host, cancellationToken))).ConfigureAwait(false);
            facts = facts with { Hosts = tested };
        }
        return PolicyReport.Of(facts, previous, time, clock.Elapsed);
    }

    private async Task<HostFacts> TestAsync(string domain, HostFacts facts, CancellationToken cancellationToken)
    {
        MailHost host = facts.Host;
        TargetPolicy policy = policies.For(domain, host.Name, port, cancellationToken);
        bool implicitTls = new TargetOptions().IsImplicit(port);
        AddressTest[] tests = await Task.WhenAll(host.Addresses.Select(address => tester!.TestAsync(
            new ProbeTarget
            {
                Server = new AddressTarget { Host = host.Name, Address = address, Port = port, ImplicitTls = implicitTls },
                Domain = domain,
                Preference = host.Preference,
                Policy = policy,
            },
            cancellationToken))).ConfigureAwait(false);
        return facts with { Tests = tests };
    }
}
