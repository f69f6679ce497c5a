using SmtpTls.Findings;

namespace SmtpTls.Policy;

/// <summary>The rules about what a domain publishes, and about its servers held against that.</summary>
internal static class PolicyRule
{
    /// <summary>The rules.</summary>
    public static RuleCatalogue Catalogue { get; } = new("Policy", "Policy.PolicyRules.tsv", "docs/policy.md");

    /// <summary>What a rule found.</summary>
    public static Finding Found(string id, string text) => Catalogue.Found(id, text);
}
