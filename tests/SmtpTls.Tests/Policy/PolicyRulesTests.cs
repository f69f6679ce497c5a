using System.Text.RegularExpressions;
using SmtpTls.Policy;
using SmtpTls.Tests.Lab;

namespace SmtpTls.Tests.Policy;

/// <summary>docs/policy.md lists each rule as it is, and the tests that it names are there.</summary>
public sealed partial class PolicyRulesTests
{
    private static readonly string[][] Rows = [.. Document().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(c => c == '|') == 6)
        .Select(line => line.Trim('|', ' ', '\r').Split(" | "))];

    [Fact]
    public void Each_rule_is_documented_with_its_severity_and_section() =>
        Assert.Equal(
            PolicyRule.All.Select(rule => (rule.Id, rule.Severity.ToString(), rule.Source)),
            Rows.Select(row => (row[0].Trim('`'), row[1], row[2])));

    [Fact]
    public void Each_test_that_is_named_exists()
    {
        HashSet<string> cases = [.. PolicyCases.Known.Select(one => one.Name)];
        HashSet<string> tests = [.. typeof(PolicyRulesTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.Name)];

        Assert.All(Rows, row =>
        {
            string[] named = [.. Quoted().Matches(row[4]).Select(match => match.Groups[1].Value)];
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.True(
                name.EndsWith('*') ? cases.Any(one => one.StartsWith(name[..^1], StringComparison.Ordinal)) : cases.Contains(name) || tests.Contains(name), name));
        });
    }

    [Fact]
    public void A_case_of_the_lab_that_is_named_for_a_rule_expects_it() =>
        Assert.All(PolicyCases.Known.Where(one => one.Finding is not null), one => Assert.Contains(PolicyRule.All, rule => rule.Id == one.Finding));

    private static string Document()
    {
        using Stream stream = typeof(PolicyRulesTests).Assembly.GetManifestResourceStream("docs.policy.md")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
