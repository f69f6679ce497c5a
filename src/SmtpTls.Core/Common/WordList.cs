namespace SmtpTls.Common;

/// <summary>Joins names within a sentence.</summary>
internal static class WordList
{
    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c>.</summary>
    public static string And(IEnumerable<string> words)
    {
        string[] all = [.. words];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all, 0, all.Length - 1)} and {all[all.Length - 1]}";
    }

    /// <summary>The form of a verb for a number of subjects: <c>Verb(2, "is", "are")</c>.</summary>
    public static string Verb(int count, string one, string many) => count == 1 ? one : many;
}
