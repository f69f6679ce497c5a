using System.Text;
using CsCheck;
using SmtpTls.Smtp;

namespace SmtpTls.Tests.Smtp;

public sealed class SmtpReplyTests
{
    private const string Ehlo = "250-mx.example.com greets you\r\n250-SIZE 52428800\r\n250-8BITMIME\r\n250 STARTTLS\r\n";

    [Theory]
    [InlineData("220 ready\r\n", 220, "ready")]
    [InlineData("250\r\n", 250, "")]
    [InlineData("250 \r\n", 250, "")]
    [InlineData("250 bare line feed\n", 250, "bare line feed")]
    [InlineData("354-\r\n354 go\r\n", 354, " go")]
    [InlineData("250-one\r\n451 the last code counts\r\n", 451, "one the last code counts")]
    [InlineData("220 a\0b\x1B[2Jc\x7F\r\n", 220, @"a\x00b\x1B[2Jc\x7F")]
    [InlineData("220 müller \u202Eevil\r\n", 220, @"müller \xE2\x80\xAEevil")]
    public async Task A_reply_is_read(string wire, int code, string text)
    {
        SmtpReply? reply = await ReadAsync(new ChunkedStream([Encoding.UTF8.GetBytes(wire)]));

        Assert.NotNull(reply);
        Assert.Equal(code, reply.Code);
        Assert.Equal(text, reply.Text);
    }

    [Fact]
    public async Task Invalid_utf8_is_shown_byte_by_byte()
    {
        byte[] latin1 = [.. "220 gr"u8, 0xFC, 0xDF, .. "e "u8, 0xC3, 0x28, 0xE2, 0x82, 0x0D, 0x0A];

        SmtpReply? reply = await ReadAsync(ChunkedStream.BytewiseOf(latin1));

        Assert.Equal(@"gr\xFC\xDFe \xC3(\xE2\x82", reply!.Text);
    }

    [Fact]
    public async Task Any_split_gives_the_same_reply_and_leaves_the_same_rest()
    {
        byte[] wire = Encoding.ASCII.GetBytes(Ehlo + "220 next\r\n");
        await Gen.Int[0, wire.Length].Array[0, 12].SampleAsync(async cuts =>
        {
            SmtpLineReader reader = new(new ChunkedStream(Split(wire, cuts)));
            SmtpReply? first = await ReadAsync(reader);
            SmtpReply? second = await ReadAsync(reader);
            SmtpReply? third = await ReadAsync(reader);

            Assert.Equal(Ehlo, first!.ToWire());
            Assert.Equal("220 next", second!.ToString());
            Assert.Null(third);
            Assert.Equal(wire.Length, reader.Consumed);
        });
    }

    [Fact]
    public async Task What_was_read_ahead_is_accounted_for()
    {
        SmtpLineReader reader = new(new ChunkedStream(["220 go ahead\r\n250 injected\r\n"u8.ToArray()]));

        await ReadAsync(reader);

        Assert.Equal("250 injected\r\n", Encoding.ASCII.GetString(reader.TakeBuffered()));
        Assert.Equal(0, reader.Buffered);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("\r\n")]
    [InlineData("25 too short\r\n")]
    [InlineData("250_wrong separator\r\n")]
    [InlineData("650 no such class\r\n")]
    public async Task What_is_no_reply_is_said_to_be_none(string wire)
    {
        SmtpDialogueException error = await Assert.ThrowsAsync<SmtpDialogueException>(
            () => ReadAsync(new ChunkedStream([Encoding.ASCII.GetBytes(wire)])));

        Assert.Equal(SmtpDialogueError.NotSmtp, error.Error);
        Assert.Contains(wire.TrimEnd(), error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> EndlessReplies => ["250-", "250-x\r\n", "250-" + new string('x', 2000) + "\r\n", "\n250-"];

    [Theory]
    [MemberData(nameof(EndlessReplies))]
    public async Task An_endless_reply_ends_in_an_error_after_a_bounded_read(string unit)
    {
        CountingStream stream = new(Encoding.ASCII.GetBytes(unit));

        SmtpDialogueException error = await Assert.ThrowsAsync<SmtpDialogueException>(() => ReadAsync(stream));

        Assert.True(error.Error is SmtpDialogueError.TooLong or SmtpDialogueError.NotSmtp);
        Assert.InRange(stream.Delivered, 1, 300 * 1024);
    }

    [Fact]
    public async Task A_line_at_the_limit_is_whole_and_one_above_is_cut_and_skipped()
    {
        byte[] wire = [.. Line(10), .. Line(11), .. Line(9000), .. Line(3)];
        foreach (ChunkedStream stream in new[] { new ChunkedStream([wire]), ChunkedStream.BytewiseOf(wire) })
        {
            SmtpLineReader reader = new(stream, maxLineLength: 10);
            List<(int Length, bool Cut)> lines = [];
            while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
                lines.Add((line.Bytes.Length, line.IsTruncated));

            Assert.Equal([(10, false), (10, true), (10, true), (3, false)], lines);
            Assert.Equal(wire.Length, reader.Consumed);
        }

        static byte[] Line(int length) => Encoding.ASCII.GetBytes(new string('x', length) + "\r\n");
    }

    [Fact]
    public async Task A_bare_line_feed_is_told_from_crlf()
    {
        SmtpLineReader reader = new(new ChunkedStream(["a\r\nb\nc\r\r\n"u8.ToArray()]));
        List<(string Text, bool CrLf)> lines = [];
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            lines.Add((line.ToString(), line.EndsWithCrLf));

        Assert.Equal([("a", true), ("b", false), (@"c\x0D", true)], lines);
    }

    [Theory]
    [InlineData("5.7.0 Must issue a STARTTLS command first", "5.7.0")]
    [InlineData("4.7.0", "4.7.0")]
    [InlineData("2.1.5 ok", "2.1.5")]
    [InlineData("1.2.3 no class", null)]
    [InlineData("5.7.1234 too long", null)]
    [InlineData("5.7 too short", null)]
    [InlineData("Service ready", null)]
    public void The_enhanced_code_is_found(string text, string? expected) =>
        Assert.Equal(expected, new SmtpReply(550, text).EnhancedCode?.ToString());

    private static Task<SmtpReply?> ReadAsync(Stream stream) => ReadAsync(new SmtpLineReader(stream));

    private static async Task<SmtpReply?> ReadAsync(SmtpLineReader reader)
    {
        SmtpReplyParser parser = new();
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (parser.Add(line) is { } reply)
                return reply;
        }
        return null;
    }

    private static IEnumerable<byte[]> Split(byte[] bytes, int[] cuts)
    {
        int start = 0;
        foreach (int cut in cuts.Append(bytes.Length).Order())
        {
            yield return bytes[start..cut];
            start = cut;
        }
    }

    /// <summary>Repeats a unit for ever.</summary>
    private sealed class CountingStream(byte[] unit) : ReceivingStream
    {
        public long Delivered { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            for (int i = 0; i < buffer.Length; i++)
                buffer.Span[i] = unit[(int)(Delivered++ % unit.Length)];
            return new ValueTask<int>(buffer.Length);
        }
    }
}
