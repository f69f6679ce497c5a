namespace SmtpTls.TlsRpt;

/// <summary>Remembers the reports of one run, to tell those that come again.</summary>
internal sealed class KnownReports
{
    private readonly Dictionary<string, TlsReport> _first = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The entries of a report; marked when one of the same organization with the same id was here before.</summary>
    public IEnumerable<TlsReportEntry> Mark(TlsReport report)
    {
        if (report.Entries.Count == 0)
            return [];
        TlsReportEntry any = report.Entries[0];
        // Without an id, only the very same report is taken for it.
        string key = any.ReportId is null ? report.Digest : $"{any.OrganizationName}\n{any.ReportId}";
        if (!_first.TryGetValue(key, out TlsReport? first))
        {
            // The entries are not needed again.
            _first.Add(key, report with { Entries = [] });
            return report.Entries;
        }
        string note = $"{first.Origin} has {(first.Digest == report.Digest ? "the same report" : "a report with the same id and other content")}.";
        return report.Entries.Select(entry => entry with
        {
            Duplicate = true,
            Notes = entry.Kind == TlsReportEntryKind.Policy ? [.. entry.Notes, note] : entry.Notes,
        });
    }
}
