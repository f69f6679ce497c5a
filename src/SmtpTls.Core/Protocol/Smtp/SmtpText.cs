using System.Globalization;
using System.Text;

namespace SmtpTls.Smtp;

/// <summary>Turns a peer's bytes into text that is safe to show: nothing in it can move a cursor or hide a word.</summary>
internal static class SmtpText
{
    private static readonly Encoding Utf8 = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new HexFallback());

    /// <summary>Decodes UTF-8 (RFC 6531); bytes that are not UTF-8, control and format characters become \xNN.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) => Safe(Utf8.GetString(bytes.ToArray()));

    /// <summary>A text with its control and format characters as \xNN.</summary>
    public static string Safe(string text)
    {
        foreach (char c in text)
        {
            if (MustEscape(c))
                return Escape(text);
        }
        return text;
    }

    /// <summary>Cuts a long text and says so.</summary>
    public static string Shorten(string text, int limit) =>
        text.Length <= limit ? text : $"{text.Substring(0, limit)}... ({text.Length} characters)";

    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length + 16);
        foreach (char c in text)
        {
            if (!MustEscape(c))
            {
                escaped.Append(c);
                continue;
            }
            foreach (byte b in Encoding.UTF8.GetBytes([c]))
                AppendHex(escaped, b);
        }
        return escaped.ToString();
    }

    // Format characters are the ones that turn text around (U+202E) or vanish (U+200B).
    private static bool MustEscape(char c) => c is < ' ' or '\x7F'
        || (c > '\x7F' && char.GetUnicodeCategory(c)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void AppendHex(StringBuilder text, byte value) =>
        text.Append("\\x").Append(value.ToString("X2", CultureInfo.InvariantCulture));

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
                foreach (byte b in bytesUnknown)
                    AppendHex(text, b);
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
