using System.Diagnostics.CodeAnalysis;

namespace SmtpTls.Policy;

/// <summary>Reads <c>name=value; name=value</c> as the TXT records of MTA-STS and TLSRPT have it.</summary>
internal static class FieldList
{
    private const int MaxNameLength = 32;

    /// <summary>The fields in their order, the version first.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out IReadOnlyList<KeyValuePair<string, string>>? fields, [NotNullWhen(false)] out string? error)
    {
        List<KeyValuePair<string, string>> found = [];
        string[] parts = text.Split(';');
        fields = null;
        for (int i = 0; i < parts.Length; i++)
        {
            string part = parts[i].Trim(' ', '\t');
            // A delimiter may stand at the end.
            if (part.Length == 0 && i == parts.Length - 1 && i > 0)
                continue;
            int equals = part.IndexOf('=');
            string name = equals < 0 ? part : part.Substring(0, equals).TrimEnd(' ', '\t');
            string value = equals < 0 ? "" : part.Substring(equals + 1).TrimStart(' ', '\t');
            // Only the list of rua may have blanks, around its commas (RFC 8460 section 3).
            string visible = name == "rua" ? WithoutBlanksAroundCommas(value) : value;
            if (!IsName(name) || equals < 0 || value.Length == 0 || !visible.All(c => c is > ' ' and <= '~'))
            {
                error = $"{Quoted.Value(part)} is no field; a field is name=value, with a value of visible ASCII characters.";
                return false;
            }
            found.Add(new(name, visible));
        }
        fields = found;
        error = null;
        return true;
    }

    private static string WithoutBlanksAroundCommas(string list) => string.Join(",", list.Split(',').Select(item => item.Trim(' ', '\t')));

    // (ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".")
    private static bool IsName(string name) => name.Length is > 0 and <= MaxNameLength
        && IsAlphanumeric(name[0])
        && name.All(c => IsAlphanumeric(c) || c is '_' or '-' or '.');

    /// <summary>A letter or digit of ASCII.</summary>
    internal static bool IsAlphanumeric(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
