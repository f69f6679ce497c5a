namespace SmtpTls.Logs;

/// <summary>Takes sessions, or the parts of them that one file holds, when no more is to be expected of them.</summary>
internal interface ISessionSink
{
    /// <summary>Takes one. It is not changed any more.</summary>
    void Add(SessionFacts session);
}

/// <summary>
/// The sessions of one file that have not ended. One that has ended stays within reach for a few more, since servers do not always write
/// their lines in order. When there are too many, those that were silent longest are taken as they are.
/// </summary>
internal sealed class SessionTable(ISessionSink sink)
{
    private const int MaxOpen = 100_000;
    private const int Afterglow = 64;
    private const int MinSweep = 2048;

    // A process that was silent for so long has done with its connection.
    private static readonly long MaxIdle = TimeSpan.FromMinutes(10).Ticks;

    private readonly Dictionary<SessionKey, SessionFacts> _sessions = [];
    private readonly (SessionKey Key, SessionFacts? Session)[] _ended = new (SessionKey, SessionFacts?)[Afterglow];
    private int _next;
    private int _sweepAt = MinSweep;

    public int Count => _sessions.Count;

    /// <summary>Those that are still within reach.</summary>
    public IEnumerable<SessionFacts> Open => _sessions.Values;

    public bool TryGet(SessionKey key, out SessionFacts session) => _sessions.TryGetValue(key, out session!);

    /// <summary>Puts a session in; one that has the key already is over.</summary>
    public void Put(SessionKey key, SessionFacts session)
    {
        if (_sessions.TryGetValue(key, out SessionFacts? former))
            Release(key, former);
        else if (_sessions.Count >= _sweepAt)
            Sweep(session.Start);
        _sessions[key] = session;
    }

    /// <summary>Notes that the session has ended. Lines that come late are still its own.</summary>
    public void End(SessionKey key, SessionFacts session)
    {
        session.HasEnd = true;
        (SessionKey oldKey, SessionFacts? old) = _ended[_next];
        if (old is not null && _sessions.TryGetValue(oldKey, out SessionFacts? current) && ReferenceEquals(current, old))
            Release(oldKey, old);
        _ended[_next] = (key, session);
        _next = (_next + 1) % Afterglow;
    }

    /// <summary>Gives the session out at once.</summary>
    public void Release(SessionKey key, SessionFacts session)
    {
        _sessions.Remove(key);
        sink.Add(session);
    }

    /// <summary>Gives out all that are left: the file has ended.</summary>
    public void ReleaseAll()
    {
        foreach (SessionFacts session in _sessions.Values.OrderBy(session => session.Start))
            sink.Add(session);
        _sessions.Clear();
    }

    // Dialects that log no end say with the first line that there is one.
    private void Sweep(long now)
    {
        foreach (KeyValuePair<SessionKey, SessionFacts> idle in _sessions.Where(pair => pair.Value.HasEnd && now - pair.Value.End > MaxIdle).ToList())
            Release(idle.Key, idle.Value);
        if (_sessions.Count >= MaxOpen)
            ReleaseOldest();
        _sweepAt = Math.Min(MaxOpen, Math.Max(MinSweep, 2 * _sessions.Count));
    }

    private void ReleaseOldest()
    {
        foreach (KeyValuePair<SessionKey, SessionFacts> oldest in _sessions.OrderBy(pair => pair.Value.End).Take(MaxOpen / 10).ToList())
        {
            // Nothing more is expected of it: it is no part that another file could complete.
            oldest.Value.HasBeginning = oldest.Value.HasEnd = true;
            Release(oldest.Key, oldest.Value);
        }
    }
}
