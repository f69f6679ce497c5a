namespace SmtpTls.TlsRpt;

/// <summary>What may be a report: text in JSON, out of whatever it was packed in.</summary>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Bytes">The text, as it was.</param>
/// <param name="Notes">What is worth saying of how it was packed.</param>
internal sealed record ReportContent(ReportOrigin Origin, byte[] Bytes, IReadOnlyList<string> Notes);
