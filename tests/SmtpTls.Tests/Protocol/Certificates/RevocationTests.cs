using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpTls.Certificates;
using static SmtpTls.Tests.Support.TestCertificate;

namespace SmtpTls.Tests.Certificates;

public sealed class RevocationTests : IDisposable
{
    private static readonly X509Certificate2 TestRoot = Root("CN=Revoking Root");

    private readonly TcpListener _web = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> _requests = new();
    private byte[] _crl = [];

    public RevocationTests()
    {
        _web.Start();
        _ = ServeAsync();
    }

    public void Dispose() => _web.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Online_a_crl_tells_whether_the_certificate_is_revoked(bool revoked)
    {
        X509Certificate2 leaf = Leaf();
        _crl = Crl(revoked ? leaf : TestRoot);

        CertificateVerdict verdict = await VerifyAsync(leaf, X509RevocationMode.Online);

        Assert.Equal(revoked ? [CertificateProblem.Revoked] : [], verdict.Problems);
        Assert.Equal(!revoked, verdict.Valid);
        Assert.NotEmpty(_requests);
    }

    [Fact]
    public async Task A_check_that_was_asked_for_and_fails_is_a_finding()
    {
        CertificateVerdict verdict = await VerifyAsync(Leaf(), X509RevocationMode.Online);

        Assert.Equal([CertificateProblem.RevocationUnknown], verdict.Problems);
        Assert.Equal(["The certificate could not be checked for revocation: there is no CRL or OCSP answer."], verdict.Reasons);
        Assert.Equal(FailureType.CertificateNotTrusted, verdict.Failure);
    }

    [Theory]
    [InlineData(X509RevocationMode.NoCheck)]
    [InlineData(X509RevocationMode.Offline)]
    public async Task Without_online_nothing_is_fetched(X509RevocationMode mode)
    {
        X509Certificate2 leaf = Leaf();
        _crl = Crl(leaf);

        CertificateVerdict verdict = await VerifyAsync(leaf, mode);

        Assert.Equal(mode == X509RevocationMode.NoCheck ? [] : [CertificateProblem.RevocationUnknown], verdict.Problems);
        Assert.Empty(_requests);
    }

    private static Task<CertificateVerdict> VerifyAsync(X509Certificate2 leaf, X509RevocationMode mode) => CertificateVerifier.VerifyAsync(
        [leaf],
        "mx.example.com",
        new CertificateVerifierOptions { TrustedRoots = [TestRoot], Time = Now, RevocationMode = mode },
        TestContext.Current.CancellationToken);

    // A path of its own for each certificate, because the system remembers what it fetched.
    private X509Certificate2 Leaf() => new TestCertificate
    {
        Issuer = TestRoot,
        Extensions = [CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"http://{_web.LocalEndpoint}/{Guid.NewGuid():N}.crl"])],
    }.Create();

    private static byte[] Crl(X509Certificate2 revoked)
    {
        CertificateRevocationListBuilder builder = new();
        builder.AddEntry(revoked, Now.AddDays(-2));
        return builder.Build(
            TestRoot.SubjectName,
            X509SignatureGenerator.CreateForRSA(TestRoot.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1),
            1,
            Now.AddDays(10),
            HashAlgorithmName.SHA256,
            new X509AuthorityKeyIdentifierExtension(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(TestRoot, false, true).RawData),
            Now.AddDays(-1));
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _web.AcceptTcpClientAsync();
                byte[] request = new byte[4096];
                _requests.Enqueue(Encoding.ASCII.GetString(request, 0, await client.GetStream().ReadAsync(request)));
                string status = _crl.Length > 0 ? "200 OK" : "404 Not Found";
                await client.GetStream().WriteAsync(
                    (byte[])[.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {_crl.Length}\r\nConnection: close\r\n\r\n"), .. _crl]);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
