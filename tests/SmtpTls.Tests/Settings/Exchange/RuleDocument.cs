using SmtpTls.Exchange;

namespace SmtpTls.Tests.Exchange;

/// <summary>docs/exchange.md, which has a table of rules in each of its sections.</summary>
internal static class RuleDocument
{
    private static readonly string Text = File.ReadAllText(Path.Combine(PowerShellEngine.RepositoryRoot, "docs", "exchange.md"));

    /// <summary>The section has one line for each rule, in their order, with severity and source.</summary>
    public static void Has<T>(string section, IReadOnlyList<Rule<T>> rules)
    {
        string[] rows = [.. Text.Split($"### {section}\n")[1].Split("\n#")[0].Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        Assert.Equal(rules.Select(rule => $"| `{rule.Id}` | {rule.Severity} |"), rows.Select(row => string.Join("|", row.Split('|').Take(3)) + "|"));
        Assert.All(rules.Zip(rows), pair => Assert.Contains(Link(pair.First.Source), pair.Second, StringComparison.Ordinal));
    }

    private static string Link(string source) => source.IndexOf("https:", StringComparison.Ordinal) is > 0 and var start ? $"({source[start..]})" : source;
}
