using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmtpTls.TlsReports;

/// <summary>Reads the JSON of reports: one object, or several after each other.</summary>
internal static class ReportJson
{
    /// <summary>RFC 8460 needs 5.</summary>
    public const int MaxDepth = 64;

    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>The objects, in their order. Adds to <paramref name="notes"/> what is not as it should be.</summary>
    /// <exception cref="TlsReportException">It is no JSON; the message says where.</exception>
    public static IReadOnlyList<JsonDocument> Parse(ReportContent content, List<string> notes)
    {
        byte[] bytes = ToUtf8(content, notes);
        List<JsonDocument> documents = [];
        int start = 0;
        if (bytes.AsSpan().StartsWith(ContentKinds.Utf8Mark))
        {
            start = ContentKinds.Utf8Mark.Length;
            notes.Add("The report begins with a byte order mark, which JSON does not allow (RFC 8259 section 8.1).");
        }
        do
        {
            Utf8JsonReader reader = new(bytes.AsSpan(start), new JsonReaderOptions { MaxDepth = MaxDepth });
            try
            {
                documents.Add(JsonDocument.ParseValue(ref reader));
            }
            catch (JsonException e)
            {
                throw new TlsReportException(content.Origin, TlsReportFault.InvalidJson, $"is no JSON: {Describe(e, bytes, start)}", e);
            }
            start += (int)reader.BytesConsumed;
            while (start < bytes.Length && bytes[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                start++;
        }
        while (start < bytes.Length && bytes[start] == '{');
        if (start < bytes.Length)
            notes.Add(string.Format(CultureInfo.InvariantCulture, "{0} bytes follow the report and were not read.", bytes.Length - start));
        return documents;
    }

    private static byte[] ToUtf8(ReportContent content, List<string> notes)
    {
        try
        {
            _ = Strict.GetCharCount(content.Bytes);
            return content.Bytes;
        }
        catch (DecoderFallbackException e)
        {
            notes.Add(string.Format(
                CultureInfo.InvariantCulture, "Bytes that are no UTF-8 (RFC 7493 section 2.1) were replaced, the first at byte {0}.", e.Index + 1));
            return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content.Bytes));
        }
    }

    // Line and column are those of the whole text, from 1.
    private static string Describe(JsonException e, byte[] bytes, int start)
    {
        long line = e.LineNumber ?? 0;
        long column = e.BytePositionInLine ?? 0;
        ReadOnlySpan<byte> before = bytes.AsSpan(0, start);
        if (line == 0)
            column += start - (before.LastIndexOf((byte)'\n') + 1);
        foreach (byte b in before)
            line += b == '\n' ? 1 : 0;
        int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string reason = end < 0 ? e.Message : e.Message.Substring(0, end);
        return string.Format(CultureInfo.InvariantCulture, "line {0}, byte {1}: {2}", line + 1, column + 1, reason);
    }
}
