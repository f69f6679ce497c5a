namespace SmtpTls.Findings;

/// <summary>How to see that a subject breaks a rule.</summary>
/// <param name="Id">The rule's id in the product's catalogue.</param>
/// <param name="Check">The text of the finding about a subject that breaks the rule; <see langword="null"/> for one that does not.</param>
/// <typeparam name="T">What is judged.</typeparam>
internal sealed record RuleCheck<T>(string Id, Func<T, string?> Check);
