namespace SmtpTls.Common;

/// <summary>Writes a value that was given into an error message: quoted, cut, with nothing in it that moves a terminal's cursor.</summary>
internal static class Quoted
{
    private const int MaxLength = 80;

    /// <summary>The value in single quotes, cut after <paramref name="maxLength"/> characters.</summary>
    public static string Value(string text, int maxLength = MaxLength)
    {
        if (text.Length <= maxLength)
            return $"'{SafeText.Of(text)}'";
        int end = char.IsHighSurrogate(text[maxLength - 1]) ? maxLength - 1 : maxLength;
        return $"'{SafeText.Of(text.AsSpan(0, end))}…'";
    }

    /// <summary>A path in single quotes, in full: a name that is cut finds no file.</summary>
    public static string Path(string path) => Value(path, int.MaxValue);

    /// <summary><c>: example.com</c> where what would be right is plain and short, otherwise nothing.</summary>
    public static string Hint(string right) =>
        right.Length is > 0 and <= MaxLength && right.All(c => c > ' ' && c < '\u007f') ? ": " + right : "";

    /// <summary>Host and port of a URL whose <c>://</c> stands at <paramref name="scheme"/>.</summary>
    public static string HostOfUrl(string url, int scheme)
    {
        string rest = url.Substring(scheme + 3);
        int end = rest.IndexOfAny(['/', '?', '#']);
        return end < 0 ? rest : rest.Substring(0, end);
    }
}
