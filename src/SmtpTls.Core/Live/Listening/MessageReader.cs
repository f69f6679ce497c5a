namespace SmtpTls.Listening;

/// <summary>
/// Reads what follows DATA (RFC 5321 section 4.5.2): takes out the stuffed dots, keeps the header and counts the rest. Does no I/O:
/// bytes in, how many of them belonged to the message out.
/// </summary>
/// <remarks>Only CRLF . CRLF ends a message. A server that takes a bare line feed for a line ending can be smuggled a second one.</remarks>
internal sealed class MessageReader
{
    private readonly HeaderReader _header = new();
    private State _state = State.LineStart;

    private enum State
    {
        LineStart,
        Dot,
        DotCr,
        Text,
        Cr,
        Done,
    }

    /// <summary>The header's fields, each in one line (unfolded, RFC 5322 section 2.2.3).</summary>
    public IReadOnlyList<string> Header => _header.Fields;

    /// <summary>Whether the header was longer than what is kept of one.</summary>
    public bool IsHeaderCut => _header.IsCut;

    /// <summary>Bytes of the message, without stuffed dots and the final one.</summary>
    public long Size { get; private set; }

    /// <summary>Whether the end has been read.</summary>
    public bool IsDone => _state == State.Done;

    /// <summary>Line feeds without carriage return, which RFC 5321 section 2.3.8 forbids.</summary>
    public long BareLineFeeds { get; private set; }

    /// <summary>Takes the next bytes.</summary>
    /// <returns>How many belonged to the message; fewer than were given when its end is among them.</returns>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        int taken = 0;
        while (taken < bytes.Length && !IsDone)
        {
            if (_state == State.Text && _header.IsDone)
            {
                int run = bytes.Slice(taken).IndexOfAny((byte)'\r', (byte)'\n');
                run = run < 0 ? bytes.Length - taken : run;
                Size += run;
                taken += run;
                if (taken == bytes.Length)
                    break;
            }
            Take(bytes[taken++]);
        }
        return taken;
    }

    private void Take(byte next)
    {
        switch (_state)
        {
            case State.LineStart when next == '.':
                _state = State.Dot;
                break;
            case State.Dot when next == '\r':
                _state = State.DotCr;
                break;
            case State.DotCr when next == '\n':
                _state = State.Done;
                break;
            case State.DotCr:
                Keep((byte)'\r');
                _state = State.Cr;
                Take(next);
                break;
            default:
                Keep(next);
                if (next == '\n' && _state != State.Cr)
                    BareLineFeeds++;
                _state = next == '\r' ? State.Cr : next == '\n' && _state == State.Cr ? State.LineStart : State.Text;
                break;
        }
    }

    private void Keep(byte next)
    {
        Size++;
        if (!_header.IsDone)
            _header.Take(next);
    }
}
