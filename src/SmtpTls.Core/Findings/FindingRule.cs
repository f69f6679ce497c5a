namespace SmtpTls.Findings;

/// <summary>A rule that a product's findings rest on: one row of its table of rules.</summary>
/// <param name="Product">The product whose rule it is, such as <c>Exchange</c>; within it the id is unique.</param>
/// <param name="Id">The stable name in PascalCase that findings carry.</param>
/// <param name="Severity">How much it matters where the rule is broken.</param>
/// <param name="Parts">What the rule is about, such as <c>Send connectors</c>: the sections of the documentation that list it.</param>
/// <param name="Condition">In a sentence: what is so where the rule gives a finding.</param>
/// <param name="Requirement">In a sentence: what must be so instead; <see langword="null"/> for a rule that only informs.</param>
/// <param name="Source">Where that is documented: RFCs with their sections, or the vendor's documents; several are separated by a semicolon.</param>
/// <param name="ShownBy">The tests or cases of the lab that show it; <see langword="null"/> where the table does not name them.</param>
/// <param name="Doc">The page in the source and the anchor on it, such as <c>docs/exchange.md#IgnoreStartTls</c>.</param>
internal sealed record FindingRule(
    string Product,
    string Id,
    FindingSeverity Severity,
    IReadOnlyList<string> Parts,
    string Condition,
    string? Requirement,
    string Source,
    string? ShownBy,
    string Doc)
{
    /// <summary>The finding about something that breaks the rule.</summary>
    /// <param name="text">What is so there, what follows from it and what would be right.</param>
    public Finding Found(string text) => new() { Id = Id, Severity = Severity, Source = Source, Text = text };
}
