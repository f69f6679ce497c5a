using System.Globalization;
using System.Text;
using SmtpTls.Findings;

namespace SmtpTls.Tests.Findings;

/// <summary>
/// Writes the tables of rules in a page of the documentation: what stands between <c>&lt;!-- rules: Part --&gt;</c> and
/// <c>&lt;!-- end of rules --&gt;</c> is made from the rules of that part.
/// </summary>
internal static class RuleDocument
{
    private const string Begin = "<!-- rules: ";
    private const string End = "<!-- end of rules -->";

    /// <summary>The page with its tables as they must be.</summary>
    public static string Write(string page, RuleCatalogue catalogue)
    {
        HashSet<string> anchors = [];
        StringBuilder text = new();
        bool inTable = false;
        foreach (string line in page.Split('\n'))
        {
            inTable &= line != End;
            if (!inTable)
                text.Append(line).Append('\n');
            if (!line.StartsWith(Begin, StringComparison.Ordinal))
                continue;
            string part = line[Begin.Length..].Replace("-->", "", StringComparison.Ordinal).Trim();
            Table(catalogue, [.. catalogue.All.Where(rule => rule.Parts.Contains(part))], anchors, text);
            inTable = true;
        }
        return text.ToString(0, text.Length - 1);
    }

    /// <summary>The parts for which the page has a table.</summary>
    public static IReadOnlyList<string> Parts(string page) =>
        [.. page.Split('\n').Where(line => line.StartsWith(Begin, StringComparison.Ordinal)).Select(line => line[Begin.Length..].Replace("-->", "", StringComparison.Ordinal).Trim())];

    private static void Table(RuleCatalogue catalogue, IReadOnlyList<FindingRule> rules, HashSet<string> anchors, StringBuilder text)
    {
        bool shown = catalogue.All.Any(rule => rule.ShownBy is not null);
        text.Append("\n| Id | Severity | What is so | What must be so | Source |").Append(shown ? " Shown by |\n" : "\n");
        text.Append("| --- | --- | --- | --- | --- |").Append(shown ? " --- |\n" : "\n");
        foreach (FindingRule rule in rules)
        {
            string anchor = anchors.Add(rule.Id) ? $"<a id=\"{rule.Id}\"></a>" : "";
            string source = string.Join("; ", rule.Source.Split("; ").Select(Link));
            text.Append(CultureInfo.InvariantCulture, $"| {anchor}`{rule.Id}` | {rule.Severity} | {Cell(rule.Condition)} | {Cell(rule.Requirement ?? "")} | {source} |")
                .Append(shown ? $" {rule.ShownBy} |\n" : "\n");
        }
        text.Append('\n');
    }

    private static string Link(string source) => source.IndexOf(": https:", StringComparison.Ordinal) is > 0 and var colon
        ? $"[{source[..colon]}]({source[(colon + 2)..]})"
        : source;

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
