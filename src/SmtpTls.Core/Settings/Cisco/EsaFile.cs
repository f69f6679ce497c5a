using System.Text;
using System.Text.RegularExpressions;

namespace SmtpTls.Cisco;

/// <summary>
/// Reads what a Cisco ESA writes about its settings, told apart by content: a saved configuration (XML), an export of Destination Controls, or
/// an exported Host Access Table.
/// </summary>
internal static class EsaFile
{
    // An export of 100,000 domains has some 20 MB.
    private const int MaxTextLength = 64 * 1024 * 1024;
    private const int HeadLength = 4096;

    private static readonly Regex Policy = new(@"^[ \t]*\$\w+|^[ \t]*\S+:[ \t]*(\$\w+)?[ \t]*\r?$", RegexOptions.Multiline | RegexOptions.CultureInvariant);

    /// <exception cref="EsaFileException">It is none of these, or cannot be read as what it is.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static EsaFileContent Read(string path)
    {
        using FileStream file = InputFile.Open(path);
        return Read(file, Quoted.Path(path));
    }

    /// <summary>The same of a stream that can seek; <paramref name="where"/> names it in messages.</summary>
    public static EsaFileContent Read(Stream stream, string where)
    {
        string head = Decode(Head(stream)).TrimStart();
        if (head.Length == 0) throw new EsaFileException(nameof(FileFault.FileFormatUnknown), $"{where} is empty.");
        if (head[0] == '<') return new EsaXmlReader(where).Read(stream);
        if (stream.Length > MaxTextLength)
            throw new EsaFileException(nameof(FileFault.FileTooLarge), $"{where} has {stream.Length} bytes; an export is read up to {MaxTextLength}.");

        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        string text = SafeText.Lines(Decode(bytes.ToArray()));
        return BeginsWithSection(text) ? Destinations(text, where) : Table(text, where);
    }

    private static EsaFileContent Destinations(string text, string where)
    {
        (DestinationControls controls, IReadOnlyList<EsaFileException> faults) = DestinationReader.Read(text, where);
        return new EsaFileContent { Destinations = controls, Faults = faults };
    }

    private static EsaFileContent Table(string text, string where)
    {
        if (Policy.IsMatch(text))
        {
            (HostAccessTable table, IReadOnlyList<EsaFileException> faults) = HatReader.Read(text, where);
            if (table.Entries.Count > 0 || table.Policies.Count > 0) return new EsaFileContent { HostAccessTable = table, Faults = faults };
        }

        throw new EsaFileException(
            nameof(FileFault.FileFormatUnknown),
            $"{where} is neither a saved configuration (XML), an export of Destination Controls ([DEFAULT] and [domain] sections) nor an exported "
                + "Host Access Table (policies such as $ACCEPTED).");
    }

    private static bool BeginsWithSection(string text)
    {
        using StringReader lines = new(text);
        while (lines.ReadLine() is { } raw)
        {
            string line = raw.TrimStart();
            if (line.Length > 0 && line[0] is not ('#' or ';')) return line[0] == '[';
        }

        return false;
    }

    private static byte[] Head(Stream stream)
    {
        byte[] head = new byte[HeadLength];
        int length = 0;
        for (int read; length < head.Length && (read = stream.Read(head, length, head.Length - length)) > 0;) length += read;
        stream.Position = 0;
        return head.AsSpan(0, length).ToArray();
    }

    // Windows PowerShell's > writes UTF-16; the appliance writes ASCII or ISO-8859-1.
    private static string Decode(byte[] bytes)
    {
        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE) return Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2);
        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF) return Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2);
        int start = bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.GetEncoding("ISO-8859-1").GetString(bytes);
        }
    }
}
