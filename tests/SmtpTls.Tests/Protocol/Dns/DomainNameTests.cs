using CsCheck;
using SmtpTls.Dns;

namespace SmtpTls.Tests.Dns;

public sealed class DomainNameTests
{
    [Theory]
    [InlineData("example.com", "example.com")]
    [InlineData("Example.COM.", "example.com")]
    [InlineData("localhost", "localhost")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("例え。テスト", "xn--r8jz45g.xn--zckzah")]
    [InlineData("_25._tcp.mx.example.com", "_25._tcp.mx.example.com")]
    [InlineData("a--b.r3---sn.example.com", "a--b.r3---sn.example.com")]
    [InlineData("1.example.com", "1.example.com")]
    public void Names_become_a_labels(string text, string expected) => Assert.Equal(expected, DomainName.Parse(text).Ascii);

    [Theory]
    [InlineData("", "The domain name is empty; give a name such as example.com.")]
    [InlineData("  ", "The domain name is empty; give a name such as example.com.")]
    [InlineData("http://example.com/path", "'http://example.com/path' is a URL; give the name only: example.com.")]
    [InlineData("user@example.com", "'user@example.com' is a mail address; give the domain only: example.com.")]
    [InlineData("192.0.2.1", "'192.0.2.1' is an IP address, not a domain name. A server is tested by its address with -Server.")]
    [InlineData("[2001:db8::1]", "'[2001:db8::1]' is an IP address, not a domain name. A server is tested by its address with -Server.")]
    [InlineData("example .com", "'example .com' has a space in it; a domain name has none.")]
    [InlineData("example..com", "'example..com' has an empty label; a domain name has something on each side of every dot, such as example.com.")]
    [InlineData(".", "'.' has an empty label; a domain name has something on each side of every dot, such as example.com.")]
    [InlineData("-a.example.com", "'-a.example.com' has the label '-a'; a label neither begins nor ends with a hyphen (RFC 1123 section 2.1).")]
    [InlineData("mx.example.com:25", "'mx.example.com:25' has the character ':'; a domain name has letters, digits, hyphens and dots.")]
    [InlineData("a\0b.com", "'a\\x00b.com' has the character '\\x00'; a domain name has letters, digits, hyphens and dots.")]
    [InlineData("1.2.3", "'1.2.3' is no domain name: its last label is a number. Give a name such as example.com.")]
    public void What_is_no_name_is_refused_with_what_would_be_right(string text, string error) =>
        Assert.Equal(error, Assert.Throws<FormatException>(() => DomainName.Parse(text)).Message);

    [Fact]
    public void A_label_has_63_characters_at_most()
    {
        Assert.True(DomainName.TryParse(new string('a', 63) + ".com", out _, out _));
        Assert.False(DomainName.TryParse(new string('a', 64) + ".com", out _, out string? error));
        Assert.Contains("at most 63", error);
        Assert.False(DomainName.TryParse(new string('ü', 64) + ".com", out _, out error));
        Assert.Contains("at most 63", error);
    }

    [Fact]
    public void A_name_has_253_characters_at_most()
    {
        string longest = string.Join('.', new string('a', 63), new string('b', 63), new string('c', 63), new string('d', 61));

        Assert.True(DomainName.TryParse(longest, out _, out _));
        Assert.False(DomainName.TryParse(longest + "d", out _, out _));
        Assert.False(DomainName.TryParse(string.Join('.', Enumerable.Repeat("abcdefghi", 30)), out _, out string? error));
        Assert.StartsWith("'abcdefghi.abcdefghi.", error);
        Assert.Contains("…' has 299 characters; a domain name has at most 253", error);
    }

    [Fact]
    public void Any_text_at_all_is_either_a_name_that_reads_back_or_an_error() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["aZ0-_.@[]:/\\\" ü\u3002ß\u200D\uD83D\uDE00\0\n"], 0, 300]).Sample(text =>
        {
            bool read = DomainName.TryParse(text, out DomainName? name, out string? error);
            bool target = MailTarget.TryParse(text, out MailTarget? mail, out string? mailError);
            bool server = ServerEndpoint.TryParse(text, out ServerEndpoint? endpoint, out string? serverError);
            return read == (error is null) && (!read || DomainName.Parse(name!.Ascii) == name)
                && target == (mailError is null) && (!target || MailTarget.Parse(mail!.ToString()) == mail)
                && server == (serverError is null) && (!server || ServerEndpoint.Parse(endpoint!.ToString()) == endpoint);
        });
}
