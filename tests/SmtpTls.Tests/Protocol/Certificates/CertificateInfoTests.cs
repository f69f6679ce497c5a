using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpTls.Certificates;
using static SmtpTls.Tests.Support.TestCertificate;

namespace SmtpTls.Tests.Certificates;

public sealed class CertificateInfoTests
{
    [Fact]
    public void The_facts_of_a_certificate_are_read()
    {
        using X509Certificate2 certificate = new TestCertificate
        {
            Subject = "CN=mx.example.com, O=\"Example, Inc.\"",
            DnsNames = ["mx.example.com", "*.example.com", "xn--bcher-kva.example"],
            Addresses = ["192.0.2.1", "2001:db8::1"],
        }.Create();

        CertificateInfo info = CertificateInfoFactory.Create(certificate);

        Assert.Equal(certificate.Subject, info.Subject);
        Assert.Equal(certificate.SerialNumber, info.SerialNumber);
        Assert.Equal(certificate.Thumbprint, info.Thumbprint);
        Assert.Equal(certificate.GetCertHashString(HashAlgorithmName.SHA256), info.Sha256);
        Assert.Equal(Now.AddYears(-1), info.NotBefore);
        Assert.Equal(TimeSpan.Zero, info.NotBefore.Offset);
        Assert.Equal(Now.AddDays(30), info.NotAfter);
        Assert.Equal(["mx.example.com", "*.example.com", "xn--bcher-kva.example"], info.DnsNames);
        Assert.Equal(["192.0.2.1", "2001:db8::1"], info.IpAddresses);
        Assert.Equal("ECDSA", info.KeyAlgorithm);
        Assert.Equal(256, info.KeySize);
        Assert.Equal("sha256ECDSA", info.SignatureAlgorithm);
        Assert.False(info.IsCertificateAuthority);
        Assert.True(info.IsSelfIssued);
        Assert.Equal(certificate.ExportCertificatePem() + "\n", info.Pem);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2048)]
    [InlineData(3072)]
    public void The_size_of_an_rsa_key_is_that_of_its_modulus(int size)
    {
        using X509Certificate2 certificate = Root(key: RSA.Create(size));

        CertificateInfo info = CertificateInfoFactory.Create(certificate);

        Assert.Equal(("RSA", size), (info.KeyAlgorithm, info.KeySize));
        Assert.Equal("sha256RSA", info.SignatureAlgorithm);
        Assert.True(info.IsCertificateAuthority);
    }

    [Theory]
    [InlineData("nistP384", 384)]
    [InlineData("nistP521", 521)]
    [InlineData("brainpoolP256r1", 256)]
    public void The_size_of_an_ec_key_is_that_of_its_curve(string curve, int size)
    {
        using X509Certificate2 certificate = Root(key: ECDsa.Create(ECCurve.CreateFromFriendlyName(curve)));

        CertificateInfo info = CertificateInfoFactory.Create(certificate);

        Assert.Equal(("ECDSA", size), (info.KeyAlgorithm, info.KeySize));
    }

    [Fact]
    public void An_alternative_name_with_nul_or_other_octets_becomes_visible()
    {
        byte[] name = [.. "good.example\0.evil.example"u8, 0xFC];
        byte[] generalNames = [0x30, (byte)(name.Length + 2), 0x82, (byte)name.Length, .. name];
        using X509Certificate2 certificate = new TestCertificate { DnsNames = [], Extensions = [new("2.5.29.17", generalNames, critical: false)] }.Create();

        Assert.Equal(["good.example\\x00.evil.example\\xFC"], CertificateInfoFactory.Create(certificate).DnsNames);
    }

    [Fact]
    public void A_damaged_alternative_name_extension_gives_the_names_before_the_damage()
    {
        byte[] generalNames = [0x30, 0x0a, 0x82, 0x03, .. "a.b"u8, 0x82, 0x7f, 0x00, 0x00, 0x00];
        using X509Certificate2 certificate = new TestCertificate { DnsNames = [], Extensions = [new("2.5.29.17", generalNames, critical: false)] }.Create();

        Assert.Equal(["a.b"], CertificateInfoFactory.Create(certificate).DnsNames);
    }

    [Theory]
    [InlineData("CN=mx.example.com", "mx.example.com")]
    [InlineData("CN=most.specific.example, OU=x, CN=general, O=y", "most.specific.example")]
    [InlineData("O=no common name", null)]
    [InlineData("CN=\"with, comma\"", "with, comma")]
    [InlineData("CN=bücher.example", "bücher.example")]
    public void The_common_name_is_the_most_specific_one(string subject, string? expected) =>
        Assert.Equal(expected, DistinguishedNames.MostSpecificCommonName(new X500DistinguishedName(subject)));

    [Fact]
    public void Common_names_in_old_string_types_are_read()
    {
        static X500DistinguishedName Name(byte type, byte[] value) => new(
            (byte[])[0x30, (byte)(value.Length + 11), 0x31, (byte)(value.Length + 9), 0x30, (byte)(value.Length + 7), 6, 3, 0x55, 4, 3, type, (byte)value.Length, .. value]);

        Assert.Equal("mx", DistinguishedNames.MostSpecificCommonName(Name(0x1e, Encoding.BigEndianUnicode.GetBytes("mx"))));
        Assert.Equal("mx", DistinguishedNames.MostSpecificCommonName(Name(0x1c, [0, 0, 0, 0x6d, 0, 0, 0, 0x78])));
        Assert.Equal("mx", DistinguishedNames.MostSpecificCommonName(Name(0x14, "mx"u8.ToArray())));
    }
}
