using System.Buffers.Binary;
using System.IO.Compression;

namespace SmtpTls.Logs;

/// <summary>
/// What is in a gzip file. Says so where the file is cut short, which .NET's decompression does not tell, and where it expands beyond all
/// measure.
/// </summary>
internal sealed class GzipLogStream(FileStream file) : Stream
{
    /// <summary>How many times its size a compressed log may expand to. Deflate cannot do more than 1032; real logs stay below 100.</summary>
    public const int MaxExpansion = 500;

    private const long FreeExpansion = 1 << 26;

    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 8];

    private readonly GZipStream _zip = new(file, CompressionMode.Decompress, leaveOpen: true);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the bytes begin a gzip file.</summary>
    public static bool Begins(byte first, byte second) => (first, second) is (0x1F, 0x8B);

    /// <exception cref="InvalidDataException">The file is cut short, or expands beyond all measure.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        int read = _zip.Read(buffer, offset, count);
        _read += read;
        if (_read > FreeExpansion && _read / MaxExpansion > file.Position)
            throw new InvalidDataException($"it expands to more than {MaxExpansion} times its size, which no log does");
        if (read == 0 && count > 0 && IsCutShort())
            throw new InvalidDataException("the compressed data is cut short");
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _zip.Dispose();
        base.Dispose(disposing);
    }

    // The size that stands at the end (RFC 1952 section 2.3.1) is not what came out, and no other file was appended to it.
    private bool IsCutShort()
    {
        byte[] trailer = new byte[4];
        file.Position = Math.Max(0, file.Length - trailer.Length);
        int read = 0, now;
        while (read < trailer.Length && (now = file.Read(trailer, read, trailer.Length - read)) > 0)
            read += now;
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer) != unchecked((uint)_read) && !HasSecondMember();
    }

    private bool HasSecondMember()
    {
        byte[] buffer = new byte[1 << 16];
        file.Position = 1;
        int kept = 0, read;
        while ((read = file.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            ReadOnlySpan<byte> bytes = buffer.AsSpan(0, kept + read);
            for (int at = bytes.IndexOf(Magic); at >= 0; at = Next(bytes, at))
            {
                if (at + 10 <= bytes.Length && bytes[at + 3] is 0 or 8 && bytes[at + 8] is 0 or 2 or 4 && bytes[at + 9] is 0 or 3 or 10 or 11 or 255)
                    return true;
            }
            kept = Math.Min(9, bytes.Length);
            bytes.Slice(bytes.Length - kept).CopyTo(buffer);
        }
        return false;
    }

    private static int Next(ReadOnlySpan<byte> bytes, int at)
    {
        int next = bytes.Slice(at + 1).IndexOf(Magic);
        return next < 0 ? -1 : at + 1 + next;
    }
}
