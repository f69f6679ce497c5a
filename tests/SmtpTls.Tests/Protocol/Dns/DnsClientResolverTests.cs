using System.Net;
using System.Net.Sockets;
using SmtpTls.Dns;
using static SmtpTls.Tests.Support.DnsMessage;

namespace SmtpTls.Tests.Dns;

public sealed class DnsClientResolverTests
{
    private const int ServFail = 2;

    /// <summary>For servers that answer: more than a busy machine needs.</summary>
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(20);

    /// <summary>For servers that never answer.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    private static DnsClientResolver Resolver(params DnsServerStub[] servers) => Resolver(Ample, servers);

    private static DnsClientResolver Resolver(TimeSpan timeout, params DnsServerStub[] servers) => new(new DnsResolverOptions
    {
        NameServers = [.. servers.Select(s => s.EndPoint)],
        Timeout = timeout,
        Retries = 1,
    });

    private static Task<MailRoute> RouteAsync(
        DnsServerStub server, string domain = "example.com", AddressFamily family = AddressFamily.Unspecified, TimeSpan? timeout = null) =>
        Resolver(timeout ?? Ample, server).GetMailRouteAsync(domain, family, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Mx_hosts_come_by_preference_with_all_their_addresses_IPv6_first()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            example.com MX 20 backup.example.com
            example.com MX 10 B.example.com
            example.com MX 10 a.example.com
            a.example.com A 192.0.2.1
            a.example.com AAAA 2001:db8::1
            b.example.com A 192.0.2.2
            b.example.com A 192.0.2.3
            backup.example.com A 192.0.2.4
            """);

        MailRoute route = await RouteAsync(server, "Example.COM.");

        Assert.Equal(MailRouteStatus.Mx, route.Status);
        Assert.Equal("example.com", route.Domain);
        Assert.Null(route.Error);
        Assert.Empty(route.Notes);
        Assert.Equal(["10 b.example.com 192.0.2.2,192.0.2.3", "10 a.example.com 2001:db8::1,192.0.2.1", "20 backup.example.com 192.0.2.4"], route.Hosts.Select(Show));
    }

    [Theory]
    [InlineData(AddressFamily.InterNetwork, "192.0.2.1", "udp A mx.example.com")]
    [InlineData(AddressFamily.InterNetworkV6, "2001:db8::1", "udp AAAA mx.example.com")]
    public async Task One_family_is_asked_for_alone(AddressFamily family, string address, string question)
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            example.com MX 10 mx.example.com
            mx.example.com A 192.0.2.1
            mx.example.com AAAA 2001:db8::1
            """);

        MailRoute route = await RouteAsync(server, family: family);

        Assert.Equal("10 mx.example.com " + address, Show(Assert.Single(route.Hosts)));
        Assert.Equal(["udp MX example.com", question], server.Questions);
    }

    [Fact]
    public async Task Without_mx_the_domain_itself_takes_the_mail()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("example.com A 192.0.2.1");

        MailRoute route = await RouteAsync(server);

        Assert.Equal(MailRouteStatus.ImplicitMx, route.Status);
        MailHost host = Assert.Single(route.Hosts);
        Assert.Null(host.Preference);
        Assert.Equal([IPAddress.Parse("192.0.2.1")], host.Addresses);
    }

    [Theory]
    [InlineData("example.com MX 0 .")]
    [InlineData("example.com MX 10 .")]
    public async Task A_null_mx_means_no_mail(string record)
    {
        await using DnsServerStub server = new DnsServerStub().Zone(record);

        MailRoute route = await RouteAsync(server);

        Assert.Equal(MailRouteStatus.NullMx, route.Status);
        Assert.Empty(route.Hosts);
        Assert.Contains("RFC 7505", route.Error);
    }

    [Fact]
    public async Task A_null_mx_beside_others_is_ignored_and_noted()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            example.com MX 0 .
            example.com MX 10 mx.example.com
            mx.example.com A 192.0.2.1
            """);

        MailRoute route = await RouteAsync(server);

        Assert.Equal(["10 mx.example.com 192.0.2.1"], route.Hosts.Select(Show));
        Assert.Contains("null MX", Assert.Single(route.Notes));
    }

    [Theory]
    [InlineData("example.com AAAA 2001:db8::1", AddressFamily.InterNetwork, "There is no MX record, and example.com has no IPv4 address.")]
    [InlineData("www.example.com A 192.0.2.1", AddressFamily.Unspecified, "example.com does not exist (NXDOMAIN).")]
    public async Task No_mx_and_no_address_is_said_in_words(string zone, AddressFamily family, string error)
    {
        await using DnsServerStub server = new DnsServerStub().Zone(zone);

        MailRoute route = await RouteAsync(server, family: family);

        Assert.Equal(MailRouteStatus.NoMx, route.Status);
        Assert.Equal(error, route.Error);
    }

    [Fact]
    public async Task International_names_stay_a_labels()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            xn--bcher-kva.example CNAME xn--mller-kva.example
            xn--mller-kva.example MX 10 xn--mx-fka.example
            xn--mx-fka.example A 192.0.2.1
            """);

        MailRoute route = await RouteAsync(server, "xn--bcher-kva.example");

        Assert.Equal(["10 xn--mx-fka.example 192.0.2.1"], route.Hosts.Select(Show));
    }

    [Fact]
    public async Task Aliases_are_followed_even_when_the_server_stops_at_each()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            example.com CNAME example.net
            example.net MX 10 mx.example.net
            mx.example.net CNAME host.example.org
            host.example.org A 192.0.2.1
            """);

        MailRoute route = await RouteAsync(server);

        MailHost host = Assert.Single(route.Hosts);
        Assert.Equal("10 mx.example.net 192.0.2.1", Show(host));
        Assert.Contains("alias (CNAME) of host.example.org", Assert.Single(host.Notes));
    }

    [Fact]
    public async Task Aliases_in_a_circle_fail_and_do_not_hang()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            example.com CNAME example.net
            example.net CNAME example.com
            """);

        MailRoute route = await RouteAsync(server);

        Assert.Equal(MailRouteStatus.Failed, route.Status);
        Assert.Contains("alias", route.Error);
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_again_over_tcp()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            example.com MX 10 mx.example.com
            mx.example.com A 192.0.2.1
            """).Truncate("example.com", Mx);

        MailRoute route = await RouteAsync(server);

        Assert.Equal(["10 mx.example.com 192.0.2.1"], route.Hosts.Select(Show));
        Assert.Contains("tcp MX example.com", server.Questions);
    }

    [Theory]
    [InlineData("SERVFAIL", "answered SERVFAIL when asked for MX of example.com (asked 2 times).")]
    [InlineData("silence", "did not answer within 0.2 s when asked for MX of example.com (asked 2 times).")]
    [InlineData("garbage", "gave an answer that cannot be read when asked for MX of example.com: ")]
    public async Task A_failure_names_server_question_and_cause(string fault, string cause)
    {
        await using DnsServerStub server = new();
        _ = fault switch
        {
            "SERVFAIL" => server.Respond("example.com", Mx, ServFail),
            "silence" => server.Silence("example.com", Mx),
            _ => server.Garbage("example.com", Mx),
        };

        MailRoute route = await RouteAsync(server, timeout: fault == "silence" ? Short : null);

        Assert.Equal(MailRouteStatus.Failed, route.Status);
        Assert.StartsWith($"DNS server {server.EndPoint} {cause}", route.Error);
    }

    [Fact]
    public async Task A_server_where_nothing_listens_is_a_failure()
    {
        DnsServerStub server = new();
        await server.DisposeAsync();

        MailRoute route = await RouteAsync(server, timeout: Short);

        Assert.Equal(MailRouteStatus.Failed, route.Status);
        Assert.Contains($"DNS server {server.EndPoint}", route.Error);
    }

    [Fact]
    public async Task The_next_server_is_asked_after_a_failure_and_not_after_nxdomain()
    {
        await using DnsServerStub broken = new DnsServerStub().Respond("example.com", Mx, ServFail);
        await using DnsServerStub good = new DnsServerStub().Zone("""
            example.com MX 10 mx.example.com
            mx.example.com A 192.0.2.1
            missing.example.com MX 10 mx.example.com
            """);
        DnsClientResolver resolver = Resolver(broken, good);

        MailRoute found = await resolver.GetMailRouteAsync("example.com", AddressFamily.InterNetwork, TestContext.Current.CancellationToken);
        MailRoute missing = await resolver.GetMailRouteAsync("missing.example.com", AddressFamily.InterNetwork, TestContext.Current.CancellationToken);

        Assert.Equal(MailRouteStatus.Mx, found.Status);
        Assert.Equal(MailRouteStatus.NoMx, missing.Status);
        Assert.DoesNotContain("udp MX missing.example.com", good.Questions);
    }

    [Fact]
    public async Task A_silent_server_is_waited_for_once_and_then_asked_last()
    {
        await using DnsServerStub silent = new DnsServerStub().Silence("a.example", Mx).Silence("b.example", Mx);
        await using DnsServerStub good = new DnsServerStub().Zone("""
            a.example MX 0 .
            b.example MX 0 .
            """);
        DnsClientResolver resolver = Resolver(TimeSpan.FromSeconds(2), silent, good);

        MailRoute a = await resolver.GetMailRouteAsync("a.example", AddressFamily.Unspecified, TestContext.Current.CancellationToken);
        MailRoute b = await resolver.GetMailRouteAsync("b.example", AddressFamily.Unspecified, TestContext.Current.CancellationToken);

        Assert.Equal((MailRouteStatus.NullMx, MailRouteStatus.NullMx), (a.Status, b.Status));
        Assert.Equal(["udp MX a.example"], silent.Questions);
    }

    [Fact]
    public async Task One_failing_host_loses_no_other_and_one_failing_family_no_address()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            example.com MX 10 broken.example.com
            example.com MX 20 half.example.com
            example.com MX 30 gone.example.com
            half.example.com A 192.0.2.1
            """)
            .Respond("broken.example.com", A, ServFail)
            .Respond("broken.example.com", Aaaa, ServFail)
            .Respond("half.example.com", Aaaa, ServFail);

        MailRoute route = await RouteAsync(server);

        Assert.Equal(["10 broken.example.com ", "20 half.example.com 192.0.2.1", "30 gone.example.com "], route.Hosts.Select(Show));
        Assert.Contains("SERVFAIL", route.Hosts[0].Error);
        Assert.Null(route.Hosts[1].Error);
        Assert.Contains("SERVFAIL when asked for AAAA of half.example.com", Assert.Single(route.Hosts[1].Notes));
        Assert.Equal("gone.example.com does not exist (NXDOMAIN).", route.Hosts[2].Error);
    }

    [Fact]
    public async Task An_mx_that_names_an_address_is_reported_and_not_used()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("example.com MX 10 192.0.2.1");

        MailHost host = Assert.Single((await RouteAsync(server)).Hosts);

        Assert.Empty(host.Addresses);
        Assert.Contains("192.0.2.1 where a host name must stand", host.Error);
    }

    [Fact]
    public async Task A_hostile_number_of_hosts_and_addresses_is_cut_and_noted()
    {
        string zone = string.Join('\n', Enumerable.Range(1, 100).Select(i => $"example.com MX {i} mx{i}.example.com"))
            + '\n' + string.Join('\n', Enumerable.Range(1, 100).Select(i => $"mx1.example.com A 192.0.2.{i}\nmx1.example.com AAAA 2001:db8::{i}"));
        await using DnsServerStub server = new DnsServerStub().Zone(zone);

        MailRoute route = await RouteAsync(server);

        Assert.Equal(MxRecords.MaxHosts, route.Hosts.Count);
        Assert.Contains("100 MX hosts", Assert.Single(route.Notes));
        Assert.Equal(8, route.Hosts[0].Addresses.Count(a => a.AddressFamily == AddressFamily.InterNetworkV6));
        Assert.Equal(8, route.Hosts[0].Addresses.Count(a => a.AddressFamily == AddressFamily.InterNetwork));
        Assert.Contains("200 addresses", Assert.Single(route.Hosts[0].Notes));
    }

    [Fact]
    public async Task Nothing_is_asked_twice_not_even_at_the_same_time()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("""
            example.com MX 10 mx.example.com
            example.net MX 10 mx.example.com
            mx.example.com A 192.0.2.1
            """);
        DnsClientResolver resolver = Resolver(server);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            resolver.GetMailRouteAsync(i % 2 == 0 ? "example.com" : "example.net", AddressFamily.Unspecified, TestContext.Current.CancellationToken)));
        await resolver.GetHostAsync("mx.example.com", AddressFamily.InterNetwork, TestContext.Current.CancellationToken);

        Assert.Equal(
            ["udp A mx.example.com", "udp AAAA mx.example.com", "udp MX example.com", "udp MX example.net"],
            server.Questions.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Giving_up_one_look_up_leaves_the_others_that_wait_for_the_same_answer()
    {
        await using DnsServerStub server = new DnsServerStub().Silence("example.com", Mx);
        DnsClientResolver resolver = Resolver(Short, server);
        using CancellationTokenSource impatient = new();

        Task<MailRoute> given = resolver.GetMailRouteAsync("example.com", AddressFamily.Unspecified, impatient.Token);
        Task<MailRoute> other = resolver.GetMailRouteAsync("example.com", AddressFamily.Unspecified, TestContext.Current.CancellationToken);
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(MailRouteStatus.Failed, (await other).Status);
    }

    [Fact]
    public async Task A_machine_without_name_server_asks_nobody_and_says_so()
    {
        DnsClientResolver resolver = new(new DnsResolverOptions(), findSystemServers: () => []);

        MailRoute route = await resolver.GetMailRouteAsync("example.com", AddressFamily.Unspecified, TestContext.Current.CancellationToken);

        Assert.Equal(MailRouteStatus.Failed, route.Status);
        Assert.Contains("no DNS server set, and no public one is asked in its place", route.Error);
    }

    [Fact]
    public async Task Without_name_servers_a_host_is_found_as_the_system_finds_it()
    {
        DnsClientResolver resolver = new(new DnsResolverOptions(), findSystemServers: () => []);

        MailHost host = await resolver.GetHostAsync("localhost", AddressFamily.InterNetwork, TestContext.Current.CancellationToken);

        Assert.Equal([IPAddress.Loopback], host.Addresses);
    }

    [Fact]
    public async Task With_name_servers_given_a_host_comes_from_them_alone()
    {
        await using DnsServerStub server = new DnsServerStub().Zone("example.com A 192.0.2.1");

        MailHost host = await Resolver(server).GetHostAsync("localhost", AddressFamily.InterNetwork, TestContext.Current.CancellationToken);

        Assert.Empty(host.Addresses);
        Assert.Equal("localhost does not exist (NXDOMAIN).", host.Error);
    }

    [Fact]
    public async Task An_address_needs_no_look_up()
    {
        await using DnsServerStub server = new();

        MailHost host = await Resolver(server).GetHostAsync("2001:db8::1", AddressFamily.Unspecified, TestContext.Current.CancellationToken);

        Assert.Equal([IPAddress.Parse("2001:db8::1")], host.Addresses);
        Assert.Empty(server.Questions);
    }

    private static string Show(MailHost host) => $"{host.Preference} {host.Name} {string.Join(',', host.Addresses)}";
}
