namespace SmtpTls.Smtp;

/// <summary>
/// Reads lines of bounded length. It reads ahead only as far as bytes have arrived, and accounts for what it has read
/// ahead (<see cref="TakeBuffered"/>), because after STARTTLS nothing of it may count (RFC 3207 section 6).
/// </summary>
internal sealed class SmtpLineReader
{
    private readonly Stream _stream;
    private readonly int _maxLineLength;
    private readonly byte[] _buffer;
    private int _start;
    private int _end;
    private bool _skipping;

    /// <summary>Reads from <paramref name="stream"/>, which stays open.</summary>
    /// <param name="stream">Where the bytes come from.</param>
    /// <param name="maxLineLength">The longest line in bytes, without its ending.</param>
    public SmtpLineReader(Stream stream, int maxLineLength = SmtpLimits.LineLength)
    {
        _stream = stream;
        _maxLineLength = maxLineLength;
        _buffer = new byte[Math.Max(4096, maxLineLength + 2)];
    }

    /// <summary>Bytes of all lines so far, endings and skipped parts included.</summary>
    public long Consumed { get; private set; }

    /// <summary>Bytes that were read and belong to no line yet.</summary>
    public int Buffered => _end - _start;

    /// <summary>Takes out what was read ahead.</summary>
    public byte[] TakeBuffered()
    {
        byte[] taken = _buffer.AsSpan(_start, Buffered).ToArray();
        Consume(Buffered);
        return taken;
    }

    /// <summary>What has arrived, at least a byte of it, for content that is not made of lines; empty when the stream has ended.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(CancellationToken cancellationToken)
    {
        if (Buffered == 0)
            await FillAsync(cancellationToken).ConfigureAwait(false);
        return _buffer.AsMemory(_start, Buffered);
    }

    /// <summary>Goes on by some of what <see cref="PeekAsync"/> showed.</summary>
    public void Advance(int count) => Consume(count);

    /// <summary>Reads a line that ends with LF or CRLF; <see langword="null"/> when the stream ended before one was whole.</summary>
    public async ValueTask<SmtpLine?> ReadLineAsync(CancellationToken cancellationToken)
    {
        int scanned = 0;
        while (true)
        {
            int newline = _buffer.AsSpan(_start + scanned, Buffered - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                int length = scanned + newline;
                if (!_skipping)
                    return TakeLine(length);
                Consume(length + 1);
                _skipping = false;
                scanned = 0;
                continue;
            }

            scanned = Buffered;
            if (_skipping)
            {
                Consume(Buffered);
                scanned = 0;
            }
            else if (Buffered > _maxLineLength + 1)
            {
                return TakeTruncated();
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return null;
        }
    }

    private SmtpLine TakeLine(int length)
    {
        bool crLf = length > 0 && _buffer[_start + length - 1] == '\r';
        int textLength = crLf ? length - 1 : length;
        bool truncated = textLength > _maxLineLength;
        SmtpLine line = new(_buffer.AsMemory(_start, Math.Min(textLength, _maxLineLength)), truncated, crLf);
        Consume(length + 1);
        return line;
    }

    private SmtpLine TakeTruncated()
    {
        SmtpLine line = new(_buffer.AsMemory(_start, _maxLineLength), IsTruncated: true, EndsWithCrLf: false);
        Consume(Buffered);
        _skipping = true;
        return line;
    }

    private void Consume(int count)
    {
        _start += count;
        Consumed += count;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, Buffered);
            _end -= _start;
            _start = 0;
        }
        int count = await _stream.ReadBytesAsync(_buffer, _end, _buffer.Length - _end, cancellationToken).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }
}
