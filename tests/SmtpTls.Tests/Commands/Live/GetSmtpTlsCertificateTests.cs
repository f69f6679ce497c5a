using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tests.Commands;

public sealed class GetSmtpTlsCertificateTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();

    public void Dispose() => _engine.Dispose();

    [Fact]
    public async Task The_certificate_comes_as_sent()
    {
        using X509Certificate2 certificate = new TestCertificate { Subject = "CN=mx.example.com, O=Example" }.Create();
        await using ScriptedServer server = new(TestScripts.CertificateOnly) { Certificate = certificate };

        PSObject result = _engine.Run("param($port) Get-SmtpTlsCertificate -Server \"127.0.0.1:$port\"", ("port", server.Port)).ThrowOnError().Only;

        Assert.Equal(certificate.RawData, ((X509Certificate2)result.Get("Certificate")!).RawData);
        Assert.Equal(certificate.Thumbprint, ((X509Certificate2)result.Get("Cert")!).Thumbprint);
        Assert.Equal(
            ("127.0.0.1", "0", certificate.Thumbprint, "ECDSA 256", "mx.example.com"),
            (result.Text("Address"), result.Text("Index"), result.Text("Thumbprint"), result.Text("Key"), result.Text("DnsNames")));
        Assert.Equal(1, server.Connections);
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_server_without_one_is_an_error_about_it_and_the_next_goes_on()
    {
        using X509Certificate2 certificate = new TestCertificate().Create();
        await using ScriptedServer server = new(TestScripts.CertificateOnly) { Certificate = certificate };
        await using ScriptedServer plain = new("S: 220 hi\nC: EHLO\nS: 250 hi\nC: STARTTLS\nS: 502 What?\nC: QUIT\nS: 221 Bye");

        EngineResult result = _engine.Run(
            "param($plain, $port) Get-SmtpTlsCertificate -Server \"127.0.0.1:$plain\", \"127.0.0.1:$port\"", ("plain", plain.Port), ("port", server.Port));

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal("NoCertificate,SmtpTls.Commands.GetSmtpTlsCertificateCommand", error.FullyQualifiedErrorId);
        Assert.Equal($"127.0.0.1:{plain.Port}", error.TargetObject);
        Assert.Contains("NotOffered", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(certificate.Thumbprint, result.Only.Text("Thumbprint"));
    }
}
