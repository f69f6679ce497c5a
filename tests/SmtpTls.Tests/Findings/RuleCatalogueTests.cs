using System.Reflection;
using System.Text.RegularExpressions;
using SmtpTls.Findings;

namespace SmtpTls.Tests.Findings;

/// <summary>The rules of all products: whole, used, and documented as they are.</summary>
public sealed partial class RuleCatalogueTests
{
    private static readonly RuleCatalogue[] Catalogues = [.. typeof(RuleCatalogue).Assembly.GetTypes()
        .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(property => property.PropertyType == typeof(RuleCatalogue))
        .Select(property => (RuleCatalogue)property.GetValue(null)!)];

    public static TheoryData<string> Products => [.. Catalogues.Select(catalogue => catalogue.Product)];

    [Fact]
    public void Each_product_with_findings_has_one_catalogue()
    {
        Assert.Superset(new HashSet<string> { "Exchange", "Cisco", "Schannel", "Policy" }, Catalogues.Select(catalogue => catalogue.Product).ToHashSet());
        Assert.Equal(Catalogues.Length, Catalogues.Select(catalogue => catalogue.Product).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Products))]
    public void Each_rule_is_whole(string product) => Assert.All(Of(product).All, rule =>
    {
        Assert.Matches(Name(), rule.Id);
        Assert.All(rule.Parts, Assert.NotEmpty);
        Assert.EndsWith(".", rule.Condition, StringComparison.Ordinal);
        Assert.NotEmpty(rule.Source);
        Assert.DoesNotContain('@', rule.Source);
        if (rule.Requirement is { } requirement)
            Assert.EndsWith(".", requirement, StringComparison.Ordinal);
        else
            Assert.Equal(FindingSeverity.Information, rule.Severity);
    });

    [Theory]
    [MemberData(nameof(Products))]
    public void Each_rule_is_used_by_the_code(string product)
    {
        string code = string.Concat(Directory.GetFiles(Path.Combine(PowerShellEngine.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText));

        Assert.All(Of(product).All, rule => Assert.Contains($"\"{rule.Id}\"", code, StringComparison.Ordinal));
    }

    /// <summary>Set SMTPTLS_WRITE_DOCS=1 and run this test to write the tables after a change of the rules.</summary>
    [Theory]
    [MemberData(nameof(Products))]
    public void The_tables_of_the_documentation_are_made_from_the_rules(string product)
    {
        RuleCatalogue catalogue = Of(product);
        string path = Path.Combine(PowerShellEngine.RepositoryRoot, catalogue.Page);
        string page = File.ReadAllText(path).Replace("\r", "", StringComparison.Ordinal);
        string right = RuleDocument.Write(page, catalogue);
        if (Environment.GetEnvironmentVariable("SMTPTLS_WRITE_DOCS") == "1")
            File.WriteAllText(path, right);
        else
            Assert.Equal(right, page);
        Assert.Equal(catalogue.All.SelectMany(rule => rule.Parts).Distinct().Order(), RuleDocument.Parts(page).Order());
    }

    [Fact]
    public void A_rule_that_a_product_does_not_have_is_an_error()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Of("Exchange").Found("NoSuchRule", ""));

        Assert.Contains("Exchange has no rule NoSuchRule", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_finding_carries_severity_and_source_of_its_rule()
    {
        Finding finding = Of("Exchange").Found("TlsDomainUnused", "text");

        Assert.Equal(
            ("TlsDomainUnused", FindingSeverity.Warning, "text", "Set-SendConnector, TlsDomain: https://learn.microsoft.com/powershell/module/exchangepowershell/set-sendconnector"),
            (finding.Id, finding.Severity, finding.Text, finding.Source));
        Assert.Equal("docs/exchange.md#TlsDomainUnused", Of("Exchange")["TlsDomainUnused"].Doc);
    }

    private static RuleCatalogue Of(string product) => Catalogues.Single(catalogue => catalogue.Product == product);

    [GeneratedRegex("^[A-Z][A-Za-z0-9]+$")]
    private static partial Regex Name();
}
