namespace SmtpTls.TlsRpt;

/// <summary>What a file or attachment is, by its first bytes; names and declared types are wrong too often.</summary>
internal enum ContentKind
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>Nothing, or nothing but white space.</summary>
    Empty,

    /// <summary>An object or array of JSON begins.</summary>
    Json,

    /// <summary>gzip (RFC 1952).</summary>
    Gzip,

    /// <summary>A zip archive.</summary>
    Zip,

    /// <summary>A message (RFC 5322): a header field begins.</summary>
    Mail,

    /// <summary>Messages one after the other, each after a line that begins with <c>From </c>.</summary>
    Mbox,

    /// <summary>XML or HTML: most likely a DMARC report.</summary>
    Xml,

    /// <summary>A compound file: a message as Outlook saves it.</summary>
    Outlook,

    /// <summary>Text in UTF-16.</summary>
    Utf16,
}

/// <summary>Tells what a content is.</summary>
internal static class ContentKinds
{
    private const int Looked = 512;

    /// <summary>The UTF-8 byte order mark.</summary>
    public static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    private static ReadOnlySpan<byte> GzipMark => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> OutlookMark => [0xD0, 0xCF, 0x11, 0xE0];

    private static ReadOnlySpan<byte> Utf16LittleMark => [0xFF, 0xFE];

    private static ReadOnlySpan<byte> Utf16BigMark => [0xFE, 0xFF];

    /// <summary>What <paramref name="bytes"/> begin as.</summary>
    public static ContentKind Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(GzipMark))
            return ContentKind.Gzip;
        // A file, or an empty archive.
        if (bytes.StartsWith("PK\x3\x4"u8) || bytes.StartsWith("PK\x5\x6"u8))
            return ContentKind.Zip;
        if (bytes.StartsWith(OutlookMark))
            return ContentKind.Outlook;
        if (bytes.StartsWith(Utf16LittleMark) || bytes.StartsWith(Utf16BigMark) || bytes.StartsWith("{\0"u8) || bytes.StartsWith("\0{"u8))
            return ContentKind.Utf16;
        ReadOnlySpan<byte> text = bytes.StartsWith(Utf8Mark) ? bytes.Slice(Utf8Mark.Length) : bytes;
        while (!text.IsEmpty && text[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            text = text.Slice(1);
        if (text.IsEmpty)
            return ContentKind.Empty;
        return text[0] switch
        {
            (byte)'{' or (byte)'[' => ContentKind.Json,
            (byte)'<' => ContentKind.Xml,
            _ when text.StartsWith("From "u8) => ContentKind.Mbox,
            _ => BeginsWithField(text) ? ContentKind.Mail : ContentKind.Unknown,
        };
    }

    /// <summary>For a sentence.</summary>
    public static string Describe(this ContentKind kind) => kind switch
    {
        ContentKind.Empty => "nothing",
        ContentKind.Xml => "XML, perhaps a DMARC report",
        ContentKind.Outlook => "an Outlook message (.msg), which has to be saved as .eml",
        ContentKind.Utf16 => "text in UTF-16",
        ContentKind.Unknown => "something unknown",
        _ => kind.ToString(),
    };

    // RFC 5322 section 2.2: printable ASCII without the colon, then the colon.
    private static bool BeginsWithField(ReadOnlySpan<byte> text)
    {
        int colon = text.Slice(0, Math.Min(text.Length, Looked)).IndexOf((byte)':');
        if (colon <= 0)
            return false;
        foreach (byte b in text.Slice(0, colon))
        {
            if (b is <= (byte)' ' or >= 0x7F)
                return false;
        }
        return true;
    }
}
