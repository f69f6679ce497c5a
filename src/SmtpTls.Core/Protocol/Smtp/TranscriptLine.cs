using System.Globalization;

namespace SmtpTls;

/// <summary>One line of an SMTP dialogue, or a comment on it. Secrets are masked before a line is made.</summary>
public sealed record TranscriptLine
{
    /// <summary>When, counted from the start of the test or session.</summary>
    public required TimeSpan Time { get; init; }

    /// <summary><c>S</c> for what the server sent, <c>C</c> for what the client sent, <c>#</c> for a comment.</summary>
    public required string Who { get; init; }

    /// <summary>The line without its CRLF; control characters are written as \xNN, and a long line is cut with a mark.</summary>
    public required string Text { get; init; }

    /// <summary>Why the line matters; empty for most.</summary>
    public string Comment { get; init; } = "";

    /// <summary>Whether the line went through TLS.</summary>
    public bool Encrypted { get; init; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string time = Time.TotalSeconds.ToString("000.000", CultureInfo.InvariantCulture);
        string who = Who == "#" ? "  " : Who + ":";
        string text = Who == "#" ? "-- " + Text : Text;
        return Comment.Length == 0 ? $"[{time}] {who} {text}" : $"[{time}] {who} {text}   <- {Comment}";
    }
}
