namespace SmtpTls.Logs;

/// <summary>Hands sessions on many at a time, so that threads seldom meet.</summary>
internal sealed class SessionBatch(Action<IReadOnlyList<SessionFacts>> take, int size) : ISessionSink
{
    private readonly int _size = size;
    private List<SessionFacts> _sessions = new(size);

    public void Add(SessionFacts session)
    {
        _sessions.Add(session);
        if (_sessions.Count >= _size)
            Flush();
    }

    public void Flush()
    {
        if (_sessions.Count == 0)
            return;
        List<SessionFacts> full = _sessions;
        _sessions = new List<SessionFacts>(_size);
        take(full);
    }
}
