namespace SmtpTls.Logs;

/// <summary>
/// Finds mail in the clear after a TLS failure: a plain session with mail counts for the last failure between the same two hosts, if that
/// was no longer ago than the window. Sessions may come in any order.
/// </summary>
internal sealed class FallbackTracker(TimeSpan window)
{
    // A hundred bytes or so each.
    private const int MaxEvents = 100_000;

    private readonly Dictionary<HostPair, PairEvents> _pairs = [];
    private readonly long _window = window.Ticks;
    private long _newest;
    private int _count;

    public int Count => _count;

    public void AddFailure(HostPair pair, long time, SummaryCell cell)
    {
        PairEvents events = Room(pair, time);
        Event failure = new(time, cell);
        Insert(events.Failures, failure);
        for (int i = FirstAfter(events.Clears, time - 1); i < events.Clears.Count && events.Clears[i].Time - time <= _window; i++)
        {
            Event clear = events.Clears[i];
            if (clear.Match is null || clear.Match.Time < time)
                Match(clear, failure);
        }
    }

    public void AddClear(HostPair pair, long time, SummaryCell cell)
    {
        PairEvents events = Room(pair, time);
        Event clear = new(time, cell);
        Insert(events.Clears, clear);
        Match(clear, Last(events, time));
    }

    /// <summary>Takes in a plain session that was matched, and counted, with the failure at <paramref name="matched"/>, where that is not 0.</summary>
    public void LoadClear(HostPair pair, long time, SummaryCell cell, long matched)
    {
        PairEvents events = Room(pair, time);
        Event clear = new(time, cell) { LoadedMatch = matched };
        Insert(events.Clears, clear);
    }

    /// <summary>Takes in a failure whose matches are already counted.</summary>
    public void LoadFailure(HostPair pair, long time, SummaryCell cell) => Insert(Room(pair, time).Failures, new Event(time, cell));

    /// <summary>Matches anew what was loaded.</summary>
    public void Rematch()
    {
        foreach (PairEvents events in _pairs.Values)
        {
            foreach (Event clear in events.Clears)
            {
                if (clear.LoadedMatch != 0)
                    clear.Match = events.Failures.Find(failure => failure.Time == clear.LoadedMatch);
                // A failure that was not carried along keeps its count.
                if (clear.LoadedMatch == 0 || clear.Match is not null)
                    Match(clear, Last(events, clear.Time));
                clear.LoadedMatch = 0;
            }
        }
    }

    public void RemoveFailure(HostPair pair, long time)
    {
        if (!_pairs.TryGetValue(pair, out PairEvents? events) || events.Failures.Find(one => one.Time == time) is not { } failure)
            return;
        events.Failures.Remove(failure);
        _count--;
        foreach (Event clear in events.Clears)
        {
            if (clear.Match == failure)
                Match(clear, Last(events, clear.Time));
        }
    }

    public void RemoveClear(HostPair pair, long time)
    {
        if (!_pairs.TryGetValue(pair, out PairEvents? events) || events.Clears.Find(one => one.Time == time) is not { } clear)
            return;
        Match(clear, null);
        events.Clears.Remove(clear);
        _count--;
    }

    /// <summary>Everything that is still known: pair, whether a failure, time, cell, time of the failure it belongs to.</summary>
    public IEnumerable<(HostPair Pair, bool Failure, long Time, SummaryCell Cell, long Matched)> Events()
    {
        foreach (KeyValuePair<HostPair, PairEvents> pair in _pairs)
        {
            foreach (Event failure in pair.Value.Failures)
                yield return (pair.Key, true, failure.Time, failure.Cell, 0);
            foreach (Event clear in pair.Value.Clears)
                yield return (pair.Key, false, clear.Time, clear.Cell, clear.Match?.Time ?? 0);
        }
    }

    private static void Match(Event clear, Event? failure)
    {
        if (clear.Match == failure)
            return;
        if (clear.Match is not null)
            clear.Match.Cell.Fallback--;
        clear.Match = failure;
        if (failure is not null)
            failure.Cell.Fallback++;
    }

    /// <summary>The last failure at or before the time, within the window.</summary>
    private Event? Last(PairEvents events, long time)
    {
        int after = FirstAfter(events.Failures, time);
        return after > 0 && time - events.Failures[after - 1].Time <= _window ? events.Failures[after - 1] : null;
    }

    // The lists are in order of time. New events mostly belong at the end.
    private static void Insert(List<Event> events, Event one) => events.Insert(FirstAfter(events, one.Time), one);

    private static int FirstAfter(List<Event> events, long time)
    {
        int low = 0, high = events.Count;
        if (high > 0 && events[high - 1].Time <= time)
            return high;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (events[middle].Time <= time)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }

    private PairEvents Room(HostPair pair, long time)
    {
        _newest = Math.Max(_newest, time);
        if (_count >= MaxEvents)
            Forget();
        _count++;
        if (!_pairs.TryGetValue(pair, out PairEvents? events))
            _pairs[pair] = events = new PairEvents();
        return events;
    }

    // Files are read more or less in the order of time: what is older than a day has most likely met what belongs to it.
    private void Forget()
    {
        ForgetBefore(_newest - Math.Max(TimeSpan.TicksPerDay, 2 * _window));
        if (_count > MaxEvents / 2)
            ForgetBefore(_newest - (2 * _window));
        if (_count > MaxEvents / 2)
            ForgetBefore(long.MaxValue);
    }

    private void ForgetBefore(long oldest)
    {
        foreach (HostPair pair in _pairs.Keys.ToList())
        {
            PairEvents events = _pairs[pair];
            _count -= events.Failures.RemoveAll(one => one.Time < oldest) + events.Clears.RemoveAll(one => one.Time < oldest);
            if (events.Failures.Count + events.Clears.Count == 0)
                _pairs.Remove(pair);
        }
    }

    private sealed class PairEvents
    {
        public List<Event> Failures { get; } = new(0);

        public List<Event> Clears { get; } = new(0);
    }

    private sealed class Event(long time, SummaryCell cell)
    {
        public long Time { get; } = time;

        public SummaryCell Cell { get; } = cell;

        public Event? Match { get; set; }

        public long LoadedMatch { get; set; }
    }
}

/// <summary>Our server and the other side.</summary>
internal readonly record struct HostPair(MailDirection Direction, string? Server, string Remote);
