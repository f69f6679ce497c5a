using System.Text.RegularExpressions;
using SmtpTls.Policy;
using SmtpTls.Tests.Lab;

namespace SmtpTls.Tests.Policy;

/// <summary>The tests and cases of the lab that the rules name are there.</summary>
public sealed partial class PolicyRulesTests
{
    [Fact]
    public void Each_test_that_is_named_exists()
    {
        HashSet<string> cases = [.. PolicyCases.Known.Select(one => one.Name)];
        HashSet<string> tests = [.. typeof(PolicyRulesTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.Name)];

        Assert.All(PolicyRule.Catalogue.All, rule =>
        {
            string[] named = [.. Quoted().Matches(rule.ShownBy ?? "").Select(match => match.Groups[1].Value)];
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.True(
                name.EndsWith('*') ? cases.Any(one => one.StartsWith(name[..^1], StringComparison.Ordinal)) : cases.Contains(name) || tests.Contains(name), name));
        });
    }

    [Fact]
    public void A_case_of_the_lab_that_is_named_for_a_rule_expects_it() =>
        Assert.All(PolicyCases.Known.Where(one => one.Finding is not null), one => Assert.Contains(PolicyRule.Catalogue.All, rule => rule.Id == one.Finding));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
