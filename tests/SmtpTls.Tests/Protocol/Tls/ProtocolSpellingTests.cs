using SmtpTls.Tls;

namespace SmtpTls.Tests.Tls;

public sealed class ProtocolSpellingTests
{
    [Theory]
    [InlineData("TLSv1.3", SslProtocolVersion.Tls13)]
    [InlineData("TLS1.2", SslProtocolVersion.Tls12)]
    [InlineData("TLS 1.1", SslProtocolVersion.Tls11)]
    [InlineData("TLS1_2", SslProtocolVersion.Tls12)]
    [InlineData("Tls13", SslProtocolVersion.Tls13)]
    [InlineData("tlsv1", SslProtocolVersion.Tls10)]
    [InlineData("TLS1.0", SslProtocolVersion.Tls10)]
    [InlineData("SSLv3", SslProtocolVersion.Ssl3)]
    [InlineData("SSL 2.0", SslProtocolVersion.Ssl2)]
    [InlineData("SP_PROT_TLS1_2_SERVER", SslProtocolVersion.Tls12)]
    [InlineData("SP_PROT_TLS1_0_CLIENT", SslProtocolVersion.Tls10)]
    [InlineData("SP_PROT-TLS1_0", SslProtocolVersion.Tls10)]
    [InlineData("4096", SslProtocolVersion.Tls13)]
    [InlineData("8192", SslProtocolVersion.Tls13)]
    public void A_version_is_found_in_every_products_spelling(string text, SslProtocolVersion expected)
        => Assert.Equal(expected, ProtocolSpelling.Find(text));

    [Theory]
    [InlineData("TLSv1/SSLv3")]
    [InlineData("TLSv1.4")]
    [InlineData("TLS")]
    [InlineData("12288")]
    [InlineData("")]
    public void What_leaves_the_version_open_is_none(string text) => Assert.Null(ProtocolSpelling.Find(text));
}
