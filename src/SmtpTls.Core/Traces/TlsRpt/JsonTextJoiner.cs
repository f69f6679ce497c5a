using System.Text;

namespace SmtpTls.TlsRpt;

/// <summary>Joins lines, as Get-Content gives them, to the objects of JSON that they make up.</summary>
/// <param name="maxLength">More characters are not kept.</param>
internal sealed class JsonTextJoiner(long maxLength)
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>Whether an object has begun and not ended.</summary>
    public bool IsOpen => _text.Length > 0;

    /// <summary>Takes a line; gives the text when the object ends with it, or cannot go on because it is too long.</summary>
    public string? Add(string line)
    {
        _text.Append(line).Append('\n');
        foreach (char c in line)
            Follow(c);
        return (_depth == 0 && !_inString) || _text.Length > maxLength ? Take() : null;
    }

    /// <summary>What is left of an object that did not end.</summary>
    public string Take()
    {
        string text = _text.ToString();
        _text.Clear();
        _depth = 0;
        _inString = _escaped = false;
        return text;
    }

    private void Follow(char c)
    {
        if (_escaped)
            _escaped = false;
        else if (_inString)
            (_inString, _escaped) = (c != '"', c == '\\');
        else if (c == '"')
            _inString = true;
        else if (c is '{' or '[')
            _depth++;
        else if (c is '}' or ']')
            _depth = Math.Max(_depth - 1, 0);
    }
}
