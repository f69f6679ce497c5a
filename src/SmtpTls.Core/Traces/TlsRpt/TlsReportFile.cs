using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SmtpTls.TlsRpt;

/// <summary>What came of one file or text: the reports in it, and what is wrong with the rest.</summary>
/// <param name="Reports">The reports, in their order.</param>
/// <param name="Errors">What cannot be used.</param>
internal sealed record TlsReportFileResult(IReadOnlyList<TlsReport> Reports, IReadOnlyList<TlsReportException> Errors);

/// <summary>Reads TLS reports (RFC 8460) from files and text.</summary>
/// <param name="maxSize">How many bytes everything in one file may have, unpacked.</param>
internal sealed class TlsReportFile(long maxSize)
{
    // A real failure has some 200 bytes of JSON; this bounds what objects cost.
    private const int LeastBytesOfEntry = 100;
    private const long LeastEntries = 1000;

    private long MaxEntries => Math.Max(maxSize / LeastBytesOfEntry, LeastEntries);

    /// <summary>Reads a file: JSON, gzip, zip, mail or mbox, told apart by content.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public TlsReportFileResult Read(string path, CancellationToken cancellationToken)
    {
        ReportOrigin origin = new(path);
        // A mail holds what it carries in base64, four bytes for three, beside other things.
        long maxFileSize = maxSize * 2;
        using FileStream file = InputFile.Open(path, bufferSize: 1);
        byte[]? bytes = file.CanSeek && file.Length > maxFileSize ? null : new BoundedRead(maxFileSize).ToEnd(file, cancellationToken);
        return bytes is null
            ? new TlsReportFileResult([], [new TlsReportException(origin, TlsReportFault.TooLarge, $"has more than {maxFileSize} bytes; -MaxSize allows more.")])
            : Read(new ReportContent(origin, bytes, []), cancellationToken);
    }

    /// <summary>Reads reports from text in JSON.</summary>
    public TlsReportFileResult ReadText(string json, CancellationToken cancellationToken) =>
        Read(new ReportContent(new ReportOrigin(null), Encoding.UTF8.GetBytes(json), []), cancellationToken);

    private TlsReportFileResult Read(ReportContent file, CancellationToken cancellationToken)
    {
        ReportUnpacker unpacker = new(maxSize, cancellationToken);
        unpacker.Unpack(file);
        List<TlsReport> reports = [];
        List<TlsReportException> errors = [.. unpacker.Errors];
        foreach (ReportContent content in unpacker.Contents)
        {
            try
            {
                ReadContent(content, reports, errors);
            }
            catch (TlsReportException e)
            {
                errors.Add(e);
            }
        }
        return new TlsReportFileResult(reports, errors);
    }

    private void ReadContent(ReportContent content, List<TlsReport> reports, List<TlsReportException> errors)
    {
        List<string> notes = [.. content.Notes];
        foreach (JsonDocument document in ReportJson.Parse(content, MaxEntries, notes))
        {
            using (document)
            {
                try
                {
                    reports.Add(ReadDocument(document.RootElement, content.Origin, notes));
                }
                catch (TlsReportException e)
                {
                    errors.Add(e);
                }
                catch (Exception e) when (e is FormatException or InvalidOperationException)
                {
                    // InvalidOperationException: half of a surrogate pair in a key.
                    errors.Add(new TlsReportException(content.Origin, TlsReportFault.InvalidReport, $"cannot be relied upon: {e.Message}", e));
                }
            }
        }
    }

    private TlsReport ReadDocument(JsonElement root, ReportOrigin origin, List<string> notes)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.EnumerateObject().Any(member => ReportKeys.Meant(member.Name) == ReportKeys.Policies))
        {
            throw new TlsReportException(
                origin, TlsReportFault.NoReport, $"is JSON, but no TLS report: it is not an object with the key {ReportKeys.Policies} (RFC 8460 section 4.4).");
        }
        return new TlsReport(origin, Digest(root.GetRawText()), new ReportReader(origin, notes, MaxEntries).Read(root));
    }

    private static string Digest(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
#if NET
        return Hex.Of(SHA256.HashData(bytes));
#else
        using SHA256 sha = SHA256.Create();
        return Hex.Of(sha.ComputeHash(bytes));
#endif
    }
}
