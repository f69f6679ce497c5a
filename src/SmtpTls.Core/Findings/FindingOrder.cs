namespace SmtpTls.Findings;

/// <summary>The order in which a user gets findings.</summary>
internal static class FindingOrder
{
    /// <summary>The worst first; findings of one severity in the order in which they came.</summary>
    public static Finding[] WorstFirst(this IEnumerable<Finding> findings) => [.. findings.OrderByDescending(finding => finding.Severity)];
}
