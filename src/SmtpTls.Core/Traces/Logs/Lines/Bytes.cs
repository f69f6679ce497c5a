using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;

namespace SmtpTls.Logs;

/// <summary>Looks at log lines as bytes. Nothing here makes a string, except where the name says so.</summary>
internal static class Bytes
{
    // A field that goes into an object is a name, an address, a suite: longer ones are cut.
    private const int MaxText = 1024;

    public static bool Has(ReadOnlySpan<byte> line, ReadOnlySpan<byte> words) => line.IndexOf(words) >= 0;

    /// <summary>What stands behind the first <paramref name="words"/>; empty where they do not occur.</summary>
    public static ReadOnlySpan<byte> After(ReadOnlySpan<byte> line, ReadOnlySpan<byte> words)
    {
        int at = line.IndexOf(words);
        return at < 0 ? default : line.Slice(at + words.Length);
    }

    /// <summary>What stands before the first <paramref name="end"/>; all where it does not occur.</summary>
    public static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> line, byte end)
    {
        int at = line.IndexOf(end);
        return at < 0 ? line : line.Slice(0, at);
    }

    /// <inheritdoc cref="Before(ReadOnlySpan{byte}, byte)"/>
    public static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> line, ReadOnlySpan<byte> end)
    {
        int at = line.IndexOf(end);
        return at < 0 ? line : line.Slice(0, at);
    }

    /// <summary>What stands between <paramref name="before"/> and the next <paramref name="end"/>; empty where it does not occur.</summary>
    public static ReadOnlySpan<byte> Between(ReadOnlySpan<byte> line, ReadOnlySpan<byte> before, byte end) => Before(After(line, before), end);

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (text.Length > 0 && text[0] == ' ')
            text = text.Slice(1);
        while (text.Length > 0 && text[text.Length - 1] == ' ')
            text = text.Slice(0, text.Length - 1);
        return text;
    }

    /// <summary>The number at the beginning; 0 where there is none.</summary>
    public static int Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out int number, out _) && number > 0 ? number : 0;

    public static bool IsDigit(byte b) => (uint)(b - '0') <= 9;

    /// <summary>Whether the text begins with a word, in any case. <paramref name="word"/> is in upper case.</summary>
    public static bool StartsWithWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word)
    {
        if (text.Length < word.Length)
            return false;
        for (int i = 0; i < word.Length; i++)
        {
            int letter = text[i];
            if (letter is >= 'a' and <= 'z')
                letter -= 'a' - 'A';
            if (letter != word[i])
                return false;
        }
        return true;
    }

    /// <summary>A key that texts in one log do not share: the bytes themselves where they are sixteen, a hash otherwise.</summary>
    public static SessionKey Key(ReadOnlySpan<byte> text)
    {
        if (text.Length == 16)
        {
            return new SessionKey(
                MemoryMarshal.Read<ulong>(text),
                MemoryMarshal.Read<ulong>(text.Slice(8)));
        }
        ulong first = (ulong)text.Length, second = 0xCBF29CE484222325;
        for (; text.Length >= 8; text = text.Slice(8))
            Mix(MemoryMarshal.Read<ulong>(text));
        foreach (byte b in text)
            Mix(b + 1u);
        return new SessionKey(first, second);

        void Mix(ulong part)
        {
            first = (first + part) * 0x9E3779B97F4A7C15;
            first ^= first >> 29;
            second = ((second << 23) | (second >> 41)) ^ (part * 0xD6E8FEB86659FD93);
        }
    }

    /// <summary>The text as a string that is safe to show.</summary>
    public static string Text(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxText)
            text = text.Slice(0, MaxText);
        foreach (byte b in text)
        {
            if (b is < (byte)' ' or >= 0x7F)
                return SafeText.Decode(text);
        }
        return Ascii(text);
    }

#if NET
    private static string Ascii(ReadOnlySpan<byte> text) => Encoding.ASCII.GetString(text);
#else
    private static string Ascii(ReadOnlySpan<byte> text) => Encoding.ASCII.GetString(text.ToArray());
#endif
}
