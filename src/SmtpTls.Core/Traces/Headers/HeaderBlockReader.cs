namespace SmtpTls.Headers;

/// <summary>
/// Finds the headers of each message in a file, whatever its size, and keeps no more than <see cref="MaxLength"/> bytes of them. Where the
/// file begins with <c>From </c>, it is an mbox (RFC 4155): a message begins at each such line behind a blank one.
/// </summary>
/// <remarks>
/// MimeKit's MimeReader would do the same, but takes 18 seconds for a header of 16 MB: the time grows with the square of the length.
/// </remarks>
internal sealed class HeaderBlockReader
{
    /// <summary>How much of the headers of a message is kept. Servers take some hundred kilobytes at most.</summary>
    public const int MaxLength = 1024 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private byte[] _block = new byte[16 * 1024];
    private int _length;
    private int _position;
    private int _filled;
    private bool _open;
    private bool _continued;
    private bool _done;

    /// <summary>Begins to read.</summary>
    public HeaderBlockReader(Stream stream)
    {
        _stream = stream;
        Fill();
        // "From : a@example.com" is a header, if an odd one.
        IsMbox = StartsWith("From "u8) && !StartsWith("From :"u8);
    }

    /// <summary>Whether the file holds many messages.</summary>
    public bool IsMbox { get; }

    /// <summary>The headers of the message, with their line ends.</summary>
    public ArraySegment<byte> Block => new(_block, 0, _length);

    /// <summary>Whether there were more headers than are kept.</summary>
    public bool Cut { get; private set; }

    /// <summary>Whether the file goes on with these bytes.</summary>
    public bool StartsWith(ReadOnlySpan<byte> bytes) => _buffer.AsSpan(_position, _filled - _position).StartsWith(bytes);

    /// <summary>Goes to the next message; <see langword="false"/> at the end. A file without <c>From </c> has one, even an empty one.</summary>
    public bool ReadNext(CancellationToken cancellationToken)
    {
        (_length, Cut) = (0, false);
        if (IsMbox ? !SkipToMessage(cancellationToken) : _done)
            return false;
        while (NextLine(out ReadOnlySpan<byte> line, cancellationToken))
        {
            if (!IsBlank(line))
                Keep(line);
            else if (_length > 0)
                break;
        }
        // What follows the headers of the only message is its body.
        _done = !IsMbox;
        return true;
    }

    private bool SkipToMessage(CancellationToken cancellationToken)
    {
        bool blank = true;
        while (NextLine(out ReadOnlySpan<byte> line, cancellationToken))
        {
            if (blank && line.StartsWith("From "u8))
                return true;
            blank = IsBlank(line);
        }
        return false;
    }

    /// <summary>The next line with its end; a line longer than the buffer comes in pieces.</summary>
    private bool NextLine(out ReadOnlySpan<byte> line, CancellationToken cancellationToken)
    {
        int end = _buffer.AsSpan(_position, _filled - _position).IndexOf((byte)'\n');
        if (end < 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Fill();
            end = _buffer.AsSpan(0, _filled).IndexOf((byte)'\n');
        }
        int length = end < 0 ? _filled - _position : end + 1;
        line = _buffer.AsSpan(_position, length);
        _position += length;
        (_continued, _open) = (_open, end < 0);
        return length > 0;
    }

    private void Fill()
    {
        Buffer.BlockCopy(_buffer, _position, _buffer, 0, _filled - _position);
        (_position, _filled) = (0, _filled - _position);
        int read;
        while (_filled < _buffer.Length && (read = _stream.Read(_buffer, _filled, _buffer.Length - _filled)) > 0)
            _filled += read;
    }

    private void Keep(ReadOnlySpan<byte> line)
    {
        int length = Math.Min(line.Length, MaxLength - _length);
        Cut |= length < line.Length;
        if (_length + length > _block.Length)
            Array.Resize(ref _block, Math.Min(MaxLength, Math.Max(_block.Length * 2, _length + length)));
        line.Slice(0, length).CopyTo(_block.AsSpan(_length));
        _length += length;
    }

    private bool IsBlank(ReadOnlySpan<byte> line) => !_continued && line.Length <= 2 && line[^1] == '\n' && (line.Length == 1 || line[0] == '\r');
}
