using SmtpTls.Smtp;

namespace SmtpTls.Sending;

/// <summary>Cuts what the server sends into lines of bounded length.</summary>
internal sealed class ServerLines
{
    private readonly List<byte> _line = [];

    /// <summary>Takes a byte.</summary>
    /// <returns>The line that ends with it, or that has become too long.</returns>
    public SmtpLine? Add(byte next)
    {
        if (next == '\n')
        {
            bool crLf = _line.Count > 0 && _line[_line.Count - 1] == '\r';
            if (crLf)
                _line.RemoveAt(_line.Count - 1);
            return Take(isTruncated: false, crLf);
        }
        _line.Add(next);
        return _line.Count > SmtpLimits.LineLength + 1 ? Take(isTruncated: true, endsWithCrLf: false) : null;
    }

    /// <summary>Forgets what is no whole line.</summary>
    public void Clear() => _line.Clear();

    private SmtpLine Take(bool isTruncated, bool endsWithCrLf)
    {
        SmtpLine line = new(_line.ToArray(), isTruncated, endsWithCrLf);
        _line.Clear();
        return line;
    }
}
