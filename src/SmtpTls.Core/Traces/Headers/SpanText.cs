namespace SmtpTls.Headers;

/// <summary>Comparisons of header text: ASCII, whatever the case.</summary>
internal static class SpanText
{
    /// <summary>Whether the text is this word.</summary>
    public static bool Is(this ReadOnlySpan<char> text, string word) => text.Equals(word.AsSpan(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text begins with this.</summary>
    public static bool StartsWithText(this ReadOnlySpan<char> text, string start) => text.StartsWith(start.AsSpan(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the text ends with this.</summary>
    public static bool EndsWithText(this ReadOnlySpan<char> text, string end) => text.EndsWith(end.AsSpan(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Where this stands in the text; -1 where it does not.</summary>
    public static int IndexOfText(this ReadOnlySpan<char> text, string part) => text.IndexOf(part.AsSpan(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes the next word off the text: what stands before white space or a comma. Empty at the end.</summary>
    public static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text.TrimStart(" ,".AsSpan());
        int end = rest.IndexOfAny(' ', ',');
        ReadOnlySpan<char> word = end < 0 ? rest : rest.Slice(0, end);
        text = end < 0 ? [] : rest.Slice(end + 1);
        return word;
    }

    /// <summary>The number in which the text consists or with which it begins; <see langword="null"/> where there is none.</summary>
    public static int? LeadingNumber(this ReadOnlySpan<char> text)
    {
        int number = 0;
        int digits = 0;
        while (digits < text.Length && digits < 6 && text[digits] is >= '0' and <= '9')
            number = (number * 10) + (text[digits++] - '0');
        return digits == 0 ? null : number;
    }
}
