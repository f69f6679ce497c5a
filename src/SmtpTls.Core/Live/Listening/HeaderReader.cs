using SmtpTls.Smtp;

namespace SmtpTls.Listening;

/// <summary>Collects the fields of a message's header (RFC 5322 section 2.2) up to the first line that is none. Bounded.</summary>
internal sealed class HeaderReader
{
    private readonly List<string> _fields = [];
    private readonly List<byte> _line = [];
    private int _length;

    /// <summary>The fields so far, each in one line.</summary>
    public IReadOnlyList<string> Fields => _fields;

    /// <summary>Whether what follows is the body.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether there was more than is kept.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Takes the next byte of the message.</summary>
    public void Take(byte next)
    {
        if (++_length > SmtpLimits.HeaderLength)
        {
            IsCut = IsDone = true;
            return;
        }
        if (next != '\n')
        {
            // A tab is white space and nothing else; SafeText would show it as a control character.
            _line.Add(next == '\t' ? (byte)' ' : next);
            return;
        }
        if (_line.Count > 0 && _line[_line.Count - 1] == '\r')
            _line.RemoveAt(_line.Count - 1);
        IsDone = !TakeLine(_line.ToArray());
        _line.Clear();
    }

    private bool TakeLine(byte[] line)
    {
        if (line.Length > 0 && line[0] == ' ' && _fields.Count > 0)
        {
            _fields[_fields.Count - 1] += SafeText.Decode(line);
            return true;
        }
        // field-name: printable US-ASCII without colon (RFC 5322 section 3.6.8)
        int colon = Array.IndexOf(line, (byte)':');
        if (colon < 1 || !line.Take(colon).All(b => b is > (byte)' ' and < 0x7F))
            return false;
        _fields.Add(SafeText.Decode(line));
        return true;
    }
}
