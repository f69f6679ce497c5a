namespace SmtpTls.Logs;

/// <summary>
/// Takes the sessions of one file in the order of its parts: whole ones go on, parts of sessions wait for each other, and what was said of no
/// TLS waits for a line that shows whether the server would have said so. For one thread at a time.
/// </summary>
internal sealed class FileSessions(LogScanOptions options, FragmentJoiner fragments, ISessionSink sink) : ISessionSink
{
    private const int MaxUndecided = 100_000;

    private readonly FragmentJoiner _parts = new(ordered: true);
    private readonly List<SessionFacts> _undecided = [];
    private bool _logsTls;

    /// <summary>Sessions that may have been encrypted or not.</summary>
    public long Unlogged { get; private set; }

    /// <summary>Whether there was one.</summary>
    public bool Any { get; private set; }

    /// <summary>The beginning of the first and the end of the last session, whether wanted or not.</summary>
    public long FirstTime { get; private set; } = long.MaxValue;

    public long LastTime { get; private set; }

    /// <summary>The file logs TLS where there is some.</summary>
    public void LogsTls()
    {
        if (_logsTls)
            return;
        _logsTls = true;
        foreach (SessionFacts session in _undecided)
            Decide(session, unlogged: false);
        _undecided.Clear();
    }

    public void Add(SessionFacts session)
    {
        Any = true;
        FirstTime = Math.Min(FirstTime, session.Start);
        LastTime = Math.Max(LastTime, session.End);
        if (session.TlsUndecided && !_logsTls && _undecided.Count < MaxUndecided)
            _undecided.Add(session);
        else
            Decide(session, session.TlsUndecided && !_logsTls);
    }

    /// <summary>A part of the file has ended: what its sessions lacked may have come.</summary>
    public void EndPart()
    {
        foreach (SessionFacts session in _parts.TakeWhole())
            GoOn(session);
    }

    /// <summary>The file has ended: what its sessions lack may be in another.</summary>
    public void EndFile()
    {
        foreach (SessionFacts session in _undecided)
            Decide(session, unlogged: true);
        _undecided.Clear();
        EndPart();
        foreach (JoinedSession left in _parts.Sessions())
        {
            if (!fragments.TryAdd(left.Session))
                GoOn(left.Session);
        }
    }

    private void Decide(SessionFacts session, bool unlogged)
    {
        session.TlsUndecided = false;
        if (unlogged)
        {
            session.TlsUnlogged = true;
            Unlogged++;
        }
        if (!session.IsPart || !_parts.TryAdd(session))
            GoOn(session);
    }

    private void GoOn(SessionFacts session)
    {
        session.Conclude();
        if (options.Wants(session))
            sink.Add(session);
    }
}
