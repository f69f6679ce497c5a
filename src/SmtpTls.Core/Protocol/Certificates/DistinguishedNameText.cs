using System.Formats.Asn1;
using System.Text;

namespace SmtpTls.Certificates;

/// <summary>
/// A distinguished name as text: written from its encoding as Windows does on every system, because connectors of Exchange name certificates
/// so, and compared by its values, because .NET off Windows, OpenSSL and people write the same name in other ways.
/// </summary>
internal static class DistinguishedNameText
{
    /// <summary>The name as Windows writes it, the last part of the encoding first; <see langword="null"/> for a damaged encoding.</summary>
    public static string? Write(byte[] encoded)
    {
        try
        {
            List<string> parts = [];
            AsnReader names = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            while (names.HasData)
            {
                List<string> values = [];
                AsnReader attributes = names.ReadSetOf(skipSortOrderValidation: true);
                while (attributes.HasData)
                {
                    AsnReader attribute = attributes.ReadSequence();
                    string oid = attribute.ReadObjectIdentifier();
                    values.Add($"{WindowsNames.Of(oid)}={Value(attribute)}");
                }
                parts.Insert(0, string.Join(" + ", values));
            }
            return string.Join(", ", parts);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>Whether two texts are the same name: the same attributes with the same values in the same order, without regard to case and white space.</summary>
    public static bool AreEqual(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase)
        || (Parse(one) is { } first && Parse(other) is { } second && first.SequenceEqual(second, StringComparer.OrdinalIgnoreCase));

    /// <summary>The attributes as <c>number=value</c>, several of one part sorted and joined with a plus; <see langword="null"/> where the text is no name.</summary>
    public static IReadOnlyList<string>? Parse(string text)
    {
        List<string> parts = [];
        List<string> values = [];
        int at = 0;
        while (at < text.Length && Skip(text, ref at))
        {
            int equals = text.IndexOf('=', at);
            if (equals < 0)
                return null;
            string name = WindowsNames.Oid(text.Substring(at, equals - at).Trim());
            at = equals + 1;
            if (ReadValue(text, ref at) is not { } value)
                return null;
            values.Add($"{name}={value}");
            bool more = at < text.Length && text[at] == '+';
            if (!more)
            {
                parts.Add(string.Join("+", values.OrderBy(one => one, StringComparer.OrdinalIgnoreCase)));
                values.Clear();
            }
            at++;
        }
        return values.Count == 0 ? parts : null;
    }

    private static bool Skip(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at < text.Length;
    }

    // A value in quotation marks, in which two of them stand for one (Windows), or with backslashes (RFC 4514 section 2.4), up to the next , ; or +
    private static string? ReadValue(string text, ref int at)
    {
        StringBuilder value = new();
        if (!Skip(text, ref at))
            return "";
        bool quoted = text[at] == '"';
        if (quoted)
            at++;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\\' && at + 1 < text.Length && !quoted)
                value.Append(text[++at]);
            else if (quoted && c == '"' && at + 1 < text.Length && text[at + 1] == '"')
                value.Append(text[++at]);
            else if (quoted && c == '"')
                break;
            else if (!quoted && c is ',' or ';' or '+' && StartsAttribute(text, at + 1))
                break;
            else
                value.Append(c);
        }
        if (quoted)
        {
            if (at == text.Length)
                return null;
            at++;
            if (Skip(text, ref at) && text[at] is not (',' or ';' or '+'))
                return null;
        }
        return string.Join(" ", value.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    // "O=Example, Inc." that somebody wrote without quotation marks: a comma ends a value only where an attribute follows, or nothing.
    private static bool StartsAttribute(string text, int at)
    {
        if (!Skip(text, ref at))
            return true;
        int name = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] == '.'))
            at++;
        return at > name && Skip(text, ref at) && text[at] == '=';
    }

    private static string Value(AsnReader attribute)
    {
        if (DistinguishedNames.ReadDirectoryString(attribute) is not { } value)
            return "#" + Hex.Of(attribute.ReadEncodedValue().ToArray());
        bool quote = value.Length == 0 || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[value.Length - 1])
            || value.IndexOfAny([',', '+', '=', '"', '\n', '\r', '<', '>', '#', ';']) >= 0;
        return quote ? $"\"{value.Replace("\"", "\"\"")}\"" : value;
    }
}
