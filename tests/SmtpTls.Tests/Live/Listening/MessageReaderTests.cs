using SmtpTls.Smtp;
using System.Text;
using CsCheck;
using SmtpTls.Listening;

namespace SmtpTls.Tests.Listening;

public sealed class MessageReaderTests
{
    private const string Message = "Received: from a\r\n\tby b; now\r\nSubject: dots\r\n\r\n..stuffed\r\n.. \r\nnot\n.\nthe end\r\n...\r\n.\r\n";
    private const string Next = "QUIT\r\n";

    [Fact]
    public void Any_split_gives_the_same_message_and_leaves_the_same_rest()
    {
        byte[] wire = Encoding.ASCII.GetBytes(Message + Next);
        Gen.Int[0, wire.Length].Array[0, 12].Sample(cuts =>
        {
            MessageReader reader = new();
            int taken = 0;
            int start = 0;
            foreach (int end in cuts.Order().Append(wire.Length))
            {
                taken += reader.Take(wire.AsSpan(start..end));
                start = end;
            }

            Assert.True(reader.IsDone);
            Assert.Equal(Message.Length, taken);
            Assert.Equal(["Received: from a by b; now", "Subject: dots"], reader.Header);
            // Three stuffed dots and the end, which has five bytes with its line ending of the line before.
            Assert.Equal(Message.Length - 3 - 3, reader.Size);
            Assert.Equal(2, reader.BareLineFeeds);
        });
    }

    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r\n.\r")]
    [InlineData("\r\n.\r\r\n")]
    [InlineData("\r\n\0.\r\n")]
    public void Nothing_but_crlf_dot_crlf_ends_a_message(string almost)
    {
        MessageReader reader = new();

        reader.Take(Encoding.ASCII.GetBytes("Subject: x\r\n\r\nbody" + almost + "MAIL FROM:<smuggled@example.com>"));
        Assert.False(reader.IsDone);
        reader.Take("\r\n.\r\n"u8);
        Assert.True(reader.IsDone);
    }

    [Theory]
    [InlineData(".\r\n", 0, 0)]
    [InlineData("\r\n.\r\n", 2, 0)]
    [InlineData("no header here\r\n.\r\n", 16, 0)]
    [InlineData(" leading space\r\n.\r\n", 16, 0)]
    [InlineData("A: 1\r\nB: 2\r\nbody: no\r\nnot a field\r\nC: 3\r\n.\r\n", 41, 3)]
    [InlineData("A: \xFC\r\n.\r\n", 6, 1)]
    public void Size_and_header_are_right(string wire, long size, int fields)
    {
        MessageReader reader = new();

        Assert.Equal(wire.Length, reader.Take(Encoding.Latin1.GetBytes(wire)));
        Assert.Equal((size, fields), (reader.Size, reader.Header.Count));
    }

    [Fact]
    public void An_endless_header_is_cut_and_the_message_goes_on()
    {
        MessageReader reader = new();
        byte[] field = Encoding.ASCII.GetBytes("X-Field: " + new string('x', 1000) + "\r\n");
        for (int i = 0; i < 1000; i++)
            reader.Take(field);
        reader.Take("\r\n.\r\n"u8);

        Assert.True(reader.IsDone);
        Assert.True(reader.IsHeaderCut);
        Assert.Equal(1000L * field.Length + 2, reader.Size);
        Assert.InRange(reader.Header.Sum(line => line.Length), 60_000, SmtpLimits.HeaderLength);
    }
}
