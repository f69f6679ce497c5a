using System.Text;
using SmtpTls.Headers;

namespace SmtpTls.Tests.Headers;

public sealed class HeaderBlockReaderTests
{
    [Theory]
    [InlineData("A: 1\n b\nC: 2\n\nbody\n\nFrom x\nD: 3\n", "A: 1| b|C: 2|")]
    [InlineData("\r\n\r\nA: 1\r\n\r\nbody", "A: 1|")]
    [InlineData("A: 1", "A: 1")]
    [InlineData("From : a@example.com\nA: 1\n\n", "From : a@example.com|A: 1|")]
    [InlineData("", "")]
    public void A_file_without_From_is_one_message(string file, string headers) => Assert.Equal([headers], Read(file));

    [Theory]
    [InlineData("From a\nA: 1\n\nbody\nFrom b\n>From c\n\nFrom d\nB: 2\n\nbody", "A: 1|", "B: 2|")]
    [InlineData("From a\r\nA: 1\r\n\r\n\r\nFrom d\r\nB: 2\r\n", "A: 1|", "B: 2|")]
    public void In_an_mbox_a_message_begins_behind_a_blank_line(string file, params string[] headers) => Assert.Equal(headers, Read(file));

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) - 1)]
    [InlineData((128 * 1024) + 1)]
    public void Lines_longer_than_the_buffer_are_lines(int length)
    {
        string line = "A: " + new string('x', length - 3);

        Assert.Equal([line + "|B: 2|"], Read(line + "\nB: 2\n\nC: 3\n"));
    }

    private static List<string> Read(string file)
    {
        using MemoryStream stream = new(Encoding.ASCII.GetBytes(file));
        HeaderBlockReader reader = new(stream);
        List<string> blocks = [];
        while (reader.ReadNext(TestContext.Current.CancellationToken))
            blocks.Add(Encoding.ASCII.GetString(reader.Block).Replace("\r", "", StringComparison.Ordinal).Replace('\n', '|'));
        return blocks;
    }
}
