namespace SmtpTls.Common;

/// <summary>Reads what a stranger made no further than a limit.</summary>
/// <param name="limit">How many bytes may be read, in all.</param>
internal sealed class BoundedRead(long limit)
{
    private const int BlockLength = 64 * 1024;

    private long _left = limit;

    /// <summary>Everything that is left of <paramref name="stream"/>; <see langword="null"/> where that is more than may be read.</summary>
    public byte[]? ToEnd(Stream stream, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        byte[] block = new byte[BlockLength];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int read = stream.Read(block, 0, block.Length);
            if (read == 0)
                return content.ToArray();
            _left -= read;
            if (_left < 0)
                return null;
            content.Write(block, 0, read);
        }
    }
}
