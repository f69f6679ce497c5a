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

    [Theory]
    [InlineData("tls_ecdhe_rsa_with_aes_256_gcm_sha384", 0xC030)]
    [InlineData("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P384", 0xC028)] // Schannel with its curve
    [InlineData("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256_P256", 0xC027)]
    [InlineData("ecdhe_rsa_aes256_gcm_sha384", 0xC030)]
    [InlineData("TLS_ECDHE_RSA_AES_256_GCM_SHA384", 0xC030)] // GnuTLS
    [InlineData("ECDHE-RSA-AES-256-GCM-SHA384", 0xC030)]
    [InlineData("TLS_RSA_ARCFOUR_128_SHA1", 0x0005)]
    [InlineData("SSL_RSA_WITH_RC4_128_SHA", 0x0005)] // Java
    [InlineData("EDH-RSA-DES-CBC3-SHA", 0x0016)] // OpenSSL before 1.1
    [InlineData("EXP-EDH-RSA-DES-CBC-SHA", 0x0014)]
    [InlineData("TLS13-AES-128-GCM-SHA256", 0x1301)]
    [InlineData("AEAD-AES128-GCM-SHA256", 0x1301)] // LibreSSL
    [InlineData("AEAD-CHACHA20-POLY1305-SHA256", 0x1303)]
    [InlineData("DES-CBC3-MD5", 0x0700C0)] // SSL 2.0
    [InlineData("RC4-MD5", 0x0004)] // not its namesake of SSL 2.0
    public void Other_spellings_are_understood(string name, int code) => Assert.Equal(code, CipherSuites.Find(name)?.Code);

    [Fact]
    public void Every_name_leads_to_its_suite_or_to_a_newer_one_of_that_name()
    {
        foreach (CipherSuite suite in CipherSuites.All)
        {
            Assert.Same(suite, CipherSuites.Find(suite.Name));
            foreach (string name in new[] { suite.OpenSslName, suite.GnuTlsName }.OfType<string>())
                Assert.True(CipherSuites.Find(name)!.Code <= suite.Code, name);
        }
    }

    [Theory]
    [InlineData(0x1301, "Y", SslProtocolVersion.Tls13, SslProtocolVersion.Tls13)]
    [InlineData(0xC02F, "Y", SslProtocolVersion.Tls12, SslProtocolVersion.Tls12)]
    [InlineData(0x002F, "N", SslProtocolVersion.Tls10, SslProtocolVersion.Tls12)]
    [InlineData(0xC007, "D", SslProtocolVersion.Tls10, SslProtocolVersion.Tls12)]
    [InlineData(0x0003, "N", SslProtocolVersion.Ssl3, SslProtocolVersion.Tls10)]
    [InlineData(0x010080, "N", SslProtocolVersion.Ssl2, SslProtocolVersion.Ssl2)]
    public void The_registrys_advice_and_the_versions_are_known(int code, string recommended, SslProtocolVersion oldest, SslProtocolVersion newest)
    {
        CipherSuite suite = CipherSuites.Find(code)!;

        Assert.Equal((recommended, oldest, newest), (suite.Recommended, suite.MinProtocol, suite.MaxProtocol));
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
