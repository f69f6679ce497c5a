using System.Globalization;

namespace SmtpTls.Logs;

/// <summary>Finds the RFC 8460 result type for what a log says of a failure. The words are in FailurePhrases.tsv.</summary>
internal static class FailureClassifier
{
    private static readonly Lazy<(string Words, string Type)[]> Table =
        new(() => [.. FactTable.Read("Traces.Logs.Sessions.FailurePhrases.tsv").Select(columns => (columns[0], columns[1]))]);

    /// <summary>The type of the first row whose words occur in the text; validation-failure where none do.</summary>
    public static string Classify(string error)
    {
        CompareInfo culture = CultureInfo.InvariantCulture.CompareInfo;
        foreach ((string words, string type) in Table.Value)
        {
            if (culture.IndexOf(error, words, CompareOptions.OrdinalIgnoreCase) >= 0)
                return type;
        }
        return FailureType.ValidationFailure;
    }
}
