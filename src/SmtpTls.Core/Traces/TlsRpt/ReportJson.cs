using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SmtpTls.TlsRpt;

/// <summary>Reads the JSON of reports: one object, or several after each other.</summary>
internal static class ReportJson
{
    /// <summary>RFC 8460 needs 5.</summary>
    public const int MaxDepth = 64;

    private static readonly Encoding Strict = new UTF8Encoding(false, throwOnInvalidBytes: true);

    /// <summary>
    /// The objects, in their order, one at a time; the caller disposes them. What is not as it should be is in
    /// <paramref name="notes"/> before the object that it concerns.
    /// </summary>
    /// <param name="content">The text.</param>
    /// <param name="maxObjects">More are an error.</param>
    /// <param name="notes">Takes what is not as it should be.</param>
    /// <exception cref="TlsReportException">It is no JSON; the message says where.</exception>
    public static IEnumerable<JsonDocument> Parse(ReportContent content, long maxObjects, List<string> notes)
    {
        byte[] bytes = ToUtf8(content, notes);
        int start = 0;
        if (bytes.AsSpan().StartsWith(ContentKinds.Utf8Mark))
        {
            start = ContentKinds.Utf8Mark.Length;
            notes.Add("The report begins with a byte order mark, which JSON does not allow (RFC 8259 section 8.1).");
        }
        for (long count = 0; start == 0 || (start < bytes.Length && (count == 0 || bytes[start] == '{')); count++)
        {
            if (count == maxObjects)
                throw new TlsReportException(content.Origin, TlsReportFault.TooLarge, $"has more than {maxObjects} reports in it; -MaxSize allows more.");
            JsonDocument document = ParseOne(content.Origin, bytes, ref start);
            while (start < bytes.Length && bytes[start] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                start++;
            if (start < bytes.Length && bytes[start] != '{')
                notes.Add(string.Format(CultureInfo.InvariantCulture, "{0} bytes follow the report and were not read.", bytes.Length - start));
            yield return document;
        }
    }

    private static JsonDocument ParseOne(ReportOrigin origin, byte[] bytes, ref int start)
    {
        Utf8JsonReader reader = new(bytes.AsSpan(start), new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            JsonDocument document = JsonDocument.ParseValue(ref reader);
            start += (int)reader.BytesConsumed;
            return document;
        }
        catch (JsonException e)
        {
            throw new TlsReportException(origin, TlsReportFault.InvalidJson, $"is no JSON: {Describe(e, bytes, start)}", e);
        }
    }

    private static byte[] ToUtf8(ReportContent content, List<string> notes)
    {
        try
        {
            _ = Strict.GetCharCount(content.Bytes);
            return content.Bytes;
        }
        catch (DecoderFallbackException)
        {
            notes.Add("Bytes that are no UTF-8 (RFC 7493 section 2.1) were replaced.");
            return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content.Bytes));
        }
    }

    // Line and byte are those of the whole text, from 1.
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
