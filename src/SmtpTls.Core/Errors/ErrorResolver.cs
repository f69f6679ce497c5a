using SmtpTls.Smtp;

namespace SmtpTls.Errors;

/// <summary>Explains errors. What no entry is about stays unexplained.</summary>
internal static class ErrorResolver
{
    private const int MaxAlso = 5;

    /// <summary>
    /// Explains a text; <paramref name="fallback"/> is what else is known of it in one word, such as an RFC 8460 result type, and counts
    /// only where the text itself says nothing. What a client sends in AUTH is masked.
    /// </summary>
    public static ErrorExplanation Resolve(string text, string? fallback = null)
    {
        text = AuthMask.Apply(text);
        IReadOnlyList<ErrorMatch> matches = ErrorMatcher.Find(text);
        if (matches.Count == 0 && fallback is not null)
            matches = ErrorMatcher.Find(fallback);
        return matches.Count == 0
            ? new ErrorExplanation
            {
                Input = SafeText.Lines(text),
                Known = false,
                Title = "not known",
                Nearest = [.. NearestErrors.Find(ErrorMatcher.Normalize(text)).Select(entry => entry.ToString())],
            }
            : Explain(matches[0].Entry, text) with
            {
                Matched = matches[0].Matched,
                Also = [.. matches.Skip(1).Take(MaxAlso).Select(match => match.Entry.ToString())],
            };
    }

    /// <summary>All that is known.</summary>
    public static IEnumerable<ErrorExplanation> All => ErrorTable.All.Select(entry => Explain(entry, entry.Id));

    private static ErrorExplanation Explain(ErrorEntry entry, string input) => new()
    {
        Input = SafeText.Lines(input),
        Known = true,
        Id = entry.Id,
        Title = entry.Title,
        Meaning = entry.Meaning,
        Failure = entry.Failure,
        Causes = [.. entry.Causes],
        Checks = [.. entry.Checks],
        Source = entry.Source,
    };
}
