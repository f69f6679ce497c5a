using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using static SmtpTls.Tests.Support.TestScripts;

namespace SmtpTls.Tests.Commands;

/// <summary>What becomes of Test-SmtpStartTls when there is a policy: the DNS is a stub that passes for a validating resolver.</summary>
public sealed class TestSmtpStartTlsPolicyTests : IDisposable
{
    /// <summary>The connection that looks for a certificate with the other kind of key.</summary>
    private const string NotTwice = Hello + "\nC: STARTTLS\nS: 454 4.7.0 Not now\nC: QUIT\nS: 221 Bye";

    private static readonly X509Certificate2 Root = TestCertificate.Lasting(new TestCertificate { Subject = "CN=Policy Test Root", Authority = true });
    private static readonly X509Certificate2 ByRoot = TestCertificate.Lasting(new TestCertificate { Issuer = Root });
    private static readonly X509Certificate2 SelfSigned = TestCertificate.Lasting(new TestCertificate { DnsNames = ["elsewhere.example"] });

    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task A_self_signed_certificate_that_a_TLSA_record_names_is_as_good_as_any()
    {
        await using ScriptedServer server = new(Good, PlainTaken, NotTwice) { Certificate = SelfSigned };
        await using DnsServerStub dns = Zone(server.Port, SelfSigned);

        PSObject result = Test(dns, server, "mx.test").ThrowOnError().Only;

        Assert.Equal(("Authenticated", "Enforced", "Valid", "None"), (result.Text("Status"), result.Text("Level"), result.Text("Dane"), result.Text("MtaSts")));
        Assert.Equal((null, null, false, 3), (result.Get("Failure"), result.Get("Reason"), result.Get("CertificateValid"), result.Get("Connections")));
        // 25 + 15 + 10 + 25 + 15 + 5 + 5 of as many, or with TLS 1.2 five less.
        Assert.InRange((int)result.Get("Score")!, 95, 100);
    }

    [Fact]
    public async Task A_certificate_that_no_TLSA_record_names_is_refused_whatever_a_CA_says()
    {
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = ByRoot };
        await using DnsServerStub dns = Zone(server.Port, SelfSigned);

        PSObject result = Test(dns, server, "mx.test").ThrowOnError().Only;

        Assert.Equal(("Encrypted", "tlsa-invalid", "Encrypted", "Invalid"), (result.Text("Status"), result.Text("Failure"), result.Text("Level"), result.Text("Dane")));
        Assert.StartsWith("The server's certificate is not the one of the record 3 1 1", result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_TLSA_look_up_that_fails_means_no_mail()
    {
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = ByRoot };
        await using DnsServerStub dns = Zone(server.Port, null).Respond($"_{server.Port}._tcp.mx.example.com", DnsMessage.Tlsa, 2);

        PSObject result = Test(dns, server, "mx.test").ThrowOnError().Only;

        Assert.Equal(("DnsFailure", "dnssec-invalid", "None", "LookupFailed"), (result.Text("Status"), result.Text("Failure"), result.Text("Level"), result.Text("Dane")));
    }

    [Fact]
    public async Task SkipPolicy_looks_at_none()
    {
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = ByRoot };
        await using DnsServerStub dns = Zone(server.Port, SelfSigned);

        PSObject result = Test(dns, server, "mx.test -SkipPolicy").ThrowOnError().Only;

        Assert.Equal(("Authenticated", "Authenticated", null, null), (result.Text("Status"), result.Text("Level"), result.Get("Dane"), result.Get("MtaSts")));
        Assert.DoesNotContain(dns.Questions, question => question.Contains("TLSA", StringComparison.Ordinal) || question.Contains("TXT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_named_is_its_own_base_domain_and_has_no_MTA_STS()
    {
        await using ScriptedServer server = new(Good, PlainTaken, NotTwice) { Certificate = SelfSigned };
        await using DnsServerStub dns = Zone(server.Port, SelfSigned);

        PSObject named = Test(dns, server, "-Server mx.example.com").ThrowOnError().Only;
        PSObject address = _engine.Run("param($port) Test-SmtpStartTls -Server 127.0.0.1 -Port $port", ("port", server.Port)).ThrowOnError().Only;

        Assert.Equal(("Authenticated", "Enforced", "Valid", null), (named.Text("Status"), named.Text("Level"), named.Text("Dane"), named.Get("MtaSts")));
        Assert.Equal((null, null), (address.Get("Dane"), address.Get("MtaSts")));
        Assert.DoesNotContain(dns.Questions, question => question.Contains("TXT", StringComparison.Ordinal) || question.Contains(" MX ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_name_of_the_handshake_is_the_TLSA_base_domain()
    {
        await using ScriptedServer server = new(Good, PlainTaken, NotTwice) { Certificate = SelfSigned };
        await using DnsServerStub dns = Zone(server.Port, SelfSigned).Zone("alias.test MX 10 www.alias.test\nwww.alias.test CNAME mx.example.com").Secure("test");

        PSObject result = Test(dns, server, "alias.test").ThrowOnError().Only;

        Assert.Equal(("www.alias.test", "mx.example.com", "Valid"), (result.Text("MxHost"), result.Text("ServerName"), result.Text("Dane")));
    }

    [Fact]
    public async Task Domains_on_the_same_server_share_its_test_and_have_their_own_verdict()
    {
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = ByRoot };
        await using DnsServerStub dns = Zone(server.Port, null)
            .Zone("a.test MX 10 mx.example.com\nb.test MX 20 mx.example.com\nc.test MX 10 mx.example.com\n_mta-sts.b.test TXT v=STSv1");

        IReadOnlyList<PSObject> results = Test(dns, server, "a.test, b.test, c.test").ThrowOnError().Output;
        Dictionary<string, PSObject> all = results.ToDictionary(result => result.Text("Domain"));

        Assert.Equal(2, server.Connections);
        Assert.Equal((2, 1), (results.Sum(result => (int)result.Get("Connections")!), results.Count(result => result.Text("Shared") == "False")));
        Assert.Equal(["None", "Invalid", "None"], all.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value.Text("MtaSts")));
        Assert.Equal(20, all["b.test"].Get("MxPreference"));
    }

    [Fact]
    public async Task A_server_is_tested_under_another_name()
    {
        await using ScriptedServer server = new(Good, PlainTaken, NotTwice) { Certificate = SelfSigned };
        await using DnsServerStub dns = Zone(server.Port, SelfSigned);

        PSObject result = Test(dns, server, "-Server 127.0.0.1 -ServerName mx.example.com").ThrowOnError().Only;
        PSObject own = Test(dns, server, "-Server 127.0.0.1 -ServerName elsewhere.example -SkipPolicy").ThrowOnError().Only;

        Assert.Equal(("127.0.0.1", "mx.example.com", "Valid", "Authenticated"), (result.Text("MxHost"), result.Text("ServerName"), result.Text("Dane"), result.Text("Status")));
        Assert.Equal("", own.Text("Dane"));
    }

    private static DnsServerStub Zone(int port, X509Certificate2? certificate)
    {
        DnsServerStub dns = new DnsServerStub().Secure("example.com").Secure("mx.test").Zone("mx.test MX 10 mx.example.com\nmx.example.com A 127.0.0.1");
        return certificate is null ? dns
            : dns.Zone($"_{port}._tcp.mx.example.com TLSA 3 1 1 {Convert.ToHexString(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()))}");
    }

    private EngineResult Test(DnsServerStub dns, ScriptedServer server, string arguments) => _engine.Run(
        $"param($dns, $port, $root) Test-SmtpStartTls {arguments} -Port $port -DnsServer $dns -TrustedRoot $root",
        ("dns", dns.EndPoint.ToString()), ("port", server.Port), ("root", Root));
}
