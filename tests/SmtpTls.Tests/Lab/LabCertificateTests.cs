using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tests.Lab;

/// <summary>What Get-SmtpTlsCertificate gets from each server of the lab.</summary>
public sealed class LabCertificateTests(LabShell shell) : IClassFixture<LabShell>
{
    private readonly LabDescription _lab = LabDescription.Require();

    [Theory]
    [MemberData(nameof(LabServerTests.WithTlsByEngine), MemberType = typeof(LabServerTests))]
    public async Task The_chain_comes_as_openssl_is_sent_it(string name, TlsEngineName engine)
    {
        LabServer server = _lab.Server(name);
        IReadOnlyList<PSObject> chain = shell.GetCertificate(_lab, server, $"-Engine {engine}").ThrowOnError().Output;

        IReadOnlyList<byte[]> expected = (await Peer.OpenSslAsync(_lab, server)).Certificates;
        Assert.NotEmpty(expected);
        Assert.Equal(expected, chain.Select(one => ((X509Certificate2)one.Get("Certificate")!).RawData));
        Assert.Equal(Enumerable.Range(0, chain.Count), chain.Select(one => (int)one.Get("Index")!));
        Assert.All(chain, one => Assert.Equal((server.Host, server.Address), (one.Text("MxHost"), one.Text("Address"))));
    }

    [Fact]
    public void A_server_without_TLS_is_an_error_about_it()
    {
        LabServer server = _lab.Server("postfix-plain");

        ErrorRecord error = Assert.Single(shell.GetCertificate(_lab, server).Errors);

        Assert.Equal("NoCertificate,SmtpTls.Commands.GetSmtpTlsCertificateCommand", error.FullyQualifiedErrorId);
        Assert.Contains("NotOffered", error.ToString(), StringComparison.Ordinal);
    }
}
