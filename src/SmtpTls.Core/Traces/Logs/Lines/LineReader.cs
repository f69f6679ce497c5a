using System.Buffers;
using System.Runtime.CompilerServices;

namespace SmtpTls.Logs;

/// <summary>Takes the lines of a log one by one.</summary>
internal interface ILineReceiver
{
    /// <summary>A line without its end. <paramref name="terminated"/> is false for a last line that has none: it may be cut.</summary>
    void Line(ReadOnlySpan<byte> line, long number, bool terminated);

    /// <summary>A line longer than <see cref="LineReader.MaxLine"/> was left out.</summary>
    void LongLine(long number);
}

/// <summary>Reads bytes from a place in the log; 0 where it ends.</summary>
internal delegate int ReadBytes(byte[] buffer, int offset, int count, long position);

/// <summary>
/// Reads a log in blocks and hands out its lines as they stand in the block, in UTF-8: those that begin at or after
/// <paramref name="from"/> and before <paramref name="to"/>, so that readers of neighbouring parts share all lines out among them.
/// </summary>
internal sealed class LineReader(ReadBytes read, long from, long to) : IDisposable
{
    /// <summary>The longest line that is looked at, in bytes.</summary>
    public const int MaxLine = 1 << 20;

    private const int BlockSize = 1 << 18;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _filled;
    private bool _ended;

    // A line begins where the byte before it ends one: reading begins with that byte.
    private long _base = Math.Max(0, from - 1);

    /// <summary>Up to where the log was read.</summary>
    public long Position { get; private set; } = Math.Max(0, from - 1);

    /// <summary>How many lines were handed out.</summary>
    public long Lines { get; private set; }

    /// <summary>Reads to the end. <paramref name="goOn"/> is asked between blocks.</summary>
    /// <exception cref="IOException">The file can be read no further.</exception>
    /// <exception cref="InvalidDataException">The file is not what it says it is.</exception>
    [MethodImpl(Jit.Hot)]
    public void Read(ILineReceiver receiver, Func<bool> goOn)
    {
        bool first = from > 0, skipping = first;
        int start = SkipByteOrderMark();
        while (true)
        {
            int lineStart = start, length;
            int stop = (int)Math.Min(int.MaxValue, to - _base);
            ReadOnlySpan<byte> block = _buffer.AsSpan(0, _filled);
            while (lineStart < stop && (length = block.Slice(lineStart).IndexOf((byte)'\n')) >= 0)
            {
                if (!first)
                    Lines++;
                if (!skipping)
                    receiver.Line(WithoutReturn(block.Slice(lineStart, length)), Lines, terminated: true);
                first = skipping = false;
                lineStart += length + 1;
            }
            if (lineStart >= stop)
                return;
            int rest = _filled - lineStart;
            if (_ended)
            {
                if (rest > 0 && !skipping)
                {
                    Lines++;
                    receiver.Line(WithoutReturn(block.Slice(lineStart)), Lines, terminated: false);
                }
                return;
            }
            if (skipping || rest > MaxLine)
            {
                if (!skipping)
                    receiver.LongLine(Lines + 1);
                skipping = true;
                rest = 0;
            }
            Array.Copy(_buffer, _filled - rest, _buffer, 0, rest);
            _base += _filled - rest;
            _filled = rest;
            start = 0;
            if (_buffer.Length - _filled < BlockSize / 2)
                Grow();
            if (!goOn())
                return;
            Fill();
        }
    }

    public void Dispose()
    {
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

    private void Fill()
    {
        if (_ended)
            return;
        int count = read(_buffer, _filled, _buffer.Length - _filled, Position);
        _filled += count;
        Position += count;
        _ended = count == 0;
    }

    private int SkipByteOrderMark()
    {
        Fill();
        return from == 0 && _buffer.AsSpan(0, _filled).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private static ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[line.Length - 1] == '\r' ? line.Slice(0, line.Length - 1) : line;
}
