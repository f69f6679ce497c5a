using System.Text;
using SmtpTls.Listening;
using SmtpTls.Smtp;

namespace SmtpTls.Tests.Listening;

public sealed class ServerDialogueTests
{
    private const string Hello = "EHLO client.example.com";

    [Fact]
    public void Ehlo_lists_what_is_there_and_never_auth()
    {
        SmtpReply reply = Dialogue().Answer(Line(Hello)).Reply;

        Assert.Equal(
            "250-mx.example.com\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 STARTTLS\r\n",
            reply.ToWire());
        Assert.Equal("250 mx.example.com\r\n", Dialogue().Answer(Line("helo client.example.com")).Reply.ToWire());
    }

    [Fact]
    public void Starttls_is_not_listed_where_it_is_off_or_done()
    {
        ServerDialogue done = Dialogue();
        done.TlsStarted();

        Assert.DoesNotContain("STARTTLS", Dialogue(ListenerTlsMode.Off).Answer(Line(Hello)).Reply.ToWire(), StringComparison.Ordinal);
        Assert.DoesNotContain("STARTTLS", done.Answer(Line(Hello)).Reply.ToWire(), StringComparison.Ordinal);
        Assert.Equal("503 5.5.1", Code(done, "STARTTLS"));
        Assert.Equal("502 5.5.1", Code(Dialogue(ListenerTlsMode.Off), "STARTTLS"));
    }

    [Theory]
    [InlineData("MAIL FROM:<a@example.com>", "530 5.7.0")]
    [InlineData("RCPT TO:<a@example.com>", "530 5.7.0")]
    [InlineData("DATA", "530 5.7.0")]
    [InlineData("HELO client.example.com", "530 5.7.0")]
    [InlineData("RSET", "530 5.7.0")]
    [InlineData("VRFY a", "530 5.7.0")]
    [InlineData("HELP", "530 5.7.0")]
    [InlineData("AUTH PLAIN AGEAYg==", "530 5.7.0")]
    [InlineData("NOOP", "250 2.0.0")]
    [InlineData("QUIT", "221 2.0.0")]
    [InlineData("STARTTLS", "220 2.0.0")]
    [InlineData("WHAT", "500 5.5.2")]
    public void Where_tls_is_required_little_is_answered_before_it(string command, string code)
    {
        ServerDialogue dialogue = Dialogue(ListenerTlsMode.Required);
        dialogue.Answer(Line(Hello));

        Assert.Equal(code, Code(dialogue, command));
    }

    [Fact]
    public void What_was_said_before_tls_is_forgotten()
    {
        ServerDialogue dialogue = Dialogue();
        dialogue.Answer(Line(Hello));
        dialogue.TlsStarted();

        Assert.Null(dialogue.HeloName);
        Assert.Equal("503 5.5.1", Code(dialogue, "MAIL FROM:<a@example.com>"));
        dialogue.Answer(Line(Hello));
        Assert.Equal("250 2.1.0", Code(dialogue, "MAIL FROM:<a@example.com>"));
    }

    [Theory]
    [InlineData("DATA", "503 5.5.1")]
    [InlineData("RCPT TO:<b@example.com>", "503 5.5.1")]
    [InlineData("EHLO c | MAIL FROM:<> | DATA", "503 5.5.1")]
    [InlineData("EHLO c | MAIL FROM:<> | MAIL FROM:<>", "503 5.5.1")]
    [InlineData("EHLO c | MAIL FROM:<> | STARTTLS", "503 5.5.1")]
    [InlineData("EHLO c | MAIL FROM:<> | RSET | MAIL FROM:<>", "250 2.1.0")]
    [InlineData("EHLO c | MAIL FROM:<> | EHLO c | RCPT TO:<b@example.com>", "503 5.5.1")]
    [InlineData("EHLO c | MAIL FROM:<> | RCPT TO:<b@example.com> | DATA", "354 ")]
    [InlineData("MAIL FROM:<a@example.com>", "503 5.5.1")]
    [InlineData("EHLO", "501 5.5.4")]
    [InlineData("HELO ", "501 5.5.4")]
    [InlineData("STARTTLS now", "501 5.5.4")]
    [InlineData("RSET all", "501 5.5.4")]
    [InlineData("VRFY user", "252 2.5.2")]
    [InlineData("NOOP anything", "250 2.0.0")]
    [InlineData("HELP", "214 2.0.0")]
    [InlineData("EXPN list", "502 5.5.1")]
    [InlineData("BDAT 3 LAST", "502 5.5.1")]
    [InlineData("AUTH LOGIN", "502 5.5.1")]
    [InlineData("", "500 5.5.2")]
    [InlineData("\x16\x03\x01", "500 5.5.2")]
    [InlineData("NOOP\0", "500 5.5.2")]
    public void Commands_are_answered_by_their_place_and_form(string commands, string code)
    {
        string[] lines = commands.Split(" | ");
        ServerDialogue dialogue = Dialogue();
        foreach (string line in lines[..^1])
            dialogue.Answer(Line(line));

        Assert.StartsWith(code, dialogue.Answer(Line(lines[^1])).Reply.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FROM:<>", "")]
    [InlineData("from:<a@example.com>", "a@example.com")]
    [InlineData("FROM: <a@example.com>", "a@example.com")]
    [InlineData("FROM:<a@example.com> SIZE=1000 BODY=8BITMIME", "a@example.com")]
    [InlineData("FROM:<@one.example,@two.example:a@example.com>", "a@example.com")]
    [InlineData("FROM:<\"a > b\"@example.com>", "\"a > b\"@example.com")]
    [InlineData("FROM:<\"a\\\"> b\"@example.com>", "\"a\\\"> b\"@example.com")]
    [InlineData("FROM:<a@[192.0.2.1]>", "a@[192.0.2.1]")]
    [InlineData("FROM:<grün@example.com> SMTPUTF8", "grün@example.com")]
    public void A_sender_is_taken(string argument, string mailbox)
    {
        ServerDialogue dialogue = Dialogue();
        dialogue.Answer(Line(Hello));

        Assert.Equal("250 2.1.0", Code(dialogue, "MAIL " + argument));
        Assert.Equal(mailbox, dialogue.Sender);
    }

    [Theory]
    [InlineData("", "501 5.1.7")]
    [InlineData("FROM:", "501 5.1.7")]
    [InlineData("TO:<a@example.com>", "501 5.1.7")]
    [InlineData("FROM:a@example.com", "501 5.1.7")]
    [InlineData("FROM:<a@example.com", "501 5.1.7")]
    [InlineData("FROM:<a@example.com>x", "501 5.1.7")]
    [InlineData("FROM:<a>", "501 5.1.7")]
    [InlineData("FROM:<a@>", "501 5.1.7")]
    [InlineData("FROM:<@example.com>", "501 5.1.7")]
    [InlineData("FROM:<a b@example.com>", "501 5.1.7")]
    [InlineData("FROM:<a@b@example.com>", "501 5.1.7")]
    [InlineData("FROM:<grün@example.com>", "553 5.6.7")]
    [InlineData("FROM:<a@example.com> SIZE=1001", "552 5.3.4")]
    [InlineData("FROM:<a@example.com> SIZE=99999999999999999999", "552 5.3.4")]
    [InlineData("FROM:<a@example.com> SIZE=-1", "501 5.5.4")]
    [InlineData("FROM:<a@example.com> SIZE", "501 5.5.4")]
    [InlineData("FROM:<a@example.com> BODY=BINARYMIME", "501 5.5.4")]
    [InlineData("FROM:<a@example.com> AUTH=<>", "555 5.5.4")]
    [InlineData("FROM:<a@example.com> RET=HDRS", "555 5.5.4")]
    public void A_sender_is_refused(string argument, string code)
    {
        ServerDialogue dialogue = Dialogue();
        dialogue.Answer(Line(Hello));

        Assert.Equal(code, Code(dialogue, "MAIL " + argument));
        Assert.Null(dialogue.Sender);
    }

    [Fact]
    public void Recipients_are_counted()
    {
        ServerDialogue dialogue = Dialogue();
        dialogue.Answer(Line(Hello));
        dialogue.Answer(Line("MAIL FROM:<a@example.com>"));

        Assert.Equal("501 5.1.3", Code(dialogue, "RCPT TO:<>"));
        Assert.Equal("555 5.5.4", Code(dialogue, "RCPT TO:<b@example.com> NOTIFY=NEVER"));
        Assert.Equal("553 5.6.7", Code(dialogue, "RCPT TO:<grün@example.com>"));
        Assert.Equal("250 2.1.5", Code(dialogue, "RCPT TO:<Postmaster>"));
        for (int i = 1; i < 100; i++)
            Assert.Equal("250 2.1.5", Code(dialogue, $"RCPT TO:<b{i}@example.com>"));
        Assert.Equal("452 4.5.3", Code(dialogue, "RCPT TO:<b100@example.com>"));
        Assert.Equal(100, dialogue.Recipients.Count);
    }

    [Fact]
    public void A_message_over_the_limit_is_refused_at_its_end()
    {
        Assert.Equal("552 5.3.4 The message is bigger than the size limit", Dialogue().MessageEnded(1001).ToString());
        Assert.Equal("250 2.0.0 Taken 1000 bytes and thrown away", Dialogue().MessageEnded(1000).ToString());
    }

    [Theory]
    [InlineData("AUTH PLAIN AHNlY3JldABwYXNzd29yZA==", "AUTH PLAIN ********")]
    [InlineData("auth login c2VjcmV0", "auth ******** ********")]
    [InlineData("AUTH LOGIN", "AUTH LOGIN")]
    [InlineData("AUTH AHNlY3JldABwYXNzd29yZA==", "AUTH ********")]
    public void Secrets_are_not_shown(string command, string shown)
    {
        ServerDialogue dialogue = Dialogue();
        dialogue.Answer(Line(Hello));

        Assert.Equal(shown, dialogue.Answer(Line(command)).Shown);
        // A client that does not wait sends user name and password as lines of their own.
        Assert.Equal("********", dialogue.Answer(Line("cGFzc3dvcmQ=")).Shown);
        Assert.Equal("RSET", dialogue.Answer(Line("RSET")).Shown);
    }

    [Fact]
    public void Twenty_errors_are_borne_and_a_browser_none()
    {
        ServerDialogue dialogue = Dialogue();
        for (int i = 0; i < 20; i++)
            Assert.Equal(ServerStep.Command, dialogue.Answer(Line("WHAT")).Next);

        Assert.Equal(("421 4.7.0 Too many errors", ServerStep.Close), Ending(dialogue.Answer(Line("WHAT"))));
        Assert.Equal(("421 4.7.0 This is SMTP, not HTTP", ServerStep.Close), Ending(Dialogue().Answer(Line("GET / HTTP/1.1"))));
    }

    [Fact]
    public void Invalid_utf8_and_overlong_lines_are_refused()
    {
        Assert.Equal("500 5.5.2 A command is in ASCII or UTF-8", Dialogue().Answer(new SmtpLine(new byte[] { (byte)'N', 0xFC }, false, true)).Reply.ToString());
        Assert.Equal("500 5.5.2 Line too long", Dialogue().Answer(new SmtpLine("NOOP"u8.ToArray(), true, false)).Reply.ToString());
    }

    private static (string Reply, ServerStep Next) Ending(ServerAnswer answer) => (answer.Reply.ToString(), answer.Next);

    private static ServerDialogue Dialogue(ListenerTlsMode mode = ListenerTlsMode.Preferred) => new("mx.example.com", mode, 1000);

    private static string Code(ServerDialogue dialogue, string command)
    {
        SmtpReply reply = dialogue.Answer(Line(command)).Reply;
        return $"{reply.Code} {reply.EnhancedCode}";
    }

    private static SmtpLine Line(string text) => new(Encoding.UTF8.GetBytes(text), IsTruncated: false, EndsWithCrLf: true);
}
