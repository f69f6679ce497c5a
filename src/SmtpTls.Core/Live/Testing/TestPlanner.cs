using System.Diagnostics;
using System.Globalization;
using System.Net;
using SmtpTls.Dns;
using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>Comes from a domain, mail address or server to the addresses to test.</summary>
/// <param name="resolver">Whom to ask for mail servers and addresses.</param>
/// <param name="options">Ports, families, recipient.</param>
/// <param name="policies">Where to look up the policies; <see langword="null"/> to look at none.</param>
internal sealed class TestPlanner(IDnsResolver resolver, TargetOptions options, PolicyLookup? policies = null)
{
    /// <summary>Plans for a domain or mail address: every MX host and every address of it.</summary>
    public async Task<TestPlan> PlanAsync(MailTarget target, CancellationToken cancellationToken)
    {
        int port = options.PortFor(null);
        Recipient? recipient = target.Mailbox is { } mailbox ? new Recipient(mailbox, target.NeedsSmtpUtf8) : options.Recipient;
        if (target.AddressLiteral is { } literal)
            return new TestPlan([AddressItem(literal.ToString(), literal, port, recipient, cancellationToken)]);

        Stopwatch clock = Stopwatch.StartNew();
        MailRoute route = await resolver.GetMailRouteAsync(target.Domain!.Ascii, options.Family, cancellationToken).ConfigureAwait(false);
        TestStep resolve = Resolved(clock.Elapsed, route);
        TestStatus? without = route.Status switch
        {
            MailRouteStatus.NullMx => TestStatus.NullMx,
            MailRouteStatus.NoMx => TestStatus.NoMx,
            MailRouteStatus.Failed => TestStatus.DnsFailure,
            _ => null,
        };
        if (without is { } status)
        {
            string? reason = route.Error ?? (status == TestStatus.NullMx ? "The domain says that it accepts no mail (null MX, RFC 7505)." : null);
            return new TestPlan([new(null, new NoAddress { Domain = route.Domain, Port = port, Status = status, Reason = reason, Resolve = resolve })]);
        }
        return new TestPlan([.. route.Hosts.SelectMany(host => ItemsOf(host, route.Domain, port, recipient, resolve, cancellationToken))]);
    }

    /// <summary>Plans for a server: every address of it, without MX look-up.</summary>
    public async Task<TestPlan> PlanAsync(ServerEndpoint server, CancellationToken cancellationToken)
    {
        int port = options.PortFor(server.Port);
        if (server.Address is { } address)
            return new TestPlan([AddressItem(server.Host, address, port, options.Recipient, cancellationToken)]);

        Stopwatch clock = Stopwatch.StartNew();
        MailHost host = await resolver.GetHostAsync(server.Host, options.Family, cancellationToken).ConfigureAwait(false);
        TestStep resolve = Resolved(clock.Elapsed, host);
        return new TestPlan([.. ItemsOf(host, null, port, options.Recipient, resolve, cancellationToken)]);
    }

    private IEnumerable<TestPlanItem> ItemsOf(
        MailHost host, string? domain, int port, Recipient? recipient, TestStep resolve, CancellationToken cancellationToken)
    {
        if (host.Addresses.Count == 0)
        {
            return
            [
                new(null, new NoAddress
                {
                    Domain = domain,
                    Host = host.Name,
                    Preference = host.Preference,
                    Port = port,
                    Status = TestStatus.DnsFailure,
                    Reason = host.Error ?? $"{host.Name} has no address.",
                    Resolve = resolve,
                }),
            ];
        }
        TargetPolicy? policy = policies?.For(domain, options.ServerName ?? host.Name, port, cancellationToken);
        return host.Addresses.Select(address => new TestPlanItem(
            new ProbeTarget
            {
                Server = Server(host.Name, address, port, recipient),
                Domain = domain,
                Preference = host.Preference,
                Policy = policy,
                Resolve = resolve,
            },
            null));
    }

    // An address has no TLSA records; the name under which it is tested may have.
    private TestPlanItem AddressItem(string host, IPAddress address, int port, Recipient? recipient, CancellationToken cancellationToken) => new(
        new ProbeTarget
        {
            Server = Server(host, address, port, recipient),
            Policy = options.ServerName is { } name ? policies?.For(null, name, port, cancellationToken) : null,
        },
        null);

    private AddressTarget Server(string host, IPAddress address, int port, Recipient? recipient) => new()
    {
        Host = host,
        Address = address,
        Port = port,
        ImplicitTls = options.IsImplicit(port),
        Recipient = recipient,
        OtherName = options.ServerName,
    };

    private static TestStep Resolved(TimeSpan elapsed, MailRoute route) => Step(
        elapsed,
        route.Hosts,
        [.. route.Notes, .. route.Hosts.SelectMany(host => host.Notes)],
        route.Error ?? route.Status switch
        {
            MailRouteStatus.NullMx => "null MX",
            MailRouteStatus.ImplicitMx => "no MX record; the domain's own address takes its mail",
            _ => string.Join(", ", route.Hosts.Select(Describe)),
        });

    private static TestStep Resolved(TimeSpan elapsed, MailHost host) => Step(elapsed, [host], host.Notes, host.Error ?? Describe(host));

    private static string Describe(MailHost host) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}{1} ({2})",
        host.Preference is { } preference ? $"{preference} " : "",
        host.Name,
        host.Addresses.Count == 0 ? "no address" : string.Join<IPAddress>(" ", host.Addresses));

    private static TestStep Step(TimeSpan elapsed, IReadOnlyList<MailHost> hosts, IReadOnlyList<string> notes, string found) => new()
    {
        Name = TestStepName.Resolve,
        Start = TimeSpan.Zero,
        Elapsed = elapsed,
        Outcome = !hosts.Any(host => host.Addresses.Count > 0) ? TestStepOutcome.Failed
            : notes.Count > 0 ? TestStepOutcome.Warning
            : TestStepOutcome.Passed,
        Comment = string.Join(" ", [.. notes, found]),
    };
}
