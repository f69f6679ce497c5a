using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Listening;

namespace SmtpTls.Tests.Listening;

public sealed class ListenerCertificateTests
{
    [Theory]
    [InlineData("secp256k1")]
    [InlineData("brainpoolP256r1")]
    public void A_curve_that_senders_do_not_know_is_refused_at_the_start(string curve)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        using X509Certificate2 certificate = new TestCertificate { Key = key }.Create();

        ArgumentException fault = Assert.Throws<ArgumentException>(() => ListenerCertificate.Of([certificate]));

        Assert.Contains("an EC key on another curve, which the listener cannot serve", fault.Message, StringComparison.Ordinal);
        Assert.Contains("P-256, P-384 or P-521", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nistP256")]
    [InlineData("nistP384")]
    [InlineData("nistP521")]
    public void The_curves_of_TLS_are_taken(string curve)
    {
        using ECDsa key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        using X509Certificate2 certificate = new TestCertificate { Key = key }.Create();

        Assert.Same(certificate, ListenerCertificate.Of([certificate]).Certificate);
    }

    [Fact]
    public void A_PSS_key_is_refused_at_the_start_also_from_a_file()
    {
        using RSA key = RSA.Create(2048);
        byte[] info = key.ExportSubjectPublicKeyInfo();
        // The OID of the key, rsaEncryption (1.2.840.113549.1.1.1), becomes that of RSASSA-PSS (1.2.840.113549.1.1.10).
        int oid = info.AsSpan().IndexOf((byte[])[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01]);
        info[oid + 8] = 10;
        PublicKey pss = PublicKey.CreateFromSubjectPublicKeyInfo(info, out _);
        CertificateRequest request = new(new X500DistinguishedName("CN=pss"), pss, HashAlgorithmName.SHA256);
        using X509Certificate2 bare = request.Create(
            new X500DistinguishedName("CN=pss"), X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pss), TestCertificate.Now, TestCertificate.Now.AddDays(1), [1]);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, bare.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

            CertificateFileException fault = Assert.Throws<CertificateFileException>(() => ListenerCertificate.Read(path, null, null));

            Assert.Equal(CertificateFileFault.UnsupportedKey, fault.Fault);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
