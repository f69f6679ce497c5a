using System.Text;

namespace SmtpTls.Headers;

/// <summary>Reads the Received headers of messages from files: one message (.eml), or many (mbox). Bodies are passed over.</summary>
internal static class MessageFile
{
    // Throws at bytes that are no UTF-8: such headers are older than RFC 6532 and taken byte by byte.
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    private static readonly string[] Extensions = [".eml", ".mbox", ".mbx"];
    private static readonly byte[] OutlookStart = [0xD0, 0xCF, 0x11, 0xE0];

    /// <summary>Whether a file that was found in a folder holds messages, by its name.</summary>
    public static bool IsNamedSo(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The messages of a file, one after the other.</summary>
    /// <exception cref="FileFaultException">The file cannot be opened, or is no file of messages.</exception>
    /// <exception cref="IOException">It cannot be read to its end.</exception>
    public static IEnumerable<MessageHeaders> Read(string path, CancellationToken cancellationToken)
    {
        using FileStream file = InputFile.Open(path, bufferSize: 1);
        HeaderBlockReader blocks = new(file);
        if (blocks.StartsWith(OutlookStart))
        {
            throw new FileFaultException(
                FileFault.FileFormatUnknown, path, "is an Outlook message (.msg). Open it, copy the text of File > Properties > Internet headers, and give that with -Header.");
        }
        for (int number = 1; blocks.ReadNext(cancellationToken); number++)
        {
            IReadOnlyList<string> fields = HeaderText.ReadFields(Decode(blocks.Block));
            yield return new MessageHeaders(blocks.IsMbox ? $"{path}#{number}" : path, fields, blocks.Cut);
        }
    }

    private static string Decode(ArraySegment<byte> block)
    {
        try
        {
            return Utf8.GetString(block.Array!, block.Offset, block.Count);
        }
        catch (DecoderFallbackException)
        {
            return Latin1.GetString(block.Array!, block.Offset, block.Count);
        }
    }
}
