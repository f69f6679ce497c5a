namespace SmtpTls.Cisco;

/// <summary>Collects findings, the worst first.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];

    public void Error(string id, string source, string text) => Add(id, FindingSeverity.Error, source, text);

    public void Warning(string id, string source, string text) => Add(id, FindingSeverity.Warning, source, text);

    public void Information(string id, string source, string text) => Add(id, FindingSeverity.Information, source, text);

    public IReadOnlyList<Finding> WorstFirst() => [.. _findings.OrderByDescending(finding => finding.Severity)];

    private void Add(string id, FindingSeverity severity, string source, string text) =>
        _findings.Add(new Finding { Id = id, Severity = severity, Source = source, Text = text });
}
