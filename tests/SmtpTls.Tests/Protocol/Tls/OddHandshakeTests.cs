using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;
using SmtpTls.Tls;
using CertificateRequest = System.Security.Cryptography.X509Certificates.CertificateRequest;

namespace SmtpTls.Tests.Tls;

/// <summary>What OpenSSL passes over, and BouncyCastle would not: the handshake goes on, and the oddity has its name.</summary>
public sealed class OddHandshakeTests
{
    // SEQUENCE { INTEGER 5 }: status_request, "must staple" (RFC 7633)
    private static readonly X509Extension MustStaple = new("1.3.6.1.5.5.7.1.24", [0x30, 0x03, 0x02, 0x01, 0x05], critical: false);

    public static TheoryData<string, bool> Versions => new() { { "TLSv1.2", true }, { "TLSv1.2", false }, { "TLSv1.3", true }, { "TLSv1.3", false } };

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_key_usage_without_signatures_is_a_remark(string version, bool rsa)
    {
        foreach (X509KeyUsageFlags usage in new[]
        {
            X509KeyUsageFlags.KeyCertSign, X509KeyUsageFlags.KeyEncipherment | X509KeyUsageFlags.DataEncipherment, X509KeyUsageFlags.KeyAgreement,
        })
        {
            // .NET signs with no key whose certificate does not allow it: the same key has another certificate for that.
            using AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
            using X509Certificate2 signing = new TestCertificate { Key = key }.Create();
            using X509Certificate2 sent = Bare(key, usage);

            TlsHandshake handshake = await Server(version, signing, [sent.RawData]).GreetAsync();

            Assert.Null(handshake.Error);
            Assert.Null(handshake.Alert);
            Assert.Equal([HandshakeProblem.WrongKeyUsage], handshake.Remarks.Select(remark => remark.Problem));
            Assert.Contains("does not allow digital signatures", handshake.Remarks[0].Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task A_missing_staple_that_the_certificate_demands_is_a_remark(string version, bool rsa)
    {
        using X509Certificate2 certificate = Make(rsa, new TestCertificate { Extensions = [MustStaple] });

        TlsHandshake handshake = await Server(version, certificate).GreetAsync();

        Assert.Null(handshake.Error);
        Assert.Equal([HandshakeProblem.StapleMissing], handshake.Remarks.Select(remark => remark.Problem));
        Assert.False(handshake.OcspStapled);
    }

    [Theory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task Many_certificates_and_broken_ones_behind_the_leaf_are_remarks(string version)
    {
        using X509Certificate2 certificate = Make(rsa: true, new TestCertificate());
        byte[] broken = [0x30, 0x03, 0x02, 0x01, 0x05];

        TlsHandshake handshake = await Server(version, certificate, [certificate.RawData, broken, .. Enumerable.Repeat(certificate.RawData, 38)]).GreetAsync();

        Assert.Null(handshake.Error);
        Assert.Equal([HandshakeProblem.LongChain, HandshakeProblem.MalformedCertificate], handshake.Remarks.Select(remark => remark.Problem));
        Assert.StartsWith("The server sent 40 certificates", handshake.Remarks[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("Certificate 2 of the 40 that the server sent cannot be read", handshake.Remarks[1].Text, StringComparison.Ordinal);
        Assert.Equal(39, handshake.Certificates.Count);
    }

    [Theory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task A_leaf_that_is_none_is_the_servers_fault(string version)
    {
        using X509Certificate2 certificate = Make(rsa: true, new TestCertificate());
        // Nested deeper than any reader should follow.
        byte[] deep = [.. Enumerable.Repeat(new byte[] { 0x30, 0x80 }, 50_000).SelectMany(bytes => bytes)];

        foreach (byte[] leaf in new[] { deep, [0x30, 0x00], certificate.RawData[..^9] })
        {
            TlsHandshake handshake = await Server(version, certificate, [leaf]).GreetAsync();

            Assert.Contains("The server's certificate cannot be read.", handshake.Error, StringComparison.Ordinal);
            Assert.False(handshake.AlertReceived);
        }
    }

    [Theory]
    [InlineData("TLSv1.2", "ServerHello")]
    [InlineData("TLSv1.3", "EncryptedExtensions")]
    public async Task Extensions_that_nobody_asked_for_are_remarks(string version, string message)
    {
        using X509Certificate2 certificate = Make(rsa: true, new TestCertificate());
        OddTlsServer server = Server(version, certificate, extensions: new() { [ExtensionType.heartbeat] = [1], [0x3374] = [1, 2] });

        TlsHandshake handshake = await server.GreetAsync();

        Assert.Null(handshake.Error);
        Assert.All(handshake.Remarks, remark => Assert.Equal(HandshakeProblem.UnexpectedExtension, remark.Problem));
        Assert.Contains(handshake.Remarks, remark => remark.Text.StartsWith($"The server sent the extension heartbeat(15) in its {message}", StringComparison.Ordinal));
        Assert.Contains(handshake.Remarks, remark => remark.Text.Contains("(13172)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_staple_that_cannot_be_read_is_a_remark()
    {
        using X509Certificate2 certificate = Make(rsa: true, new TestCertificate { Extensions = [MustStaple] });
        OddTlsServer server = Server("TLSv1.3", certificate, entryExtensions: new() { [ExtensionType.status_request] = [1, 0, 0, 2, 0x30, 0x00] });

        TlsHandshake handshake = await server.GreetAsync();

        Assert.Null(handshake.Error);
        Assert.Equal([HandshakeProblem.MalformedStaple], handshake.Remarks.Select(remark => remark.Problem));
        Assert.True(handshake.OcspStapled);
    }

    [Theory]
    [InlineData(true, "0100", "", "it names no signature algorithms")]
    [InlineData(true, "0140", "0002040300060004DEADBEEF", "the name of a CA cannot be read")]
    [InlineData(true, "0140", "0002040300FF", "it ends too early")]
    [InlineData(false, "", "00", "it ends too early")]
    public void A_broken_request_for_a_client_certificate_is_a_remark_and_mended(bool tls12, string types, string rest, string fault)
    {
        HandshakeNotes notes = new("server");
        MemoryStream message = new(Convert.FromHexString(types + rest));

        MemoryStream mended = tls12 ? CertificateRequestReader.Mend12(message, notes, tls12: true) : CertificateRequestReader.Mend13(message, notes);

        Assert.Contains(notes.Remarks, remark => remark.Problem == HandshakeProblem.MalformedCertificateRequest && remark.Text.Contains(fault, StringComparison.Ordinal));
        Assert.True(mended.Length > 3);
    }

    [Fact]
    public void The_names_of_a_request_are_shown_without_what_moves_a_cursor()
    {
        HandshakeNotes notes = new("server");
        byte[] name = new X500DistinguishedName("CN=\"CA\u001b[2J\"").RawData;
        byte[] message = [1, 64, 0, 2, 4, 3, 0, (byte)(name.Length + 2), 0, (byte)name.Length, .. name];

        CertificateRequestReader.Mend12(new MemoryStream(message), notes, tls12: true);

        Assert.DoesNotContain('\u001b', Assert.Single(notes.AcceptableIssuers));
        Assert.Empty(notes.Remarks);
    }

    [Fact]
    public async Task What_was_not_agreed_on_is_empty()
    {
        using X509Certificate2 certificate = Make(rsa: true, new TestCertificate());

        TlsHandshake handshake = await Server("TLSv1.3", certificate).GreetAsync(new TlsClientOptions { Protocols = [SslProtocolVersion.Tls12, SslProtocolVersion.Tls11] });

        Assert.Equal("protocol_version", handshake.Alert?.Name);
        Assert.Null(handshake.Group);
        Assert.Null(handshake.KeyExchangeBits);
        Assert.Equal([SslProtocolVersion.Tls11, SslProtocolVersion.Tls12], handshake.Offered);
    }

    [Theory]
    [InlineData(AlertDescription.certificate_unknown, "the server's certificate and its signature do not fit together")]
    [InlineData(AlertDescription.illegal_parameter, "the server sent a value that TLS does not allow there")]
    [InlineData(200, "this side could not go on with what the server sent")]
    public void An_alert_of_this_side_is_not_worded_as_the_peers(int code, string expected) => Assert.Equal(expected, TlsAlerts.Get(code).Found("server"));

    private static X509Certificate2 Bare(AsymmetricAlgorithm key, X509KeyUsageFlags usage)
    {
        CertificateRequest request = key is RSA rsa
            ? new("CN=mx.example.com", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new("CN=mx.example.com", (ECDsa)key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usage, critical: true));
        using ECDsa issuer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return request.Create(
            new X500DistinguishedName("CN=CA"), X509SignatureGenerator.CreateForECDsa(issuer), TestCertificate.Now.AddYears(-1), TestCertificate.Now.AddYears(1), [1]);
    }

    private static X509Certificate2 Make(bool rsa, TestCertificate certificate) =>
        (certificate with { Key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256) }).Create();

    private static OddTlsServer Server(
        string version, X509Certificate2 certificate, byte[][]? chain = null, Dictionary<int, byte[]>? extensions = null, Dictionary<int, byte[]>? entryExtensions = null) =>
        new(version == "TLSv1.3" ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12)
        {
            Key = certificate,
            Chain = chain ?? [certificate.RawData],
            Extensions = extensions ?? [],
            EntryExtensions = entryExtensions,
        };
}
