namespace SmtpTls.Policy;

/// <summary>The rules that findings rest on, from <c>PolicyRules.tsv</c>.</summary>
internal sealed record PolicyRule(string Id, FindingSeverity Severity, string Source)
{
    private static readonly Dictionary<string, PolicyRule> ById = FactTable.Read("Policy.PolicyRules.tsv")
        .Select(columns => new PolicyRule(columns[0], SeverityOf(columns[1]), columns[2]))
        .ToDictionary(rule => rule.Id);

    /// <summary>Every rule.</summary>
    public static IReadOnlyCollection<PolicyRule> All => ById.Values;

    /// <summary>What a rule found.</summary>
    public static Finding Found(string id, string text) => new() { Id = id, Severity = ById[id].Severity, Source = ById[id].Source, Text = text };

    private static FindingSeverity SeverityOf(string name) => Enum.TryParse(name, out FindingSeverity severity)
        ? severity
        : throw new InvalidDataException($"no severity: {name}");
}
