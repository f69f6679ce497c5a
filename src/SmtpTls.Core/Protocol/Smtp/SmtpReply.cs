using System.Globalization;
using System.Text;

namespace SmtpTls.Smtp;

/// <summary>A reply of one or more lines (RFC 5321 section 4.2), read from a server or about to be sent by one.</summary>
internal sealed class SmtpReply
{
    /// <summary>Makes a reply.</summary>
    /// <param name="code">200 to 599.</param>
    /// <param name="lines">The text of each line without code and separator; at least one, which may be empty.</param>
    /// <exception cref="ArgumentException">There is no line.</exception>
    public SmtpReply(int code, params IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            throw new ArgumentException("A reply has at least one line.", nameof(lines));
        Code = code;
        Lines = lines;
        EnhancedCode = EnhancedStatusCode.FromText(lines[0]);
    }

    /// <summary>The three digits.</summary>
    public int Code { get; }

    /// <summary>The text of each line, without code and separator, control characters and invalid UTF-8 as \xNN.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The enhanced status code (RFC 3463), where the text begins with one.</summary>
    public EnhancedStatusCode? EnhancedCode { get; }

    /// <summary>What the first digit says.</summary>
    public SmtpReplySeverity Severity => (SmtpReplySeverity)(Code / 100);

    /// <summary>All lines, in one.</summary>
    public string Text => string.Join(" ", Lines);

    /// <summary>The reply as it goes over the wire.</summary>
    public string ToWire()
    {
        StringBuilder wire = new();
        for (int i = 0; i < Lines.Count; i++)
        {
            wire.Append(Code.ToString("000", CultureInfo.InvariantCulture))
                .Append(i == Lines.Count - 1 ? ' ' : '-')
                .Append(Lines[i])
                .Append("\r\n");
        }
        return wire.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Text.Length == 0 ? Code.ToString("000", CultureInfo.InvariantCulture) : $"{Code:000} {Text}";
}
