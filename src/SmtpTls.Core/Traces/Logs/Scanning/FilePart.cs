namespace SmtpTls.Logs;

/// <summary>What came of reading one part of a file.</summary>
internal sealed class FilePart : ISessionSink
{
    private readonly List<SessionFacts> _sessions = [];

    /// <summary>What was taken for the state before the part, and the state behind it.</summary>
    public RouterState Before { get; set; } = RouterState.Begin;

    public RouterState After { get; set; } = RouterState.Begin;

    public IReadOnlyList<SessionFacts> Sessions => _sessions;

    public long Lines { get; set; }

    public long Unparsed { get; set; }

    /// <summary>The first unparsed line, counted from the beginning of the part.</summary>
    public long FirstUnparsed { get; set; }

    public bool LogsClientTls { get; set; }

    public string? Remark { get; set; }

    public Exception? Error { get; set; }

    public void Add(SessionFacts session) => _sessions.Add(session);
}
