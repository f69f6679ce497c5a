using System.Globalization;
using System.Text;

namespace SmtpTls.Tests.Common;

public sealed class SafeTextTests
{
    [Theory]
    [InlineData("mail.example.com", "mail.example.com")]
    [InlineData("Müller, 株式会社 😀", "Müller, 株式会社 😀")]
    [InlineData("a\u001b[2Jb", @"a\x1B[2Jb")]
    [InlineData("one\r\ntwo\tthree", @"one\x0D\x0Atwo\x09three")]
    [InlineData("a\u007fb\u009b31m", @"a\x7Fb\xC2\x9B31m")]
    [InlineData("gnp\u202eexe", @"gnp\xE2\x80\xAEexe")]
    [InlineData("pay\u200bpal\ufeff\u00ad", @"pay\xE2\x80\x8Bpal\xEF\xBB\xBF\xC2\xAD")]
    [InlineData("a\u2028b\u2029c", @"a\xE2\x80\xA8b\xE2\x80\xA9c")]
    [InlineData("tag\U000E0041, filler\u3164, joiner\u034f", @"tag\xF3\xA0\x81\x81, filler\xE3\x85\xA4, joiner\xCD\x8F")]
    [InlineData("", "")]
    public void NothingInATextMovesTheCursorOrHides(string text, string safe)
    {
        Assert.Equal(safe, SafeText.Of(text));
        Assert.Equal(safe, SafeText.Of(text.AsSpan()));
    }

    // Not a row above: an attribute cannot hold it.
    [Fact]
    public void HalfOfASurrogatePairIsShownAsItsNumber() => Assert.Equal(@"half \uD83D of a pair", SafeText.Of("half \ud83d of a pair"));

    [Fact]
    public void ATextThatIsSafeIsNotCopied() => Assert.Same("Müller", SafeText.Of("Müller"));

    [Fact]
    public void LinesKeepTheirEndsAndTabs() =>
        Assert.Equal("from a\n\tby b\\x1B[31m\nwith c\\x0Dd", SafeText.Lines("from a\r\n\tby b\u001b[31m\nwith c\rd"));

    [Fact]
    public void BytesThatAreNoUtf8AreShownAsThemselves() =>
        Assert.Equal(@"M\xFCller, Müller \x1B\xE2\x80\xAE", SafeText.Decode([.. "M"u8, 0xFC, .. "ller, Müller \u001b\u202e"u8]));

    [Fact]
    public void NoCharacterOfAnyKindThatMovesOrHidesIsLeft()
    {
        StringBuilder all = new();
        for (int c = 0; c <= 0x10FFFF; c++)
            all.Append(c is >= 0xD800 and <= 0xDFFF ? ((char)c).ToString() : char.ConvertFromUtf32(c)).Append(' ');
        foreach (Rune rune in SafeText.Of(all.ToString()).EnumerateRunes())
        {
            Assert.False(
                Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator,
                $"U+{rune.Value:X4} is left.");
        }
    }

    [Theory]
    [InlineData("mx.example.com", "'mx.example.com'")]
    [InlineData("a\u001bb", @"'a\x1Bb'")]
    public void AQuotedValueIsSafe(string text, string quoted) => Assert.Equal(quoted, Quoted.Value(text));

    [Fact]
    public void AQuotedValueIsCutBetweenCharacters()
    {
        Assert.Equal("'" + new string('a', 80) + "…'", Quoted.Value(new string('a', 81)));
        Assert.Equal("'" + new string('a', 79) + "…'", Quoted.Value(new string('a', 79) + "😀b"));
    }
}
