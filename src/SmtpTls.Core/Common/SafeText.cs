using System.Globalization;
using System.Text;

namespace SmtpTls.Common;

/// <summary>
/// Makes text from outside safe to show: in a terminal, a table, a log or a CSV file nothing in it can move a cursor, begin a new line, turn
/// text around or hide a word. Used where such text becomes a property; what must stay exact, such as Pem, is not text from outside.
/// </summary>
/// <remarks>Characters of that kind become <c>\xNN</c>, one for each byte of their UTF-8 form, so that a reader sees what was there.</remarks>
internal static class SafeText
{
    private static readonly Encoding Utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new HexFallback());

    /// <summary>Decodes UTF-8; bytes that are not UTF-8 become <c>\xNN</c> as well.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Of(Utf8.GetString(bytes.ToArray()));

    /// <summary>The text in one line.</summary>
    public static string Of(string text)
    {
        int first = FirstUnsafe(text.AsSpan(), keepLines: false);
        return first < 0 ? text : Escape(text.AsSpan(), first, keepLines: false);
    }

    /// <summary>The text in one line; <see langword="null"/> stays <see langword="null"/>.</summary>
    public static string? OrNull(string? text) => text is null ? null : Of(text);

    /// <summary>The text in one line.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        int first = FirstUnsafe(text, keepLines: false);
        return first < 0 ? text.ToString() : Escape(text, first, keepLines: false);
    }

    /// <summary>The text with its tabs and its line ends, which become <c>\n</c>; each of its lines is safe.</summary>
    public static string Lines(string text)
    {
        string lines = text.IndexOf('\r') < 0 ? text : text.Replace("\r\n", "\n");
        int first = FirstUnsafe(lines.AsSpan(), keepLines: true);
        return first < 0 ? lines : Escape(lines.AsSpan(), first, keepLines: true);
    }

    /// <summary>Each of the texts in one line.</summary>
    public static string[] All(IEnumerable<string> texts) => [.. texts.Select(Of)];

    /// <summary>Cuts a long text and says so.</summary>
    public static string Shorten(string text, int limit) =>
        text.Length <= limit ? text : $"{text.Substring(0, limit)}... ({text.Length} characters)";

    private static int FirstUnsafe(ReadOnlySpan<char> text, bool keepLines)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is >= ' ' and < '\x7F' || (keepLines && c is '\n' or '\t'))
                continue;
            int length = LengthAt(text, i);
            if (MustEscape(text, i, length))
                return i;
            i += length - 1;
        }
        return -1;
    }

    private static string Escape(ReadOnlySpan<char> text, int first, bool keepLines)
    {
        StringBuilder escaped = new(text.Length + 16);
        for (int i = 0; i < text.Length;)
        {
            int length = LengthAt(text, i);
            string character = text.Slice(i, length).ToString();
            if (i < first || (keepLines && text[i] is '\n' or '\t') || !MustEscape(text, i, length))
                escaped.Append(character);
            else if (char.IsSurrogate(text[i]) && length == 1)
                escaped.Append("\\u").Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
            else
                AppendHex(escaped, Encoding.UTF8.GetBytes(character));
            i += length;
        }
        return escaped.ToString();
    }

    private static int LengthAt(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;

    // Half a surrogate pair is no character, and JSON and XML take it badly.
    private static bool MustEscape(ReadOnlySpan<char> text, int index, int length)
    {
        char c = text[index];
        if (c is < ' ' or '\x7F')
            return true;
        if (c < '\x7F')
            return false;
        return length == 2 ? IsInvisible(CharUnicodeInfo.GetUnicodeCategory(text.Slice(index, 2).ToString(), 0), char.ConvertToUtf32(c, text[index + 1]))
            : IsInvisible(CharUnicodeInfo.GetUnicodeCategory(c), c);
    }

    // Format characters turn text around (U+202E) or have no width (U+200B). The letters and marks named here are shown as nothing at all.
    private static bool IsInvisible(UnicodeCategory category, int character) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate
        || character is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);

    private static void AppendHex(StringBuilder text, byte[] bytes)
    {
        foreach (byte value in bytes)
            text.Append("\\x").Append(Hex.Of(value));
    }

    private sealed class HexFallback : DecoderFallback
    {
        // Four characters, \xNN, for each byte of the longest invalid sequence.
        public override int MaxCharCount => 16;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();

        private sealed class Buffer : DecoderFallbackBuffer
        {
            private string _text = "";
            private int _next;

            public override int Remaining => _text.Length - _next;

            public override bool Fallback(byte[] bytesUnknown, int index)
            {
                StringBuilder text = new();
                AppendHex(text, bytesUnknown);
                _text = text.ToString();
                _next = 0;
                return true;
            }

            public override char GetNextChar() => _next < _text.Length ? _text[_next++] : '\0';

            public override bool MovePrevious()
            {
                if (_next == 0)
                    return false;
                _next--;
                return true;
            }
        }
    }
}
