using System.Text;

namespace SmtpTls.Tests.Common;

public sealed class TextPoolTests
{
    [Fact]
    public void TheSameTextIsTheSameString()
    {
        TextPool<byte> bytes = new(Encoding.UTF8.GetString);
        TextPool<char> characters = new(text => text.ToString());
        Assert.Same(bytes.Get("mx1.example.com"u8), bytes.Get("mx1.example.com"u8));
        Assert.Same(characters.Get("mx1.example.com"), characters.Get("xmx1.example.com".AsSpan(1)));
    }

    [Fact]
    public void NothingIsNoText() => Assert.Null(new TextPool<char>(text => text.ToString()).Get(""));

    [Fact]
    public void EachTextIsItselfHoweverManyCome()
    {
        TextPool<char> pool = new(SafeText.Of);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 50_000; i++)
                Assert.Equal($"host{i}.example", pool.Get($"host{i}.example"));
        }
        Assert.Equal(@"\x1B", pool.Get("\u001b"));
        Assert.Equal(new string('a', 5000), pool.Get(new string('a', 5000)));
    }
}
