using SmtpTls.Exchange;

namespace SmtpTls.Tests.Exchange;

public sealed class CertificateNameTextTests
{
    [Theory]
    [InlineData("<I>CN=R3, O=Let's Encrypt, C=US<S>CN=mail.example.com", "CN=R3, O=Let's Encrypt, C=US", "CN=mail.example.com")]
    [InlineData("<i>CN=a<s>CN=b", "CN=a", "CN=b")]
    [InlineData("<I>O=\"Example, Inc.\"<S>CN=\"b\"\"c\"", "O=\"Example, Inc.\"", "CN=\"b\"\"c\"")]
    [InlineData("<I>CN=a<S>", "CN=a", "")]
    [InlineData(" <I>CN=a<S>CN=b ", "CN=a", "CN=b")]
    public void A_name_is_read(string text, string issuer, string subject) =>
        Assert.Equal(new CertificateNameText(issuer, subject), CertificateNameText.Parse(text));

    [Theory]
    [InlineData("CN=mail.example.com")]
    [InlineData("<I>CN=a")]
    [InlineData("<S>CN=b<I>CN=a")]
    [InlineData("<I><S>CN=b")]
    [InlineData("CN=a<S>CN=b")]
    [InlineData("")]
    public void Other_text_is_no_name(string text) => Assert.Null(CertificateNameText.Parse(text));

    [Theory]
    [InlineData("CN=CA, O=Example", "CN=mail", true)]
    [InlineData("cn=ca,O=Example", "CN=Mail", true)]
    [InlineData("CN=CA, O=Example", "CN=mail2", false)]
    [InlineData("O=Example, CN=CA", "CN=mail", false)]
    public void It_names_a_certificate_with_the_same_issuer_and_subject(string issuer, string subject, bool names) =>
        Assert.Equal(names, CertificateNameText.Parse("<I>CN=CA, O=Example<S>CN=mail")!.Names(issuer, subject));
}
