using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace SmtpTls.Logs;

/// <summary>Takes the lines of a log one by one.</summary>
internal interface ILineReceiver
{
    /// <summary>A line without its end. <paramref name="terminated"/> is false for a last line that has none: it may be cut.</summary>
    void Line(ReadOnlySpan<byte> line, long number, bool terminated);

    /// <summary>A line longer than <see cref="LogReader.MaxLine"/> was left out.</summary>
    void LongLine(long number);
}

/// <summary>
/// Reads a log in blocks and hands out its lines as they stand in the block, in UTF-8. The log may be compressed (gzip), in UTF-16, open for
/// writing by its server, renamed or deleted meanwhile.
/// </summary>
internal sealed class LogReader : IDisposable
{
    /// <summary>The longest line that is looked at, in bytes.</summary>
    public const int MaxLine = 1 << 20;

    /// <summary>How many times its size a compressed log may expand to. Deflate cannot do more than 1032; real logs stay below 100.</summary>
    public const int MaxExpansion = 500;

    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B, 8];

    private const int BlockSize = 1 << 18;
    private const long FreeExpansion = 1 << 26;

    private readonly FileStream _file;
    private readonly Stream _stream;
    private readonly bool _compressed;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _filled;
    private long _read;
    private bool _ended;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public LogReader(string path)
    {
        _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
        try
        {
            byte[] magic = new byte[2];
            bool two = _file.Read(magic, 0, 2) == 2;
            _compressed = two && magic[0] == 0x1F && magic[1] == 0x8B;
            _file.Position = 0;
            _stream = _compressed ? new GZipStream(_file, CompressionMode.Decompress)
                : two && Utf8Stream.Begins(magic[0], magic[1]) ? new Utf8Stream(_file)
                : _file;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>How much of the file was read, in bytes on the disk.</summary>
    public long Position => _file.Position;

    /// <summary>How many lines were handed out.</summary>
    public long Lines { get; private set; }

    /// <summary>Reads to the end. <paramref name="afterBlock"/> is called between blocks, and may throw.</summary>
    /// <exception cref="IOException">The file can be read no further, is a gzip file cut short, or expands beyond all measure.</exception>
    [MethodImpl(Jit.Hot)]
    public void Read(ILineReceiver receiver, Action afterBlock)
    {
        bool skipping = false;
        int start = SkipByteOrderMark();
        while (true)
        {
            int lineStart = start;
            ReadOnlySpan<byte> block = _buffer.AsSpan(0, _filled);
            int length;
            while ((length = block.Slice(lineStart).IndexOf((byte)'\n')) >= 0)
            {
                Lines++;
                if (skipping)
                    skipping = false;
                else
                    receiver.Line(WithoutReturn(block.Slice(lineStart, length)), Lines, terminated: true);
                lineStart += length + 1;
            }
            int rest = _filled - lineStart;
            if (_ended)
            {
                if (rest > 0 && !skipping)
                {
                    Lines++;
                    receiver.Line(WithoutReturn(block.Slice(lineStart)), Lines, terminated: false);
                }
                if (_compressed && IsCutShort())
                    throw new InvalidDataException("the compressed data is cut short");
                return;
            }
            if (skipping || rest > MaxLine)
            {
                if (!skipping)
                    receiver.LongLine(Lines + 1);
                skipping = true;
                rest = 0;
            }
            if (_compressed && _read > FreeExpansion && _read / MaxExpansion > Position)
                throw new InvalidDataException($"it expands to more than {MaxExpansion} times its size, which no log does");
            Array.Copy(_buffer, _filled - rest, _buffer, 0, rest);
            _filled = rest;
            start = 0;
            if (_buffer.Length - _filled < BlockSize / 2)
                Grow();
            afterBlock();
            Fill();
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _file.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow()
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private bool Fill()
    {
        if (_ended)
            return false;
        int read = _stream.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        _read += read;
        _ended = read == 0;
        return !_ended;
    }

    /// <summary>
    /// Whether a gzip file lacks its end, which .NET's decompression does not tell: the size that stands there (RFC 1952 section 2.3.1) is
    /// not what came out, and no other file was appended to it.
    /// </summary>
    private bool IsCutShort()
    {
        byte[] trailer = new byte[4];
        _file.Position = Math.Max(0, _file.Length - trailer.Length);
        int read = 0, now;
        while (read < trailer.Length && (now = _file.Read(trailer, read, trailer.Length - read)) > 0)
            read += now;
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer) != unchecked((uint)_read) && !HasSecondMember();
    }

    private bool HasSecondMember()
    {
        _file.Position = 1;
        int kept = 0, read;
        while ((read = _file.Read(_buffer, kept, _buffer.Length - kept)) > 0)
        {
            ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, kept + read);
            for (int at = bytes.IndexOf(Magic); at >= 0; at = Next(bytes, at))
            {
                if (at + 10 <= bytes.Length && bytes[at + 3] is 0 or 8 && bytes[at + 8] is 0 or 2 or 4 && bytes[at + 9] is 0 or 3 or 10 or 11 or 255)
                    return true;
            }
            kept = Math.Min(9, bytes.Length);
            bytes.Slice(bytes.Length - kept).CopyTo(_buffer);
        }
        return false;
    }

    private static int Next(ReadOnlySpan<byte> bytes, int at)
    {
        int next = bytes.Slice(at + 1).IndexOf(Magic);
        return next < 0 ? -1 : at + 1 + next;
    }

    private int SkipByteOrderMark()
    {
        Fill();
        return _buffer.AsSpan(0, _filled).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[line.Length - 1] == '\r' ? line.Slice(0, line.Length - 1) : line;
}
