using SmtpTls.Dns;

namespace SmtpTls.Tests.Dns;

public sealed class MailTargetTests
{
    [Theory]
    [InlineData("example.com", "example.com", null)]
    [InlineData("user@example.com", "example.com", "user@example.com")]
    [InlineData("User+Tag@Example.COM", "example.com", "User+Tag@example.com")]
    [InlineData("info@bücher.example", "xn--bcher-kva.example", "info@xn--bcher-kva.example")]
    [InlineData("\"a@b\"@example.com", "example.com", "\"a@b\"@example.com")]
    [InlineData("\"with space\"@example.com", "example.com", "\"with space\"@example.com")]
    [InlineData("\"quote\\\"d\"@example.com", "example.com", "\"quote\\\"d\"@example.com")]
    public void Domains_and_addresses_are_read(string text, string domain, string? mailbox)
    {
        MailTarget target = MailTarget.Parse(text);

        Assert.Equal(domain, target.Domain?.Ascii);
        Assert.Equal(mailbox, target.Mailbox);
        Assert.Null(target.AddressLiteral);
        Assert.False(target.NeedsSmtpUtf8);
    }

    [Theory]
    [InlineData("user@[192.0.2.1]", "192.0.2.1", "user@[192.0.2.1]")]
    [InlineData("user@[IPv6:2001:DB8::1]", "2001:db8::1", "user@[IPv6:2001:db8::1]")]
    public void An_address_literal_is_an_address_and_no_domain(string text, string address, string mailbox)
    {
        MailTarget target = MailTarget.Parse(text);

        Assert.Null(target.Domain);
        Assert.Equal(address, target.AddressLiteral?.ToString());
        Assert.Equal(mailbox, target.Mailbox);
    }

    [Fact]
    public void A_local_part_beyond_ascii_needs_smtputf8() => Assert.True(MailTarget.Parse("用户@example.com").NeedsSmtpUtf8);

    [Theory]
    [InlineData("a@b@example.com", "'a@b@example.com' has two @; a mail address has one, name@example.com (an @ in the name is quoted: \"a@b\"@example.com).")]
    [InlineData("@example.com", "'@example.com' has nothing before the @; a mail address is name@example.com.")]
    [InlineData("user@", "'user@' has nothing after the @; a mail address is name@example.com.")]
    [InlineData("Some One <one@example.com>", "'Some One <one@example.com>' has more than the address; give the address alone: one@example.com.")]
    [InlineData("mailto:one@example.com", "'mailto:one@example.com' is a URL; give the address alone: one@example.com.")]
    [InlineData("user@[example.com]", "'user@[example.com]' has no IP address between its brackets; write name@[192.0.2.1] or name@[IPv6:2001:db8::1].")]
    [InlineData("user@exa mple.com", "'user@exa mple.com' has no domain after the @: 'exa mple.com' has a space in it; a domain name has none.")]
    [InlineData("us er@example.com", "'us er@example.com' is no mail address: 'us er' has a character, a space or a dot that must be quoted (RFC 5321 section 4.1.2).")]
    [InlineData("http://example.com", "'http://example.com' is a URL; give the name only: example.com.")]
    public void What_is_neither_is_refused_with_what_would_be_right(string text, string error) =>
        Assert.Equal(error, Assert.Throws<FormatException>(() => MailTarget.Parse(text)).Message);

    [Theory]
    [InlineData("user>\r\nRCPT TO:<other@example.net")]
    [InlineData("\"a\r\nb\"@example.com")]
    [InlineData("a\0b@example.com")]
    [InlineData("a..b@example.com")]
    [InlineData("\"a\"b\"@example.com")]
    [InlineData("\"a\\\"@example.com")]
    public void Nothing_that_could_break_out_of_a_command_is_an_address(string text) => Assert.False(MailTarget.TryParse(text, out _, out _));

    [Fact]
    public void A_local_part_has_64_octets_at_most()
    {
        Assert.True(MailTarget.TryParse(new string('a', 64) + "@example.com", out _, out _));
        Assert.False(MailTarget.TryParse(new string('a', 65) + "@example.com", out _, out string? error));
        Assert.Contains("more than 64 octets", error);
    }
}
