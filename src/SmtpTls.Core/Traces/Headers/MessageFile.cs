using System.Text;

namespace SmtpTls.Headers;

/// <summary>Reads the Received headers of messages from files: one message (.eml), or many (mbox). Bodies are passed over.</summary>
internal static class MessageFile
{
    // Throws at bytes that are no UTF-8: such headers are older than RFC 6532 and taken byte by byte.
    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Latin1 = Encoding.GetEncoding(28591);

    private static readonly byte[] OutlookStart = [0xD0, 0xCF, 0x11, 0xE0];

    /// <summary>The messages of a file, one after the other.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="FormatException">It is no file of messages.</exception>
    public static IEnumerable<MessageHeaders> Read(string path, CancellationToken cancellationToken)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        HeaderBlockReader blocks = new(file);
        if (blocks.StartsWith(OutlookStart))
        {
            throw new FormatException(
                "It is an Outlook message (.msg). Open it, copy the text of File > Properties > Internet headers, and give that with -Header.");
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
