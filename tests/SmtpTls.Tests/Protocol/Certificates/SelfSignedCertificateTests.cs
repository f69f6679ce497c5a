using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;

namespace SmtpTls.Tests.Certificates;

public sealed class SelfSignedCertificateTests
{
    [Theory]
    [InlineData("mx.example.com", "mx.example.com")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("192.0.2.1", "192.0.2.1")]
    public async Task It_is_good_for_its_name_where_it_is_trusted(string hostName, string covered)
    {
        using X509Certificate2 certificate = SelfSignedCertificate.Create(hostName);

        CertificateVerdict verdict = await CertificateVerifier.VerifyAsync(
            [certificate], hostName, new CertificateVerifierOptions { TrustedRoots = [certificate] }, TestContext.Current.CancellationToken);

        Assert.Empty(verdict.Problems);
        Assert.Equal(covered, verdict.MatchedName);
        Assert.Equal(("RSA", 2048, 6), (verdict.Certificate!.KeyAlgorithm, verdict.Certificate.KeySize, verdict.DaysLeft));
    }

    [Fact]
    public void A_name_too_long_for_a_common_name_still_gets_one()
    {
        string longName = string.Join('.', new string('a', 60), new string('b', 60), "example");

        using X509Certificate2 certificate = SelfSignedCertificate.Create(longName);

        Assert.Equal([longName], CertificateInfoFactory.Create(certificate).DnsNames);
    }

    [Fact]
    public void What_is_no_name_is_refused() => Assert.Throws<FormatException>(() => SelfSignedCertificate.Create("no name"));

    [Fact]
    public async Task The_platforms_tls_takes_it_as_a_server_certificate()
    {
        using X509Certificate2 certificate = SelfSignedCertificate.Create("mx.example.com");
        using TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient client = new();
        ValueTask connecting = client.ConnectAsync((System.Net.IPEndPoint)listener.LocalEndpoint, TestContext.Current.CancellationToken);
        using TcpClient server = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await connecting;
        await using SslStream clientTls = new(client.GetStream(), false, (_, _, _, _) => true);
        await using SslStream serverTls = new(server.GetStream());

        await Task.WhenAll(
            serverTls.AuthenticateAsServerAsync(certificate),
            clientTls.AuthenticateAsClientAsync("mx.example.com"));

        Assert.Equal(certificate.Thumbprint, new X509Certificate2(clientTls.RemoteCertificate!).Thumbprint);
    }
}
