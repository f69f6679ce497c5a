using System.IO.Compression;

namespace SmtpTls.TlsRpt;

/// <summary>Gets the reports out of what they come in: gzip, zip, mail, and these within each other. Collects what it finds.</summary>
/// <param name="maxSize">How many bytes everything in one file may have, unpacked.</param>
/// <param name="cancellationToken">Cancels the work.</param>
internal sealed class ReportUnpacker(long maxSize, CancellationToken cancellationToken)
{
    // A zip of mails with gzip in them is the deepest that makes sense.
    private const int MaxLayers = 4;
    private const int MaxFiles = 1000;

    private readonly BoundedRead _bounded = new(maxSize);

    /// <summary>What may be a report.</summary>
    public List<ReportContent> Contents { get; } = [];

    /// <summary>What cannot be unpacked.</summary>
    public List<TlsReportException> Errors { get; } = [];

    /// <summary>Unpacks one content, whatever it is.</summary>
    public void Unpack(ReportContent content) => Try(content, () => Unpack(content, 0));

    private void Unpack(ReportContent content, int layer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ReportOrigin origin = content.Origin;
        if (layer > MaxLayers)
            throw new TlsReportException(origin, TlsReportFault.Damaged, $"is packed more than {MaxLayers} times over.");
        ContentKind kind = ContentKinds.Of(content.Bytes);
        switch (kind)
        {
            case ContentKind.Json when content.Bytes.Length > maxSize:
                throw TooLarge(origin);
            case ContentKind.Json:
                Contents.Add(content);
                break;
            case ContentKind.Gzip:
                using (GZipStream gzip = new(new MemoryStream(content.Bytes, writable: false), CompressionMode.Decompress))
                    Unpack(content with { Bytes = Read(gzip, origin) }, layer + 1);
                break;
            case ContentKind.Zip:
                UnpackZip(content, layer);
                break;
            case ContentKind.Mail or ContentKind.Mbox:
                UnpackMail(content, kind == ContentKind.Mbox, layer);
                break;
            case ContentKind.Utf16:
                throw new TlsReportException(
                    origin, TlsReportFault.InvalidJson, "is in UTF-16; a report is in UTF-8 (RFC 7493 section 2.1). Save it so, as Set-Content -Encoding utf8 does.");
            default:
                throw new TlsReportException(
                    origin, TlsReportFault.NoReport, $"has no TLS report in it but {kind.Describe()}; give JSON, gzip, zip or mail (.eml).");
        }
    }

    private void UnpackZip(ReportContent content, int layer)
    {
        using ZipArchive archive = new(new MemoryStream(content.Bytes, writable: false), ZipArchiveMode.Read);
        if (archive.Entries.Count > MaxFiles)
            throw new TlsReportException(content.Origin, TlsReportFault.TooLarge, $"has more than {MaxFiles} files in it.");
        List<ContentKind> others = [];
        // Folders have no name of their own.
        ZipArchiveEntry[] files = [.. archive.Entries.Where(entry => entry.Name.Length > 0)];
        foreach (ZipArchiveEntry entry in files)
        {
            ReportContent part = content with { Origin = content.Origin with { Attachment = SafeText.Of(entry.FullName.Trim()) } };
            Try(part, () =>
            {
                using Stream stream = entry.Open();
                UnpackPart(part with { Bytes = Read(stream, part.Origin) }, layer, others);
            });
        }
        RejectIfNone(content.Origin, others, files.Length - others.Count);
    }

    private void UnpackMail(ReportContent content, bool isMbox, int layer)
    {
        List<ContentKind> others = [];
        int taken = 0;
        foreach (ReportPart part in ReportMail.Parts(content, isMbox, cancellationToken))
        {
            if (part.IsText && ContentKinds.Of(part.Content.Bytes) != ContentKind.Json)
                continue;
            taken++;
            Try(part.Content, () => UnpackPart(part.Content, layer, part.IsDeclared ? null : others));
        }
        RejectIfNone(content.Origin, others, taken - others.Count);
    }

    // What is no report stands beside one in many a mail.
    private void UnpackPart(ReportContent part, int layer, List<ContentKind>? others)
    {
        ContentKind kind = ContentKinds.Of(part.Bytes);
        if (others is not null && kind is not (ContentKind.Json or ContentKind.Gzip or ContentKind.Zip or ContentKind.Mail or ContentKind.Utf16))
            others.Add(kind);
        else
            Unpack(part, layer + 1);
    }

    private static void RejectIfNone(ReportOrigin origin, List<ContentKind> others, int taken)
    {
        if (taken > 0)
            return;
        string held = others.Count == 0 ? "" : $" It holds {string.Join(", ", others.Distinct().Select(kind => kind.Describe()))}.";
        throw new TlsReportException(origin, TlsReportFault.NoReport, $"has no TLS report in it.{held}");
    }

    private byte[] Read(Stream stream, ReportOrigin origin) => _bounded.ToEnd(stream, cancellationToken) ?? throw TooLarge(origin);

    private TlsReportException TooLarge(ReportOrigin origin) => new(
        origin, TlsReportFault.TooLarge, $"has more than {maxSize} bytes when unpacked; -MaxSize allows more.");

    // One bad part leaves the others.
    private void Try(ReportContent content, Action unpack)
    {
        try
        {
            unpack();
        }
        catch (TlsReportException e)
        {
            Errors.Add(e);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or FormatException or NotSupportedException)
        {
            Errors.Add(new TlsReportException(content.Origin, TlsReportFault.Damaged, "is damaged and cannot be unpacked.", e));
        }
    }
}
