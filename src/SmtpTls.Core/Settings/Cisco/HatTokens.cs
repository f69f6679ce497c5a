using System.Text;

namespace SmtpTls.Cisco;

/// <summary>
/// The words of a Host Access Table as the appliance prints and exports it: <c>GROUP:</c>, hosts, <c>$POLICY</c>, access rules, and
/// <c>{ name = "value" }</c>. Comments, in parentheses or after a #, are left out.
/// </summary>
internal sealed class HatTokens(string text)
{
    // What the command line prints after a table.
    private const string EndOfTable = "Default Policy Parameters";

    private int _at;

    /// <summary>The line of the word read last, counted from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The next word; <see langword="null"/> at the end. <c>{</c> is a word of its own.</summary>
    public string? Next()
    {
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c == '\n') Line++;
            if (char.IsWhiteSpace(c) || c == '}') _at++;
            else if (c == '#') SkipLine();
            else if (c == '(') SkipParentheses();
            else if (c == '{') return text.Substring(_at++, 1);
            else if (string.CompareOrdinal(text, _at, EndOfTable, 0, EndOfTable.Length) == 0) _at = text.Length;
            else return Word();
        }

        return null;
    }

    /// <summary>The parameters after a <c>{</c>, up to its <c>}</c>; the last of two with the same name counts.</summary>
    public Dictionary<string, string> Parameters()
    {
        Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
        while (_at < text.Length && SkipSpace() && text[_at] != '}')
        {
            int start = _at;
            while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('=' or '}' or '"')) _at++;
            string name = text.Substring(start, _at - start);
            if (SkipSpace() && text[_at] == '=')
            {
                _at++;
                parameters[name] = SkipSpace() ? Value() : "";
            }
            else if (_at == start)
            {
                _at++;
            }
        }

        _at++;
        return parameters;
    }

    private string Word()
    {
        int start = _at;
        int brackets = 0;
        for (; _at < text.Length; _at++)
        {
            char c = text[_at];
            if (c == '[') brackets++;
            else if (c == ']') brackets--;
            else if (char.IsWhiteSpace(c) || (brackets <= 0 && c is '(' or '{' or '}')) break;
        }

        return text.Substring(start, _at - start);
    }

    private string Value()
    {
        if (text[_at] != '"')
        {
            int start = _at;
            while (_at < text.Length && text[_at] is not ('\n' or '\r' or '}')) _at++;
            return text.Substring(start, _at - start).Trim();
        }

        int end = ClosingQuote(_at + 1);
        if (end < 0)
        {
            int start = ++_at;
            SkipLine();
            return text.Substring(start, _at - start).Trim();
        }

        StringBuilder value = new();
        for (_at++; _at < end; _at++)
        {
            if (text[_at] == '\n') Line++;
            if (text[_at] == '\\') _at++;
            value.Append(text[_at]);
        }

        _at = end + 1;
        return value.ToString();
    }

    // Texts of several lines may be quoted; one that is never closed ends with its line.
    private int ClosingQuote(int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            if (text[i] == '"') return i;
            if (text[i] == '\\') i++;
        }

        return -1;
    }

    private bool SkipSpace()
    {
        for (; _at < text.Length && char.IsWhiteSpace(text[_at]); _at++)
        {
            if (text[_at] == '\n') Line++;
        }

        return _at < text.Length;
    }

    private void SkipLine()
    {
        while (_at < text.Length && text[_at] != '\n') _at++;
    }

    // A comment may go over lines. One that is never closed ends with its line, so that it does not hide what follows.
    private void SkipParentheses()
    {
        int depth = 0;
        int lines = 0;
        for (int i = _at; i < text.Length; i++)
        {
            if (text[i] == '\n' && ++lines > 1) break;
            if (text[i] == '(') depth++;
            else if (text[i] == ')' && --depth == 0)
            {
                Line += lines;
                _at = i + 1;
                return;
            }
        }

        SkipLine();
    }
}
