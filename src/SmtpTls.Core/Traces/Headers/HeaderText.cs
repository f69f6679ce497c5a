namespace SmtpTls.Headers;

/// <summary>
/// Finds the Received headers in text as people paste it: with the rest of the headers or without, folded or not, quoted with &gt;, and
/// where a mail client has made one line of it all.
/// </summary>
internal sealed class HeaderText
{
    /// <summary>How many headers of a message are read. Servers refuse a message as looping after a hundred at most.</summary>
    public const int MaxHeaders = 1000;

    private const string Name = "Received";

    // Headers of one word that stand below the trace; others are recognized by their hyphen.
    private static readonly string[] OtherNames = ["From", "To", "Cc", "Subject", "Date", "Sender", "References", "Importance"];

    private readonly List<string> _fields = [];
    private readonly string _text;
    private int _start = -1;
    private int _end;
    private int _headers;
    private bool _others;

    private HeaderText(string text)
    {
        // The line ends of old Macs, which some forms still send.
        string lines = text.IndexOf('\n') < 0 ? text.Replace('\r', '\n') : text;
        _text = lines.AsSpan().TrimStart().StartsWith(">".AsSpan()) ? Unquote(lines) : lines;
    }

    /// <summary>The Received headers with their names, in the order of the text; 1000 at most.</summary>
    public static IReadOnlyList<string> ReadFields(string text)
    {
        HeaderText reader = new(text);
        reader.Read();
        return reader._fields;
    }

    private void Read()
    {
        int line = 0;
        bool blank = false;
        while (line < _text.Length && _fields.Count < MaxHeaders)
        {
            int end = _text.IndexOf('\n', line);
            end = end < 0 ? _text.Length : end;
            ReadOnlySpan<char> content = _text.AsSpan(line, end - line);
            // A body begins behind a blank line; but clients also put blank lines between headers. Received headers stand above the others.
            if (content.Trim().IsEmpty)
                blank = true;
            else if ((blank && _others) || !ReadLine(content, line, blank))
                break;
            else
                blank = false;
            line = end + 1;
        }
        Finish();
        if (_headers <= 1 && _text.AsSpan().Trim().IndexOf('\n') < 0)
            SplitFlat();
    }

    private bool ReadLine(ReadOnlySpan<char> content, int start, bool afterBlank)
    {
        if (IsHeader(content))
        {
            Finish();
            _headers++;
            _start = IsReceived(content) ? start : -1;
            _others |= IsOtherName(content.Slice(0, content.IndexOf(':')), anyWithHyphen: false);
        }
        else if (afterBlank && !(content[0] is ' ' or '\t'))
        {
            return false;
        }
        else if (_headers == 0 && _start < 0 && IsValue(content))
        {
            _start = start;
        }
        _end = start + content.Length;
        return true;
    }

    private static string Unquote(string text)
    {
        IEnumerable<string> lines = text.Split('\n').Select(line => line.StartsWith("> ", StringComparison.Ordinal) ? line.Substring(2) : line.TrimStart('>'));
        return string.Join("\n", lines);
    }

    private void Finish()
    {
        if (_start >= 0 && _fields.Count < MaxHeaders)
            _fields.Add(_text.Substring(_start, Math.Min(_end - _start, HeaderScanner.MaxLength)).TrimEnd());
        _start = -1;
    }

    // Name: value. IPv6 addresses at the start of a line that lost its indent have no space behind their colon.
    private static bool IsHeader(ReadOnlySpan<char> line)
    {
        int colon = line.IndexOf(':');
        if (colon < 2 || !char.IsLetter(line[0]))
            return false;
        foreach (char c in line.Slice(0, colon).TrimEnd())
        {
            if (!(c is '-' or '_' || (c < 128 && char.IsLetterOrDigit(c))))
                return false;
        }
        return colon + 1 == line.Length || char.IsWhiteSpace(line[colon + 1]) || IsReceived(line);
    }

    private static bool IsReceived(ReadOnlySpan<char> line) =>
        line.StartsWithText(Name) && line.Slice(Name.Length).TrimStart() is { Length: > 0 } rest && rest[0] == ':';

    // The value alone, as it comes from other tools.
    private static bool IsValue(ReadOnlySpan<char> line) =>
        line.StartsWithText("from ") || line.StartsWithText("by ") || line.StartsWithText("(from ") || line.StartsWithText("(qmail ");

    /// <summary>Parts the one line at each <c>Received:</c> that stands between headers.</summary>
    private void SplitFlat()
    {
        int start = FindName(0);
        if (start < 0)
            return;
        _fields.Clear();
        while (start >= 0 && _fields.Count < MaxHeaders)
        {
            int next = FindName(start + Name.Length);
            int end = EndOfFlat(start, next < 0 ? _text.Length : next, out bool last);
            _fields.Add(_text.Substring(start, Math.Min(end - start, HeaderScanner.MaxLength)).TrimEnd());
            // What stands behind the subject may be its text.
            start = last ? -1 : next;
        }
    }

    // At the start or behind white space; but not behind a colon, where it is another header's value.
    private int FindName(int from)
    {
        for (int at = from; (at = _text.IndexOf(Name + ":", at, StringComparison.Ordinal)) >= 0; at++)
        {
            ReadOnlySpan<char> before = _text.AsSpan(0, at);
            ReadOnlySpan<char> text = before.TrimEnd();
            if (text.IsEmpty || (text.Length < before.Length && text[^1] != ':'))
                return at;
        }
        return -1;
    }

    private int EndOfFlat(int start, int limit, out bool last)
    {
        last = false;
        int end = limit;
        int semicolon = _text.IndexOf(';', start, limit - start);
        for (int at = semicolon; at >= 0 && at < limit; at++)
        {
            at = _text.IndexOf(' ', at, limit - at);
            if (at < 0)
                break;
            ReadOnlySpan<char> rest = _text.AsSpan(at + 1, limit - at - 1);
            int colon = rest.IndexOfAny(':', ' ');
            if (colon <= 0 || rest[colon] != ':' || !IsOtherName(rest.Slice(0, colon), anyWithHyphen: true))
                continue;
            end = Math.Min(end, at);
            last |= rest.StartsWithText("Subject:");
        }
        return end;
    }

    private static bool IsOtherName(ReadOnlySpan<char> name, bool anyWithHyphen)
    {
        foreach (string other in OtherNames)
        {
            if (name.SequenceEqual(other.AsSpan()))
                return true;
        }
        return anyWithHyphen && name.IndexOf('-') > 0 && char.IsUpper(name[0]) && IsHeader((name.ToString() + ":").AsSpan());
    }
}
