using SmtpTls.Tls;

namespace SmtpTls.Tests.Tls;

public sealed class GnuTlsDescriptionTests
{
    [Theory]
    [InlineData("ECDHE_SECP256R1__RSA_SHA256__AES_256_GCM", SslProtocolVersion.Tls12, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")]
    [InlineData("ECDHE_SECP256R1__RSA_SHA256__AES_128_GCM", SslProtocolVersion.Tls12, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")]
    [InlineData("ECDHE_SECP256R1__ECDSA_SHA256__CHACHA20_POLY1305", SslProtocolVersion.Tls12, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256")]
    [InlineData("ECDHE_SECP256R1__ECDSA_SHA256__AES_128_CCM", SslProtocolVersion.Tls12, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM")]
    [InlineData("ECDHE_SECP256R1__RSA_SHA256__AES_256_CBC__SHA1", SslProtocolVersion.Tls12, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA")]
    [InlineData("DHE_CUSTOM2048__RSA_SHA256__AES_128_CBC__SHA256", SslProtocolVersion.Tls12, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256")]
    [InlineData("RSA__AES_128_CBC__SHA1", SslProtocolVersion.Tls10, "TLS_RSA_WITH_AES_128_CBC_SHA")]
    [InlineData("ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM", SslProtocolVersion.Tls13, "TLS_AES_256_GCM_SHA384")]
    [InlineData("ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM", null, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384")]
    [InlineData("ECDHE_SECP384R1__ECDSA_SECP384R1_SHA384__AES_128_CCM_8", SslProtocolVersion.Tls13, "TLS_AES_128_CCM_8_SHA256")]
    public void The_parts_and_the_version_make_a_suite(string text, SslProtocolVersion? version, string suite) =>
        Assert.Equal(suite, GnuTlsDescription.Find(text, version)?.Name);

    [Theory]
    [InlineData("TLS_AES_256_GCM_SHA384")]
    [InlineData("ECDHE_SECP256R1__RSA_SHA256__AES_256_CBC")]
    [InlineData("ECDHE_SECP256R1__SM2_SM3__AES_256_GCM")]
    [InlineData("ECDHE_SECP256R1__RSA_SHA256")]
    [InlineData("VKO__GOST__AES_256_GCM")]
    [InlineData("__")]
    public void Where_the_parts_leave_a_doubt_there_is_none(string text) => Assert.Null(GnuTlsDescription.Find(text, SslProtocolVersion.Tls12));
}
