using SmtpTls.Tls;

namespace SmtpTls.Tests.Tls;

public sealed class CipherSuitesTests
{
    [Theory]
    [InlineData(0x1302, "TLS_AES_256_GCM_SHA384", "any", "any", "AES_256_GCM", 256, "SHA384", true, true)]
    [InlineData(0xC030, "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE", "RSA", "AES_256_GCM", 256, "SHA384", true, true)]
    [InlineData(0xC02B, "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE", "ECDSA", "AES_128_GCM", 128, "SHA256", true, true)]
    [InlineData(0x002F, "AES128-SHA", "RSA", "RSA", "AES_128_CBC", 128, "SHA", false, false)]
    [InlineData(0xC0A2, "DHE-RSA-AES128-CCM8", "DHE", "RSA", "AES_128_CCM_8", 128, "SHA256", true, true)]
    [InlineData(0x000A, "DES-CBC3-SHA", "RSA", "RSA", "3DES_EDE_CBC", 112, "SHA", false, false)]
    [InlineData(0x0005, "RC4-SHA", "RSA", "RSA", "RC4_128", 128, "SHA", false, false)]
    [InlineData(0x0003, "EXP-RC4-MD5", "RSA", "RSA", "RC4_40", 40, "MD5", false, false)]
    [InlineData(0x0034, "ADH-AES128-SHA", "DH", "anon", "AES_128_CBC", 128, "SHA", false, false)]
    [InlineData(0x003B, "NULL-SHA256", "RSA", "RSA", "NULL", 0, "SHA256", false, false)]
    [InlineData(0xCCA8, "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE", "RSA", "CHACHA20_POLY1305", 256, "SHA256", true, true)]
    [InlineData(0xCCAD, "DHE-PSK-CHACHA20-POLY1305", "DHE_PSK", "PSK", "CHACHA20_POLY1305", 256, "SHA256", true, true)]
    public void A_suite_is_one_whatever_its_name(
        int code, string openSsl, string exchange, string authentication, string cipher, int strength, string hash, bool forward, bool aead)
    {
        CipherSuite suite = CipherSuites.Find(code)!;

        Assert.Same(suite, CipherSuites.Find(suite.Name));
        Assert.Same(suite, CipherSuites.Find(openSsl));
        Assert.Equal(
            (openSsl, exchange, authentication, cipher, strength, hash, forward, aead),
            (suite.OpenSslName, suite.KeyExchange, suite.Authentication, suite.Encryption, suite.Strength, suite.Hash, suite.ForwardSecrecy, suite.IsAead));
    }

    [Fact]
    public void Codes_and_names_are_unique()
    {
        Assert.Equal(CipherSuites.All.Count, CipherSuites.All.Select(suite => suite.Code).Distinct().Count());
        Assert.Equal(CipherSuites.All.Count, CipherSuites.All.Select(suite => suite.Name).Distinct().Count());
    }

    [Fact]
    public void Unknown_ones_are_not_invented()
    {
        Assert.Null(CipherSuites.Find(0xFFFF));
        Assert.Null(CipherSuites.Find("TLS_WITH_NOTHING"));
    }
}
