namespace SmtpTls.Headers;

/// <summary>
/// Takes a header apart into words, comments, quoted strings and semicolons (RFC 5322 section 3.2), so that what somebody put into a
/// comment, an address or a quoted name never passes for a word of the server.
/// </summary>
/// <remarks>
/// Headers are not as the RFC has them: comments stay open, quotes stand alone. What is not closed within <see cref="MaxPart"/> characters
/// ends at the next semicolon, and is not read a second time. One scanner reads many headers, one after the other.
/// </remarks>
internal sealed class HeaderScanner
{
    /// <summary>What is read of a header at most. Servers write a few hundred characters.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MaxPart = 2048;
    private const int MaxParts = 256;

    private readonly HeaderPart[] _parts = new HeaderPart[MaxParts];
    private char[] _text = new char[1024];
    private int _length;
    private int _count;

    /// <summary>The text, unfolded: one space where there was white space, no control characters.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>The parts in their order; 256 at most.</summary>
    public ReadOnlySpan<HeaderPart> Parts => _parts.AsSpan(0, _count);

    /// <summary>Reads another header, without its name.</summary>
    public void Read(ReadOnlySpan<char> body)
    {
        Unfold(body.Length > MaxLength ? body.Slice(0, MaxLength) : body);
        _count = 0;
        int position = 0;
        while (position < _length && _count < MaxParts)
            position = ReadPart(position);
    }

    // Quoted-printable, in which bounces carry headers, is undone on the way: "=3D" and the soft line break (RFC 2045 section 6.7).
    private void Unfold(ReadOnlySpan<char> body)
    {
        if (_text.Length < body.Length)
            _text = new char[body.Length];
        int length = 0;
        bool space = false;
        for (int i = 0; i < body.Length; i++)
        {
            char c = body[i];
            if (c <= ' ' || c == '\u007f')
            {
                space = length > 0;
                continue;
            }
            if (c == '=' && IsSoftBreak(body.Slice(i + 1), out int skipped))
            {
                i += skipped;
                continue;
            }
            if (c == '=' && i + 2 < body.Length && body[i + 1] == '3' && body[i + 2] is 'D' or 'd')
                i += 2;
            if (space)
                _text[length++] = ' ';
            space = false;
            _text[length++] = c;
        }
        _length = length;
    }

    private static bool IsSoftBreak(ReadOnlySpan<char> rest, out int skipped)
    {
        skipped = 0;
        if (rest.IsEmpty)
            return true;
        if (rest[0] == '\r')
            skipped = 1;
        if (skipped < rest.Length && rest[skipped] == '\n')
        {
            skipped++;
            return true;
        }
        return false;
    }

    private int ReadPart(int start)
    {
        switch (_text[start])
        {
            case ' ':
                return start + 1;
            case ';':
                return Add(HeaderPartKind.Semicolon, start, start + 1, start + 1);
            case '(':
                return ReadComment(start);
            case '"':
                return ReadQuoted(start, '"');
            case '<':
                return ReadQuoted(start, '>');
            case '[':
                return ReadQuoted(start, ']');
            default:
                int end = start + 1;
                while (end < _length && !IsWordEnd(_text[end]))
                    end++;
                return Add(HeaderPartKind.Word, start, end, end);
        }
    }

    private static bool IsWordEnd(char c) => c is ' ' or '(' or ';' or '"' or '<';

    private int ReadQuoted(int start, char close)
    {
        int end = EndOfQuoted(start, close);
        return end < 0 ? Add(HeaderPartKind.Word, start, start + 1, start + 1) : Add(HeaderPartKind.Quoted, start, end, end);
    }

    /// <summary>The place behind the closing character; -1 where there is none near.</summary>
    private int EndOfQuoted(int start, char close)
    {
        int limit = Math.Min(_length, start + MaxPart);
        for (int i = start + 1; i < limit; i++)
        {
            if (_text[i] == '\\' && close == '"')
                i++;
            else if (_text[i] == close)
                return i + 1;
            // A local part may be a quoted string with anything in it: <"a>b"@example.com>.
            else if (_text[i] == '"' && close == '>' && EndOfQuoted(i, '"') is > 0 and int end)
                i = end - 1;
            else if (_text[i] == '"' && close == '>')
                return -1;
        }
        return -1;
    }

    private int ReadComment(int start)
    {
        int limit = Math.Min(_length, start + MaxPart);
        int depth = 0;
        int semicolon = -1;
        bool quotes = true;
        for (int i = start; i < limit; i++)
        {
            switch (_text[i])
            {
                case '\\':
                    i++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return Add(HeaderPartKind.Comment, start + 1, i, i + 1);
                case ';' when semicolon < 0:
                    semicolon = i;
                    break;
                // 5" is no quote; subject="/CN=a)b" and <")("@example.com> are.
                case '"' when quotes && !char.IsLetterOrDigit(_text[i - 1]):
                    int end = EndOfQuoted(i, '"');
                    quotes = end > 0;
                    if (quotes)
                        i = end - 1;
                    break;
            }
        }
        int open = semicolon < 0 ? limit : semicolon;
        return Add(HeaderPartKind.Comment, start + 1, open, open);
    }

    private int Add(HeaderPartKind kind, int start, int end, int next)
    {
        _parts[_count++] = new HeaderPart(kind, start, end);
        return next;
    }
}
