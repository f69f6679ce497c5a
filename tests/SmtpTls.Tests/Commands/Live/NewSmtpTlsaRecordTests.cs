using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tests.Commands;

public sealed class NewSmtpTlsaRecordTests : IDisposable
{
    private static readonly X509Certificate2 Root = TestCertificate.Lasting(new TestCertificate { Authority = true, Subject = "CN=Tlsa Root", DnsNames = [] });
    private static readonly X509Certificate2 Leaf = TestCertificate.Lasting(new TestCertificate { Issuer = Root });
    private static readonly string LeafKey = Convert.ToHexStringLower(SHA256.HashData(Leaf.PublicKey.ExportSubjectPublicKeyInfo()));

    private readonly PowerShellEngine _engine = new();

    [Fact]
    public void Three_one_one_by_default_and_the_host_from_the_certificate() =>
        Assert.Equal($"_25._tcp.mx.example.com. IN TLSA 3 1 1 {LeafKey}", Text("New-SmtpTlsaRecord $leaf"));

    [Theory]
    [InlineData("-Usage 2 -Selector 0 -MatchingType 1")]
    [InlineData("-Usage DaneTA -Selector Cert -MatchingType Sha256")]
    public void Numbers_and_names_say_the_same_and_of_a_chain_the_CA_is_taken(string arguments) =>
        Assert.Equal(
            $"_25._tcp.mx.example.com. IN TLSA 2 0 1 {Convert.ToHexStringLower(SHA256.HashData(Root.RawData))}",
            Text($"New-SmtpTlsaRecord $leaf, $root {arguments}"));

    [Theory]
    [InlineData("$leaf, $issuing, $root")]
    [InlineData("$root, $issuing, $leaf")]
    [InlineData("$root, $leaf, $issuing")]
    public void The_anchor_is_the_issuing_CA_whatever_the_order(string chain)
    {
        using X509Certificate2 issuing = TestCertificate.Lasting(new TestCertificate { Authority = true, Subject = "CN=Tlsa Issuing", DnsNames = [], Issuer = Root });
        using X509Certificate2 leaf = TestCertificate.Lasting(new TestCertificate { Issuer = issuing });

        EngineResult result = Run($"New-SmtpTlsaRecord {chain.Replace("$leaf", "$below", StringComparison.Ordinal)} -Usage DaneTA -Selector Cert", ("issuing", issuing), ("below", leaf));

        Assert.Equal($"_25._tcp.mx.example.com. IN TLSA 2 0 1 {Convert.ToHexStringLower(SHA256.HashData(issuing.RawData))}", result.ThrowOnError().Only.ToString());
        Assert.Empty(result.Warnings);
    }

    [Fact]
    public void A_root_as_anchor_is_warned_of_because_servers_do_not_send_it() =>
        Assert.Contains("'CN=Tlsa Root'", Assert.Single(Run("New-SmtpTlsaRecord $leaf, $root -Usage DaneTA").ThrowOnError().Warnings), StringComparison.Ordinal);

    [Fact]
    public void SSL_2_is_an_error_that_says_what_to_use() =>
        Assert.StartsWith("InvalidProtocol,", Assert.Single(Run("New-SmtpTlsaRecord $leaf -Protocol Ssl2").Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public void The_form_of_RFC_3597() =>
        Assert.Equal($@"_465._tcp.mail.example.org. IN TYPE52 \# 35 030101{LeafKey}", Text("New-SmtpTlsaRecord $leaf -Generic -HostName mail.example.org. -Port 465"));

    [Fact]
    public void The_present_and_the_next_certificate_give_a_record_each()
    {
        X509Certificate2 next = TestCertificate.Lasting(new TestCertificate { Issuer = Root });

        EngineResult result = Run("New-SmtpTlsaRecord $leaf, $next", ("next", next)).ThrowOnError();

        Assert.Equal(2, result.Output.Select(line => line.ToString()).Distinct().Count());
    }

    [Fact]
    public void Files_and_deserialized_certificates_will_do()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, Leaf.ExportCertificatePem());
        try
        {
            EngineResult result = Run("""
                New-SmtpTlsaRecord $path
                [IO.FileInfo]$path | New-SmtpTlsaRecord
                [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($leaf)) | New-SmtpTlsaRecord
                [pscustomobject]@{ Pem = [IO.File]::ReadAllText($path); MxHost = 'mx.example.com'; Port = 25 } | New-SmtpTlsaRecord
                """, ("path", path)).ThrowOnError();

            Assert.Equal(4, result.Output.Count);
            Assert.All(result.Output, line => Assert.Equal($"_25._tcp.mx.example.com. IN TLSA 3 1 1 {LeafKey}", line.ToString()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("New-SmtpTlsaRecord $root", "NoHostName")]
    [InlineData("New-SmtpTlsaRecord $leaf -Usage 2", "NoAuthority")]
    [InlineData("New-SmtpTlsaRecord $leaf -HostName '192.0.2.1'", "InvalidHostName")]
    [InlineData("New-SmtpTlsaRecord -Server 'not a server'", "InvalidServer")]
    [InlineData("New-SmtpTlsaRecord -Server 127.0.0.1:1", "NoHostName")]
    [InlineData("New-SmtpTlsaRecord -Server 127.0.0.1:1 -HostName mx.example.com -TimeoutSec 2", "NoCertificate")]
    public void What_cannot_be_done_is_an_error_with_a_name(string command, string errorId) =>
        Assert.StartsWith(errorId + ",", Assert.Single(Run(command).Errors).FullyQualifiedErrorId, StringComparison.Ordinal);

    [Fact]
    public async Task Verify_compares_what_is_published_with_what_is_served()
    {
        await using ScriptedServer server = new(TestScripts.CertificateOnly) { Certificate = Leaf };
        await using DnsServerStub dns = new DnsServerStub().Secure("example.com").Zone($"""
            mx.example.com A 127.0.0.1
            _{server.Port}._tcp.mx.example.com TLSA 3 1 1 {LeafKey}
            stale.example.com A 127.0.0.1
            _{server.Port}._tcp.stale.example.com TLSA 3 1 1 {new string('0', 64)}
            none.example.com A 127.0.0.1
            unsigned.example.org A 127.0.0.1
            _{server.Port}._tcp.unsigned.example.org TLSA 3 1 1 {LeafKey}
            """);

        EngineResult result = Run(
            "New-SmtpTlsaRecord -Server mx.example.com, stale.example.com, none.example.com, unsigned.example.org -Port $port -DnsServer $dns -Verify",
            ("port", server.Port), ("dns", dns.EndPoint.ToString())).ThrowOnError();

        Assert.Equal(
            [("mx.example.com", "Valid", true, true), ("stale.example.com", "Invalid", false, false), ("none.example.com", "None", null, false), ("unsigned.example.org", "Insecure", true, true)],
            result.Output.Select(check => (check.Text("HostName"), check.Text("Dane"), (bool?)check.Get("Matches"), (bool)check.Get("IsPublished")!)));
        Assert.Null(result.Output[0].Get("Reason"));
        Assert.Contains("No TLSA record is published", result.Output[2].Text("Reason"), StringComparison.Ordinal);
    }

    public void Dispose() => _engine.Dispose();

    private string Text(string command) => (string)Run(command).ThrowOnError().Only.BaseObject;

    private EngineResult Run(string command, params (string Name, object? Value)[] more) => _engine.Run(
        $"param($leaf, $root{string.Concat(more.Select(one => ", $" + one.Name))})\n{command}", [("leaf", Leaf), ("root", Root), .. more]);
}
