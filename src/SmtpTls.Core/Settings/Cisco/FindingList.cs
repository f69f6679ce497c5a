using SmtpTls.Findings;

namespace SmtpTls.Cisco;

/// <summary>Collects findings by the rules about an ESA.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];

    /// <summary>The rules.</summary>
    public static RuleCatalogue Catalogue { get; } = new("Cisco", "Settings.Cisco.CiscoRules.tsv", "docs/esa.md");

    /// <summary>Adds what a rule found.</summary>
    public void Add(string id, string text) => _findings.Add(Catalogue.Found(id, text));

    /// <summary>The findings, the worst first.</summary>
    public Finding[] WorstFirst() => _findings.WorstFirst();
}
