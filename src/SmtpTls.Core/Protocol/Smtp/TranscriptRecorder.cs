using System.Diagnostics;

namespace SmtpTls.Smtp;

/// <summary>Writes down a dialogue, line by line, with the time since the recorder was made. Bounded in lines and in their length.</summary>
internal sealed class TranscriptRecorder
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<TranscriptLine> _lines = [];
    private bool _full;

    /// <summary>Whether what follows goes through TLS.</summary>
    public bool Encrypted { get; set; }

    /// <summary>Time since the recorder was made.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>What was written down so far.</summary>
    public IReadOnlyList<TranscriptLine> Lines => _lines;

    /// <summary>A line that the server sent, code included.</summary>
    public void Server(string text, string comment = "") => Add("S", text, comment);

    /// <summary>A line that the client sent, without secrets.</summary>
    public void Client(string text, string comment = "") => Add("C", text, comment);

    /// <summary>A comment of its own.</summary>
    public void Note(string text) => Add("#", text, "");

    /// <summary>Adds to the comment of the last line.</summary>
    public void Annotate(string comment)
    {
        if (_lines.Count == 0 || _full)
            return;
        TranscriptLine last = _lines[_lines.Count - 1];
        _lines[_lines.Count - 1] = last with { Comment = last.Comment.Length == 0 ? comment : $"{last.Comment}; {comment}" };
    }

    private void Add(string who, string text, string comment)
    {
        if (_full)
            return;
        _full = _lines.Count == SmtpLimits.TranscriptLines - 1;
        _lines.Add(new TranscriptLine
        {
            Time = _clock.Elapsed,
            Who = _full ? "#" : who,
            Text = _full ? "The transcript is cut here." : SafeText.Shorten(text, SmtpLimits.TranscriptText),
            Comment = _full ? "" : comment,
            Encrypted = Encrypted,
        });
    }
}
