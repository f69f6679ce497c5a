namespace SmtpTls.Errors;

/// <summary>Finds entries that look like a text that names none: by the groups of three letters that they share.</summary>
internal static class NearestErrors
{
    private const int Count = 3;
    private const int MaxLength = 300;

    // Everything by which an entry is known, and who has each group of letters: so that a text costs no more than what it shares.
    private static readonly Lazy<(ErrorEntry Entry, int Count)[]> Texts = new(() => [.. AllTexts().Select(text => (text.Entry, Trigrams(text.Text).Count))]);

    private static readonly Lazy<ILookup<string, int>> Owners = new(() => AllTexts()
        .SelectMany((text, number) => Trigrams(text.Text).Select(trigram => (trigram, number)))
        .ToLookup(pair => pair.trigram, pair => pair.number));

    /// <summary>Up to three entries that have something in common with the text; the nearest first.</summary>
    public static IReadOnlyList<ErrorEntry> Find(string text)
    {
        HashSet<string> wanted = Trigrams(text);
        int[] shared = new int[Texts.Value.Length];
        foreach (string trigram in wanted)
        {
            foreach (int number in Owners.Value[trigram])
                shared[number]++;
        }

        return
        [
            .. shared
                .Select((count, number) => (Texts.Value[number].Entry, Likeness: 2.0 * count / (wanted.Count + Texts.Value[number].Count)))
                .Where(pair => pair.Likeness > 0)
                .OrderByDescending(pair => pair.Likeness)
                .Select(pair => pair.Entry)
                .Distinct()
                .Take(Count),
        ];
    }

    private static IEnumerable<(ErrorEntry Entry, string Text)> AllTexts() =>
        ErrorTable.All.SelectMany(entry => entry.Marks.Select(mark => mark.Value).Append(entry.Title).Select(text => (entry, text)));

    private static HashSet<string> Trigrams(string text)
    {
        string padded = $"  {(text.Length > MaxLength ? text.Substring(0, MaxLength) : text).ToUpperInvariant()} ";
        return [.. Enumerable.Range(0, padded.Length - 2).Select(at => padded.Substring(at, 3))];
    }
}
