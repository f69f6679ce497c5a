using System.Net;
using System.Net.Sockets;
using SmtpTls.Dns;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Testing;

public sealed class TargetRunnerTests
{
    private const string Refusal = "S: 554 No\nC: QUIT\nS: 221 Bye";

    [Theory]
    [InlineData(MailRouteStatus.NullMx, TestStatus.NullMx)]
    [InlineData(MailRouteStatus.NoMx, TestStatus.NoMx)]
    [InlineData(MailRouteStatus.Failed, TestStatus.DnsFailure)]
    public async Task A_domain_without_mail_server_has_a_status_of_its_own(MailRouteStatus status, TestStatus expected)
    {
        Resolver resolver = new() { Route = new MailRoute { Domain = "example.com", Status = status } };

        StartTlsResult result = Assert.Single(await TestDomainAsync(resolver, "example.com", 25));

        Assert.Equal((expected, "example.com", (string?)null), (result.Status, result.Domain, result.Address));
        Assert.Equal((TestStepName.Resolve, 0), (Assert.Single(result.Steps).Name, result.Connections));
    }

    [Fact]
    public async Task Every_address_of_every_host_has_its_result_in_order_of_preference()
    {
        await using ScriptedServer slow = new("DELAY 100\n" + Refusal);
        Resolver resolver = new()
        {
            Route = new MailRoute
            {
                Domain = "example.com",
                Status = MailRouteStatus.Mx,
                Hosts =
                [
                    new MailHost { Name = "mx1.example.com", Preference = 10, Addresses = [IPAddress.Parse("127.0.0.1"), IPAddress.Parse("127.0.0.2")] },
                    new MailHost { Name = "mx2.example.com", Preference = 20, Error = "mx2.example.com has no address." },
                    new MailHost { Name = "mx3.example.com", Preference = 30, Addresses = [IPAddress.Parse("127.0.0.1")] },
                ],
            },
        };

        IReadOnlyList<StartTlsResult> results = await TestDomainAsync(resolver, "user@example.com", slow.Port);

        Assert.Equal(
            [
                ("mx1.example.com", 10, "127.0.0.1", TestStatus.Refused),
                ("mx1.example.com", 10, "127.0.0.2", TestStatus.Unreachable),
                ("mx2.example.com", 20, null, TestStatus.DnsFailure),
                ("mx3.example.com", 30, "127.0.0.1", TestStatus.Refused),
            ],
            results.Select(r => (r.MxHost, r.MxPreference!.Value, r.Address, r.Status)));
        Assert.All(results, r => Assert.Equal(TestStepName.Resolve, r.Steps[0].Name));
        Assert.Contains("10 mx1.example.com (127.0.0.1 127.0.0.2)", results[0].Steps[0].Comment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_odd_about_the_mx_records_is_a_warning_of_the_look_up()
    {
        MailHost host = new() { Name = "mx.example.com", Preference = 10, Addresses = [IPAddress.Loopback], Notes = ["It is an alias."] };
        Resolver resolver = new()
        {
            Route = new MailRoute { Domain = "example.com", Status = MailRouteStatus.Mx, Hosts = [host], Notes = ["There are 60 hosts; the first 32 are used."] },
        };
        TestPlanner planner = new(resolver, new TargetOptions());

        TestPlan plan = await planner.PlanAsync(MailTarget.Parse("example.com"), TestContext.Current.CancellationToken);

        Assert.Equal(
            (TestStepOutcome.Warning, "There are 60 hosts; the first 32 are used. It is an alias. 10 mx.example.com (127.0.0.1)"),
            (plan.Items[0].Target!.Resolve!.Outcome, plan.Items[0].Target!.Resolve!.Comment));
    }

    [Theory]
    [InlineData("mx.example.com", null, null, 25, false)]
    [InlineData("mx.example.com:2525", null, null, 2525, false)]
    [InlineData("mx.example.com:465", null, null, 465, true)]
    [InlineData("mx.example.com:465", null, false, 465, false)]
    [InlineData("mx.example.com", 587, null, 587, false)]
    [InlineData("mx.example.com", null, true, 465, true)]
    [InlineData("mx.example.com:2465", 25, true, 2465, true)]
    [InlineData("[2001:db8::1]:25", null, null, 25, false)]
    public async Task The_port_says_whether_tls_comes_first(string server, int? port, bool? implicitTls, int expectedPort, bool expectedImplicit)
    {
        Resolver resolver = new() { Host = new MailHost { Name = "mx.example.com", Addresses = [IPAddress.Loopback] } };
        TestPlanner planner = new(resolver, new TargetOptions { Port = port, ImplicitTls = implicitTls });

        TestPlan plan = await planner.PlanAsync(ServerEndpoint.Parse(server), TestContext.Current.CancellationToken);

        AddressTarget target = Assert.Single(plan.Items).Target!.Server;
        Assert.Equal((expectedPort, expectedImplicit), (target.Port, target.ImplicitTls));
    }

    [Fact]
    public async Task One_address_is_tested_twice_at_once_and_no_more()
    {
        using ConnectionGate gate = new(total: 10);
        TaskCompletionSource open = new();
        int running = 0;
        int most = 0;
        async Task<int> WorkAsync()
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await open.Task;
            Interlocked.Decrement(ref running);
            return 0;
        }

        Task[] same = [.. Enumerable.Range(0, 8).Select(_ => gate.RunAsync(IPAddress.Parse("192.0.2.1"), WorkAsync, CancellationToken.None))];
        Task other = gate.RunAsync(IPAddress.Parse("192.0.2.2"), WorkAsync, CancellationToken.None);
        int together = running;
        open.SetResult();
        await Task.WhenAll([.. same, other]);

        Assert.Equal((3, 3), (together, most));
    }

    [Fact]
    public async Task Loopback_is_bounded_by_the_total_alone()
    {
        using ConnectionGate gate = new(total: 5);
        TaskCompletionSource open = new();
        int started = 0;
        Task[] tests = [.. Enumerable.Range(0, 8).Select(_ => gate.RunAsync(IPAddress.Loopback, async () =>
        {
            Interlocked.Increment(ref started);
            await open.Task;
            return 0;
        }, CancellationToken.None))];

        Assert.Equal(5, started);
        open.SetResult();
        await Task.WhenAll(tests);
        Assert.Equal(8, started);
    }

    private static async Task<IReadOnlyList<StartTlsResult>> TestDomainAsync(Resolver resolver, string target, int port)
    {
        using ConnectionGate gate = new(4);
        AddressTester tester = new(
            new AddressProbe(new ManagedTlsEngine(), new ProbeOptions { HeloName = "client.example.com", SlowBanner = Timeout.InfiniteTimeSpan }), gate);
        TargetRunner<StartTlsResult> runner = new(
            new TestPlanner(resolver, new TargetOptions { Port = port }),
            async (one, token) => (await tester.TestAsync(one, token)).Result,
            ResultBuilder.WithoutAddress);
        return await Task.WhenAll(await runner.StartAsync(MailTarget.Parse(target), TestContext.Current.CancellationToken));
    }

    private sealed class Resolver : IDnsResolver
    {
        public MailRoute? Route { get; init; }

        public MailHost? Host { get; init; }

        public Task<MailRoute> GetMailRouteAsync(string domain, AddressFamily family, CancellationToken cancellationToken) => Task.FromResult(Route!);

        public Task<MailHost> GetHostAsync(string host, AddressFamily family, CancellationToken cancellationToken) => Task.FromResult(Host!);
    }
}
