using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Dns;
using SmtpTls.Policy;

namespace SmtpTls.Tests.Policy;

public sealed class PolicyHostTests
{
    private const string Policy = "version: STSv1\r\nmode: enforce\r\nmx: mx.example.com\r\nmax_age: 604800\r\n";

    private static readonly X509Certificate2 Root = TestCertificate.Lasting(new TestCertificate { Authority = true, Subject = "CN=Policy Root", DnsNames = [] });
    private static readonly X509Certificate2 Good = Certificate("mta-sts.example.com");

    [Fact]
    public async Task A_policy_is_fetched_from_its_well_known_place_under_its_own_name()
    {
        await using HttpsStub server = new(Good, HttpsStub.Ok(Policy));

        FetchedPolicy fetched = await FetchAsync(server);

        Assert.Equal((Policy, null), (fetched.Text, fetched.Failure));
        Assert.StartsWith("GET /.well-known/mta-sts.txt HTTP/1.1", server.Request, StringComparison.Ordinal);
        Assert.Contains("Host: mta-sts.example.com", server.Request, StringComparison.Ordinal);
        Assert.Equal("mta-sts.example.com", server.ServerName);
        Assert.Contains("mta-sts.example.com", fetched.Certificate!.DnsNames);
    }

    [Fact]
    public async Task One_fetch_serves_a_whole_pipeline()
    {
        await using HttpsStub server = new(Good, HttpsStub.Ok(Policy));
        PolicyHost host = Host(server);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.FetchAsync("example.com", TestContext.Current.CancellationToken, out bool _)));

        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task Chunks_are_put_together()
    {
        await using HttpsStub server = new(Good, "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nversi\r\n3\r\non:\r\n0\r\n\r\n");

        Assert.Equal("version:", (await FetchAsync(server)).Text);
    }

    [Theory]
    [InlineData("HTTP/1.1 301 Moved\r\nLocation: https://mta-sts.example.com/other\r\nContent-Length: 0\r\n\r\n", "redirects (301)")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n", "redirects (302)")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "404")]
    [InlineData("HTTP/1.1 203 Fine\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n", "203")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "500")]
    public async Task Only_200_counts_and_nobody_follows(string response, string told)
    {
        await using HttpsStub server = new(Good, response);

        FetchedPolicy fetched = await FetchAsync(server);

        Assert.Equal((null, FailureType.StsPolicyFetchError), (fetched.Text, fetched.Failure));
        Assert.Contains(told, fetched.Reason, StringComparison.Ordinal);
        Assert.Equal(1, server.Requests);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/octet-stream")]
    public async Task The_type_must_be_text_plain(string type)
    {
        await using HttpsStub server = new(Good, HttpsStub.Ok(Policy, type));

        FetchedPolicy fetched = await FetchAsync(server);

        Assert.Equal((null, FailureType.StsPolicyInvalid), (fetched.Text, fetched.Failure));
        Assert.Contains(type, fetched.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_64_KB_is_not_read()
    {
        await using HttpsStub server = new(Good, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n") { Endless = new string('x', 4096) };

        FetchedPolicy fetched = await FetchAsync(server);

        Assert.Equal((null, FailureType.StsPolicyInvalid), (fetched.Text, fetched.Failure));
        Assert.Contains("64 KB", fetched.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endless_headers_end_in_a_failure()
    {
        await using HttpsStub server = new(Good, "HTTP/1.1 200 OK\r\n") { Endless = "X-Header: " + new string('x', 4096) + "\r\n" };

        Assert.Equal(FailureType.StsPolicyFetchError, (await FetchAsync(server)).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nversion")]
    public async Task Silence_is_waited_for_only_so_long(string sent)
    {
        await using HttpsStub server = new(Good, sent) { Hangs = true };

        FetchedPolicy fetched = await FetchAsync(server, timeout: TimeSpan.FromMilliseconds(500));

        Assert.Equal(FailureType.StsPolicyFetchError, fetched.Failure);
        Assert.Contains("within 0.5 s", fetched.Reason, StringComparison.Ordinal);
    }

    public static TheoryData<string> BadCertificates => ["wrong name", "expired", "untrusted"];

    [Theory]
    [MemberData(nameof(BadCertificates))]
    public async Task The_certificate_must_be_valid_for_the_policy_host(string fault)
    {
        X509Certificate2 certificate = fault switch
        {
            "wrong name" => Certificate("example.com"),
            "expired" => new TestCertificate
            {
                Issuer = Root, DnsNames = ["mta-sts.example.com"], NotBefore = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero), NotAfter = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero),
            }.Create(),
            _ => TestCertificate.Lasting(new TestCertificate { DnsNames = ["mta-sts.example.com"] }),
        };
        await using HttpsStub server = new(certificate, HttpsStub.Ok(Policy));

        FetchedPolicy fetched = await FetchAsync(server);

        Assert.Equal((null, FailureType.StsWebPkiInvalid), (fetched.Text, fetched.Failure));
        Assert.Contains("mta-sts.example.com is not valid", fetched.Reason, StringComparison.Ordinal);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task Without_a_root_of_one_s_own_nothing_but_the_machine_s_roots_counts()
    {
        await using HttpsStub server = new(Good, HttpsStub.Ok(Policy));

        Assert.Equal(FailureType.StsWebPkiInvalid, (await FetchAsync(server, roots: [])).Failure);
    }

    [Fact]
    public async Task A_host_without_address_is_told()
    {
        PolicyHost host = new(new Resolver(null), new PolicyFetchOptions());

        FetchedPolicy fetched = await host.FetchAsync("example.com", TestContext.Current.CancellationToken, out _);

        Assert.Equal(FailureType.StsPolicyFetchError, fetched.Failure);
        Assert.Contains("mta-sts.example.com has no address", fetched.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_lies_on_port_443_for_every_cmdlet() => Assert.Equal(443, new PolicyFetchOptions().Port);

    private static Task<FetchedPolicy> FetchAsync(HttpsStub server, TimeSpan? timeout = null, X509Certificate2[]? roots = null) =>
        Host(server, timeout, roots).FetchAsync("example.com", TestContext.Current.CancellationToken, out _);

    private static PolicyHost Host(HttpsStub server, TimeSpan? timeout = null, X509Certificate2[]? roots = null) => new(
        new Resolver(IPAddress.Loopback),
        new PolicyFetchOptions { Port = server.Port, TrustedRoots = roots ?? [Root], Timeout = timeout ?? TimeSpan.FromSeconds(20) });

    // SslStream on Windows wants a key that is not ephemeral; on other systems this changes nothing.
    private static X509Certificate2 Certificate(string name) => X509CertificateLoader.LoadPkcs12(
        TestCertificate.Lasting(new TestCertificate { Issuer = Root, DnsNames = [name] }).Export(X509ContentType.Pfx), null);

    private sealed class Resolver(IPAddress? address) : IDnsResolver
    {
        public Task<MailHost> GetHostAsync(string host, AddressFamily family, CancellationToken cancellationToken) =>
            Task.FromResult(new MailHost { Name = host, Addresses = address is null ? [] : [address], Error = address is null ? $"{host} has no address." : null });

        public Task<MailRoute> GetMailRouteAsync(string domain, AddressFamily family, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
