using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Tls;

/// <summary>Peers that choose numbers with which a handshake would take minutes. Each test would run into its time limit if one were computed with.</summary>
public sealed class HostileHandshakeTests
{
    private const int Limit = 60_000;

    public static TheoryData<string, string> Certificates => new()
    {
        { "16384/300000", "an RSA key of 16,384 bits with a public exponent of 300,000 bits (64 bits is the most)" },
        { "16384/16384", "an RSA key of 16,384 bits with a public exponent of 16,384 bits (64 bits is the most)" },
        { "32768/17", "an RSA key of 32,768 bits (16,384 bits is the most)" },
        { "2048/100000", "an RSA key of 2,048 bits with a longer public exponent, of 100,000 bits" },
        { "curve", "an EC key on a curve that is not named, or not known here (RFC 5480 section 2.1.1)" },
        { "dh", "a key of the kind '1.2.840.10046.2.1', which signs nothing in TLS" },
    };

    [Theory(Timeout = Limit)]
    [MemberData(nameof(Certificates))]
    public async Task A_server_key_that_is_too_long_is_told_and_shown_and_not_computed_with(string kind, string fault)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        using X509Certificate2 certificate = Certificate(kind);
        foreach (ProtocolVersion version in new[] { ProtocolVersion.TLSv12, ProtocolVersion.TLSv13 })
        {
            TlsHandshake handshake = await new OddTlsServer(version) { Chain = [certificate.RawData] }.GreetAsync();

            Assert.False(handshake.Succeeded);
            HandshakeRemark remark = Assert.Single(handshake.Remarks, one => one.Problem == HandshakeProblem.UnsupportedKey);
            Assert.Equal($"The server's certificate has {fault}; nothing is computed with it here.", remark.Text);
            Assert.Equal("This side did not finish the handshake: " + remark.Text, handshake.Error);
            Assert.False(handshake.AlertReceived);
            Assert.Equal(certificate.Thumbprint, Assert.Single(handshake.Certificates).Thumbprint);
            Assert.Equal(TlsVersions.FromBouncyCastle(version), handshake.Protocol);
        }
    }

    [Theory(Timeout = Limit)]
    [InlineData(16_384, "The server's Diffie-Hellman prime has 16,384 bits; 8,192 bits is the most that is computed with here.")]
    [InlineData(9_000, "The server's Diffie-Hellman prime has 9,000 bits; 8,192 bits is the most that is computed with here.")]
    public async Task A_prime_that_is_too_long_is_told_with_its_size(int bits, string text)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        using X509Certificate2 certificate = RsaCertificate();

        TlsHandshake handshake = await WithPrime(certificate, new BigInteger(1, HostileCertificate.Number(bits))).GreetAsync();

        Assert.Equal("This side did not finish the handshake: " + text, handshake.Error);
        Assert.Equal([HandshakeProblem.UnsupportedPrime], handshake.Remarks.Select(remark => remark.Problem));
        Assert.Equal(bits, handshake.KeyExchangeBits);
        Assert.Equal(certificate.Thumbprint, Assert.Single(handshake.Certificates).Thumbprint);
    }

    [Fact]
    public void An_even_prime_is_none()
    {
        HandshakeNotes notes = new("server");
        ObservingCrypto crypto = new(new SecureRandom(), notes);

        Assert.Throws<TlsFatalAlert>(() => crypto.Accept(new DHGroup(new BigInteger(1, HostileCertificate.Number(2048)).Add(BigInteger.One), null, BigInteger.Two, 0)));

        Assert.Equal("The server's Diffie-Hellman prime is no prime: it is even.", notes.Stopped);
        Assert.Equal(2048, notes.PrimeBits);
    }

    [Theory(Timeout = Limit)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(8192)]
    public async Task The_size_of_a_prime_that_can_be_computed_with_is_told(int bits)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        using X509Certificate2 certificate = RsaCertificate();

        TlsHandshake handshake = await WithPrime(certificate, new BigInteger(1, HostileCertificate.Number(bits))).GreetAsync();

        Assert.Null(handshake.Error);
        Assert.Equal(bits, handshake.KeyExchangeBits);
        Assert.Null(handshake.Group);
    }

    [Theory(Timeout = Limit)]
    [InlineData(SslProtocolVersion.Tls12)]
    [InlineData(SslProtocolVersion.Tls13)]
    public async Task A_client_key_that_is_too_long_is_told_and_shown_and_not_computed_with(SslProtocolVersion version)
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        using X509Certificate2 own = RsaCertificate();
        using X509Certificate2 hostile = HostileCertificate.Rsa(16_384, 300_000, "CN=client");

        TlsServerHandshake handshake = await OddTlsClient.ConnectAsync(
            new TlsServerOptions { Certificate = own, Protocols = [version], RequestClientCertificate = true }, hostile.RawData);

        Assert.False(handshake.Succeeded);
        Assert.Equal(
            "This side did not finish the handshake: The client's certificate has an RSA key of 16,384 bits with a public exponent of 300,000 bits "
            + "(64 bits is the most); nothing is computed with it here.",
            handshake.Error);
        Assert.Equal(hostile.Thumbprint, Assert.Single(handshake.ClientCertificates).Thumbprint);
    }

    private static OddTlsServer WithPrime(X509Certificate2 certificate, BigInteger prime) => new(ProtocolVersion.TLSv12)
    {
        Chain = [certificate.RawData],
        Key = certificate,
        // A short private number on this side: the client's is what is tested.
        Prime = new DHGroup(prime, null, BigInteger.Two, 200),
    };

    private static X509Certificate2 RsaCertificate() =>
        new TestCertificate { Key = System.Security.Cryptography.RSA.Create(2048) }.Create();

    private static X509Certificate2 Certificate(string kind)
    {
        string[] sizes = kind.Split('/');
        return kind switch
        {
            "curve" => HostileCertificate.OwnCurve(),
            "dh" => HostileCertificate.DiffieHellman(),
            _ => HostileCertificate.Rsa(int.Parse(sizes[0], CultureInfo.InvariantCulture), int.Parse(sizes[1], CultureInfo.InvariantCulture)),
        };
    }
}
