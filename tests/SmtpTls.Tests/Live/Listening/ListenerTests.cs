using System.Net;
using System.Net.Sockets;
using System.Text;
using SmtpTls.Listening;

namespace SmtpTls.Tests.Listening;

public sealed class ListenerTests
{
    private const string Mail =
        "EHLO client.example.com\r\nMAIL FROM:<a@example.com> SIZE=50\r\nRCPT TO:<b@example.com>\r\nRCPT TO:<c@example.com>\r\nDATA\r\n"
        + "Subject: hello\r\n folded\r\n\r\n..dot\r\n.\r\nQUIT\r\n";

    private const string Replies =
        "220 mx.example.com ESMTP SmtpTls listener, takes mail and throws it away\r\n"
        + "250-mx.example.com\r\n250-PIPELINING\r\n250-SIZE 36700160\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-ENHANCEDSTATUSCODES\r\n250 STARTTLS\r\n"
        + "250 2.1.0 Sender OK\r\n"
        + "250 2.1.5 Recipient OK, for looking only: nothing is delivered or relayed\r\n"
        + "250 2.1.5 Recipient OK, for looking only: nothing is delivered or relayed\r\n"
        + "354 End with <CRLF>.<CRLF>\r\n"
        + "250 2.0.0 Taken 33 bytes and thrown away\r\n"
        + "221 2.0.0 Goodbye\r\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pipelined_message_is_taken_recorded_and_thrown_away(bool oneByteAtATime)
    {
        using SmtpTlsListener listener = TestListener.Start();

        Assert.Equal(Replies, await ListenerClient.ConverseAsync(listener, Mail, oneByteAtATime));
        ListenerSession session = await listener.NextAsync();

        Assert.Equal(("127.0.0.1", listener.Server, "client.example.com"), (session.RemoteAddress, session.LocalEndPoint, session.HeloName));
        Assert.Equal((false, false, "STARTTLS was offered, and the sender did not use it."), (session.StartTls, session.Encrypted, session.Reason));
        Assert.Equal("a@example.com", session.MailFrom);
        Assert.Equal(["b@example.com", "c@example.com"], session.Recipients);
        Assert.Equal(["Subject: hello folded"], session.Headers);
        Assert.Equal((1, 33L), (session.Messages, session.MessageSize));
        Assert.Null(session.Failure);
        Assert.True(session.End >= session.Start && session.RemotePort > 0);
        Assert.DoesNotContain("dot", session.Dialogue(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_messages_in_one_session_are_counted_and_the_last_one_is_shown()
    {
        using SmtpTlsListener listener = TestListener.Start();

        await ListenerClient.ConverseAsync(listener, "EHLO c\r\n"
            + "MAIL FROM:<>\r\nRCPT TO:<one@example.com>\r\nDATA\r\nSubject: one\r\n.\r\n"
            + "MAIL FROM:<x@example.com>\r\nRCPT TO:<two@example.com>\r\nDATA\r\n.\r\nRSET\r\nQUIT\r\n");
        ListenerSession session = await listener.NextAsync();

        Assert.Equal((2, "x@example.com", "two@example.com", 0L), (session.Messages, session.MailFrom, Assert.Single(session.Recipients), session.MessageSize));
        Assert.Empty(session.Headers);
    }

    [Fact]
    public async Task Where_tls_is_required_mail_in_the_clear_is_refused_and_told()
    {
        using SmtpTlsListener listener = TestListener.Start(ListenerTlsMode.Required);

        string replies = await ListenerClient.ConverseAsync(listener, "EHLO c\r\nMAIL FROM:<a@example.com>\r\nQUIT\r\n");
        ListenerSession session = await listener.NextAsync();

        Assert.Contains("530 5.7.0 Must issue a STARTTLS command first\r\n221", replies, StringComparison.Ordinal);
        Assert.Equal((false, 0, null, null), (session.Encrypted, session.Messages, session.MailFrom, session.Failure));
        Assert.Equal("The sender tried to send without STARTTLS, and was refused: 530 5.7.0.", session.Reason);
    }

    [Theory]
    [InlineData("EHLO c\r\nQUIT\r\n", "sent no mail")]
    [InlineData("EHLO c\r\nSTARTTLS\r\nQUIT\r\n", "gave STARTTLS")]
    public async Task A_sender_that_insists_on_tls_and_gets_none_is_shown(string commands, string reason)
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { Mode = ListenerTlsMode.Off, Certificate = null });

        await ListenerClient.ConverseAsync(listener, commands);
        ListenerSession session = await listener.NextAsync();

        Assert.Equal((false, FailureType.StartTlsNotSupported), (session.Encrypted, session.Failure));
        Assert.Contains(reason, session.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NOOP\r\nQUIT\r\n")]
    public async Task Nobody_knows_of_a_sender_that_left_early(string commands)
    {
        using SmtpTlsListener listener = TestListener.Start();
        using (ListenerClient client = await ListenerClient.ConnectAsync(listener))
        {
            await client.ReadReplyAsync(220);
            await client.SendAsync(commands);
        }

        ListenerSession session = await listener.NextAsync();

        Assert.Null(session.Encrypted);
        Assert.Null(session.Failure);
    }

    [Fact]
    public async Task A_sender_that_resets_within_a_message_is_recorded()
    {
        using SmtpTlsListener listener = TestListener.Start();
        using (ListenerClient client = await ListenerClient.ConnectAsync(listener))
        {
            await client.SendAsync("EHLO c\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: x\r\n");
            await client.ReadReplyAsync(354);
            client.Reset();
        }

        ListenerSession session = await listener.NextAsync();

        Assert.Equal(("a@example.com", 0), (session.MailFrom, session.Messages));
        Assert.Contains("reset the connection", session.Dialogue(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_in_the_clear_behind_starttls_is_dropped_and_told()
    {
        using SmtpTlsListener listener = TestListener.Start();
        using ListenerClient client = await ListenerClient.ConnectAsync(listener);
        await client.ReadReplyAsync(220);
        await client.SendAsync("STARTTLS\r\nRSET\r\nNOOP\r\n");
        await client.ReadReplyAsync(220);

        var handshake = await new SmtpTls.Tls.ManagedTlsEngine().AuthenticateAsync(client.Transport, new(), TestContext.Current.CancellationToken);
        Assert.True(handshake.Succeeded);
        await handshake.Stream!.WriteAsync(Encoding.ASCII.GetBytes("MAIL FROM:<a@example.com>\r\nQUIT\r\n"), TestContext.Current.CancellationToken);
        using StreamReader reader = new(handshake.Stream);
        // Neither RSET nor NOOP is answered inside, and nothing that was said before TLS counts.
        Assert.Equal("503 5.5.1 EHLO or HELO first", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal("221 2.0.0 Goodbye", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        ListenerSession session = await listener.NextAsync();

        Assert.True(session.Encrypted);
        Assert.StartsWith("12 bytes came in the clear behind STARTTLS", session.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_counted_and_refused()
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { MaxMessageSize = 1024 });

        string replies = await ListenerClient.ConverseAsync(
            listener, "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n" + new string('x', 100_000) + "\r\n.\r\nQUIT\r\n");
        ListenerSession session = await listener.NextAsync();

        Assert.Contains("552 5.3.4", replies, StringComparison.Ordinal);
        Assert.Equal((0, 100_002L), (session.Messages, session.MessageSize));
    }

    [Fact]
    public async Task Endless_lines_end_with_the_time_limit_and_take_no_memory()
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { Timeout = TimeSpan.FromMilliseconds(500) });
        using ListenerClient client = await ListenerClient.ConnectAsync(listener);
        long sent = 0;
        try
        {
            string piece = new('x', 60_000);
            for (; sent < 1_000_000_000; sent += piece.Length)
                await client.SendAsync(piece);
        }
        catch (IOException)
        {
            // That is what is expected.
        }

        ListenerSession session = await listener.NextAsync();

        Assert.Contains("500 5.5.2 Line too long", session.Dialogue(), StringComparison.Ordinal);
        Assert.Contains("within 0.5 seconds", session.Reason, StringComparison.Ordinal);
        Assert.InRange(session.Dialogue().Length, 0, 4096);
    }

    [Fact]
    public async Task A_silent_sender_is_told_goodbye_after_the_time_limit()
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { Timeout = TimeSpan.FromMilliseconds(300) });

        string replies = await ListenerClient.ConverseAsync(listener, "EHLO c\r\nNOO");
        ListenerSession session = await listener.NextAsync();

        Assert.EndsWith("421 4.4.2 Time limit exceeded\r\n", replies, StringComparison.Ordinal);
        Assert.Equal("No command came within 0.3 seconds.", session.Reason);
    }

    [Fact]
    public async Task A_sender_that_reads_nothing_does_not_hold_the_listener_up()
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { Timeout = TimeSpan.FromMilliseconds(300) });
        using ListenerClient client = await ListenerClient.ConnectAsync(listener);
        try
        {
            string piece = string.Concat(Enumerable.Repeat("EHLO c\r\n", 10_000));
            for (int i = 0; i < 1000; i++)
                await client.SendAsync(piece);
        }
        catch (IOException)
        {
            // The listener had enough.
        }

        ListenerSession session = await listener.NextAsync();

        Assert.Contains("No room for a reply came", session.Reason, StringComparison.Ordinal);
        Assert.InRange(session.Transcript.Length, 1, 1000);
    }

    [Theory]
    [InlineData("\x16\x03\x01\x02\x00garbage garbage garbage", false)]
    [InlineData("EHLO c\r\n", false)]
    [InlineData("\x16\x03\x01\xFF\xFF", true)]
    public async Task Garbage_in_place_of_a_handshake_is_a_result(string garbage, bool implicitTls)
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { ImplicitTls = implicitTls, Timeout = TimeSpan.FromSeconds(1) });
        using ListenerClient client = await ListenerClient.ConnectAsync(listener);
        if (!implicitTls)
        {
            await client.ReadReplyAsync(220);
            await client.SendAsync("STARTTLS\r\n");
            await client.ReadReplyAsync(220);
        }
        await client.SendAsync(garbage);

        ListenerSession session = await listener.NextAsync();

        Assert.Equal((false, FailureType.ValidationFailure), (session.Encrypted, session.Failure));
        Assert.NotNull(session.Reason);
    }

    [Fact]
    public async Task Stopping_tells_the_senders_records_them_and_frees_the_port()
    {
        SmtpTlsListener listener = TestListener.Start();
        using ListenerClient client = await ListenerClient.ConnectAsync(listener);
        await client.SendAsync("EHLO c\r\n");
        await client.ReadReplyAsync(250);

        listener.Dispose();

        using (SmtpTlsListener next = SmtpTlsListener.Listen(TestListener.Options with { Port = listener.Port }))
            Assert.EndsWith("221 2.0.0 Goodbye\r\n", await ListenerClient.ConverseAsync(next, "QUIT\r\n"), StringComparison.Ordinal);
        Assert.Equal("421 4.3.2 The listener is being stopped\r\n", (await client.ReadToEndAsync()).Split('\n')[^2] + "\n");
        Assert.Equal("The listener was stopped.", (await listener.NextAsync()).Reason);
        Assert.True(listener.Finished.IsDrained);
        Assert.False(listener.IsRunning);
    }

    [Fact]
    public void A_place_that_cannot_be_had_is_named()
    {
        using SmtpTlsListener listener = TestListener.Start();

        ListenerStartException inUse = Assert.Throws<ListenerStartException>(() => SmtpTlsListener.Listen(TestListener.Options with { Port = listener.Port }));
        ListenerStartException elsewhere = Assert.Throws<ListenerStartException>(
            () => SmtpTlsListener.Listen(TestListener.Options with { Address = IPAddress.Parse("192.0.2.77") }));

        Assert.Equal((ListenerStartFault.PortInUse, ListenerStartFault.AddressNotLocal), (inUse.Fault, elsewhere.Fault));
        Assert.Contains($"Port {listener.Port} is in use at 127.0.0.1", inUse.Message, StringComparison.Ordinal);
        Assert.Contains("'192.0.2.77' is no address of this machine", elsewhere.Message, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", elsewhere.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_address_of_both_families_is_served_at_the_wildcard()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "this machine has no IPv6");
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { Address = IPAddress.IPv6Any });
        using TcpClient v4 = new();
        await v4.ConnectAsync(IPAddress.Loopback, listener.Port, TestContext.Current.CancellationToken);
        v4.Close();

        Assert.Equal("127.0.0.1", (await listener.NextAsync()).RemoteAddress);
        await ListenerClient.ConverseAsync(listener, "QUIT\r\n");
        Assert.Equal("::1", (await listener.NextAsync()).RemoteAddress);
    }
}
