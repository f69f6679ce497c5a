namespace SmtpTls.TlsRpt;

/// <summary>A report that was read.</summary>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Digest">A digest of its text.</param>
/// <param name="Entries">Its policies, each followed by its failures.</param>
internal sealed record TlsReport(ReportOrigin Origin, string Digest, IReadOnlyList<TlsReportEntry> Entries);
