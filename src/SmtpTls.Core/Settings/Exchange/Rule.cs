namespace SmtpTls.Exchange;

/// <summary>One thing that may be wrong, and how to see it.</summary>
/// <param name="Id">Its name, as in docs/exchange.md.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Source">Where it is documented.</param>
/// <param name="Check">What to say of a subject that breaks the rule; <see langword="null"/> of one that does not.</param>
/// <typeparam name="T">What is judged.</typeparam>
internal sealed record Rule<T>(string Id, FindingSeverity Severity, string Source, Func<T, string?> Check)
{
    /// <summary>The finding about a subject, or <see langword="null"/>.</summary>
    public Finding? Judge(T subject) => Check(subject) is { } text ? new Finding { Id = Id, Severity = Severity, Text = text, Source = Source } : null;
}
