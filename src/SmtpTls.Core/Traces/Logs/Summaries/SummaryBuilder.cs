namespace SmtpTls.Logs;

/// <summary>Counts sessions by group. Takes them from several threads, in any order.</summary>
internal sealed class SummaryBuilder : ISessionSink
{
    /// <summary>Failures and plain mail that are carried along whole; of more, only those near the first and last times are.</summary>
    private const int MaxEdges = 5000;

    /// <summary>More groups than anybody reads; what is beyond counts for the group without values.</summary>
    private const int MaxGroups = 2_000_000;

    private readonly object _lock = new();
    private readonly Dictionary<GroupKey, SummaryCell> _cells = [];
    private readonly IReadOnlyList<LogGrouping> _grouping;
    private readonly GroupKey _key;
    private readonly string[] _names;
    private readonly FallbackTracker _fallback;
    private readonly long _window;
    private long _first = long.MaxValue, _last;

    public SummaryBuilder(IReadOnlyList<LogGrouping> grouping, TimeSpan fallbackWindow)
    {
        _grouping = grouping;
        _names = [.. grouping.Select(by => by.ToString())];
        _key = new GroupKey(new object?[grouping.Count]);
        _fallback = new FallbackTracker(fallbackWindow);
        _window = fallbackWindow.Ticks;
    }

    /// <summary>Whether there were more groups than there is room for.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Whether there is no session at all.</summary>
    public bool IsEmpty => _cells.Count == 0;

    public long Files { get; set; }

    public long Lines { get; set; }

    public long Unparsed { get; set; }

    /// <summary>Counts sessions that are whole.</summary>
    public void Add(IReadOnlyList<SessionFacts> sessions)
    {
        lock (_lock)
        {
            foreach (SessionFacts session in sessions)
                Count(session);
        }
    }

    /// <inheritdoc cref="Add(IReadOnlyList{SessionFacts})"/>
    public void Add(SessionFacts session)
    {
        lock (_lock)
            Count(session);
    }

    /// <summary>Counts what is left when all files are read: sessions that were put together of parts, and what was read at all.</summary>
    public void Add(LogScan scan)
    {
        foreach (SessionFacts session in scan.Joined())
            AddJoined(session);
        Files += scan.Files;
        Lines += scan.Lines;
        Unparsed += scan.Unparsed;
    }

    /// <summary>Counts a session that was put together of parts, and of which other logs may hold more.</summary>
    public void AddJoined(SessionFacts session)
    {
        if (session.IsPart)
            AddFragment(session);
        else
            Add(session);
    }

    private void AddFragment(SessionFacts session)
    {
        lock (_lock)
        {
            SummaryCell cell = Cell(session);
            cell.Count(session, 1);
            (cell.Fragments ??= []).Add(session);
            Follow(session, cell);
        }
    }

    /// <summary>The group of a session or summary; made where it is new.</summary>
    internal SummaryCell Cell(GroupKey key)
    {
        if (_cells.TryGetValue(key, out SummaryCell? cell))
            return cell;
        GroupKey stored = key.Copy();
        if (_cells.Count >= MaxGroups)
        {
            Overflowed = true;
            stored = new GroupKey(new object?[key.Values.Length]);
            if (_cells.TryGetValue(stored, out cell))
                return cell;
        }
        return _cells[stored] = new SummaryCell();
    }

    internal FallbackTracker Fallback => _fallback;

    internal void See(long first, long last)
    {
        _first = Math.Min(_first, first);
        _last = Math.Max(_last, last);
    }

    /// <summary>Takes a fragment away again, which turned out to be part of something greater.</summary>
    internal void Remove(SessionFacts fragment)
    {
        SummaryCell cell = Cell(fragment);
        cell.Count(fragment, -1);
        cell.Fragments?.Remove(fragment);
        if (fragment.Remote is null)
            return;
        HostPair pair = new(fragment.Direction, fragment.Server, fragment.Remote);
        if (fragment.Outcome == SessionOutcome.Failed)
            _fallback.RemoveFailure(pair, fragment.Start);
        else if (fragment.Outcome == SessionOutcome.Plain && fragment.PlainMessages > 0)
            _fallback.RemoveClear(pair, fragment.Start);
    }

    /// <summary>The summaries: groups without failure first, in each the greater before the smaller.</summary>
    public IEnumerable<LogSummary> Build()
    {
        Dictionary<SummaryCell, List<string>> edges = Edges();
        bool first = true;
        bool large = _cells.Count > 100_000;
        IEnumerable<KeyValuePair<GroupKey, SummaryCell>> cells = _cells.Where(pair => pair.Value.Sessions > 0);
        cells = _grouping.Any(by => by is LogGrouping.Day or LogGrouping.Hour)
            ? cells.OrderBy(pair => TimeOf(pair.Key)).ThenBy(pair => Rank(pair.Key)).ThenByDescending(pair => pair.Value.Sessions).ThenBy(pair => Name(pair.Key), StringComparer.Ordinal)
            : large
                ? cells.OrderByDescending(pair => pair.Value.Sessions)
                : cells.OrderBy(pair => Rank(pair.Key)).ThenByDescending(pair => pair.Value.Sessions).ThenBy(pair => Name(pair.Key), StringComparer.Ordinal);
        foreach (KeyValuePair<GroupKey, SummaryCell> pair in cells)
        {
            LogSummary summary = Summary(pair.Key, pair.Value, edges);
            if (first)
                (summary.Files, summary.Lines, summary.Unparsed) = (Files, Lines, Unparsed);
            first = false;
            yield return summary;
        }
        if (first && Files + Lines + Unparsed > 0)
            yield return new LogSummary { GroupBy = _names, Files = Files, Lines = Lines, Unparsed = Unparsed };
    }

    private void Count(SessionFacts session)
    {
        SummaryCell cell = Cell(session);
        cell.Count(session, 1);
        cell.See(session.Start, session.End);
        Follow(session, cell);
    }

    private SummaryCell Cell(SessionFacts session)
    {
        See(session.Start, session.End);
        _key.Set(_grouping, session);
        return Cell(_key);
    }

    private void Follow(SessionFacts session, SummaryCell cell)
    {
        if (session.Remote is null)
            return;
        if (session.Outcome == SessionOutcome.Failed)
            _fallback.AddFailure(new HostPair(session.Direction, session.Server, session.Remote), session.Start, cell);
        else if (session.Outcome == SessionOutcome.Plain && session.PlainMessages > 0)
            _fallback.AddClear(new HostPair(session.Direction, session.Server, session.Remote), session.Start, cell);
    }

    private Dictionary<SummaryCell, List<string>> Edges()
    {
        Dictionary<SummaryCell, List<string>> edges = [];
        bool all = _fallback.Count <= MaxEdges;
        foreach ((HostPair pair, bool failure, long time, SummaryCell cell, long matched) in _fallback.Events())
        {
            if (!all && (failure ? time < _last - _window : matched != 0 || time > _first + _window))
                continue;
            Add(cell, EdgeText.OfEvent(pair, failure, time, matched));
        }
        return edges;

        void Add(SummaryCell cell, string text)
        {
            if (!edges.TryGetValue(cell, out List<string>? texts))
                edges[cell] = texts = [];
            texts.Add(text);
        }
    }

    private LogSummary Summary(GroupKey key, SummaryCell cell, Dictionary<SummaryCell, List<string>> edges)
    {
        long first = cell.First, last = cell.Last;
        IReadOnlyList<string> texts = edges.TryGetValue(cell, out List<string>? found) ? found : [];
        if (cell.Fragments is { Count: > 0 } fragments)
        {
            first = Math.Min(first, fragments.Min(one => one.Start));
            last = Math.Max(last, fragments.Max(one => one.End));
            texts = [EdgeText.OfRange(cell.First, cell.Last), .. fragments.Select(EdgeText.OfFragment), .. texts];
        }
        LogSummary summary = new()
        {
            GroupBy = _names,
            Sessions = cell.Sessions,
            Encrypted = cell.Encrypted,
            Plain = cell.Plain,
            Failed = cell.Failed,
            Unknown = (long)cell.Sessions - cell.Encrypted - cell.Plain - cell.Failed,
            NoMail = cell.NoMail,
            Required = cell.Required,
            Fallback = cell.Fallback,
            Messages = cell.Messages,
            MessagesEncrypted = cell.MessagesEncrypted,
            MessagesPlain = cell.MessagesPlain,
            FirstSeen = new DateTimeOffset(first, TimeSpan.Zero),
            LastSeen = new DateTimeOffset(last, TimeSpan.Zero),
            Protocols = NameCounts.Sorted(cell.Protocols),
            CipherSuites = NameCounts.Sorted(cell.CipherSuites),
            Errors = NameCounts.Sorted(cell.Errors),
            Edges = [.. texts],
        };
        for (int i = 0; i < _grouping.Count; i++)
            SummaryGroups.Set(summary, _grouping[i], key.Values[i]);
        return summary;
    }

    private DateTimeOffset TimeOf(GroupKey key)
    {
        for (int i = 0; i < _grouping.Count; i++)
        {
            if (_grouping[i] is LogGrouping.Day or LogGrouping.Hour)
                return key.Values[i] is DateTimeOffset time ? time : default;
        }
        return default;
    }

    private int Rank(GroupKey key)
    {
        int rank = 0;
        for (int i = 0; i < _grouping.Count; i++)
        {
            if (_grouping[i] == LogGrouping.Direction && key.Values[i] is MailDirection.Outbound)
                rank += 1;
            if (_grouping[i] is LogGrouping.Error or LogGrouping.Failure && key.Values[i] is not null)
                rank |= 2;
        }
        return rank;
    }

    private static string Name(GroupKey key) => string.Join("\t", key.Values);
}
