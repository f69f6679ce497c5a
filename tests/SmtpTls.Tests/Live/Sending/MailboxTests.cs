using SmtpTls.Sending;

namespace SmtpTls.Tests.Sending;

public sealed class MailboxTests
{
    [Theory]
    [InlineData("a@example.com", "", "a@example.com")]
    [InlineData(" <a@example.com> ", "", "a@example.com")]
    [InlineData("Ann Author <a@example.com>", "Ann Author", "a@example.com")]
    [InlineData("\"Author, Ann\" <a@example.com>", "Author, Ann", "a@example.com")]
    [InlineData("a@bücher.example", "", "a@xn--bcher-kva.example")]
    [InlineData("\"odd name\"@example.com", "", "\"odd name\"@example.com")]
    [InlineData("a@[192.0.2.1]", "", "a@[192.0.2.1]")]
    [InlineData("a@[IPv6:2001:db8::1]", "", "a@[IPv6:2001:db8::1]")]
    public void An_address_may_have_a_name(string text, string name, string address)
    {
        Mailbox mailbox = Mailbox.Parse(text);

        Assert.Equal((name, address), (mailbox.Name, mailbox.Address));
        Assert.Equal(address, mailbox.ToMimeKit().GetAddress(idnEncode: true));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<>")]
    [InlineData("example.com")]
    [InlineData("a@")]
    [InlineData("a@b@example.com")]
    [InlineData("a b@example.com")]
    [InlineData("a@example.com\r\nBcc: b@example.com")]
    [InlineData("A\nB <a@example.com>")]
    public void What_is_no_address_is_named(string text) => Assert.Throws<FormatException>(() => Mailbox.Parse(text));

    [Fact]
    public void A_sender_may_be_null() => Assert.Equal("", Mailbox.ParseSender("<>").ToMimeKit().Address);

    [Fact]
    public void A_local_part_beyond_ascii_needs_smtputf8() => Assert.True(Mailbox.Parse("jürgen@example.com").NeedsSmtpUtf8);
}
