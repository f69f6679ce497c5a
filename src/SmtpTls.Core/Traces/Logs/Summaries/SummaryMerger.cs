using System.Collections.Specialized;

namespace SmtpTls.Logs;

/// <summary>
/// Puts summaries of parts together so that they equal the summary of the whole: counts are added, sessions that were cut are joined and
/// counted once, mail in the clear finds the failure before it in another part.
/// </summary>
internal sealed class SummaryMerger(IReadOnlyList<LogGrouping> grouping, TimeSpan fallbackWindow)
{
    private readonly SummaryBuilder _builder = new(grouping, fallbackWindow);
    private readonly FragmentJoiner _fragments = new();

    /// <exception cref="FormatException">An edge cannot be read.</exception>
    public void Add(LogSummary summary)
    {
        _builder.Files += summary.Files;
        _builder.Lines += summary.Lines;
        _builder.Unparsed += summary.Unparsed;
        if (summary.Sessions == 0)
            return;
        SummaryCell cell = _builder.Cell(new GroupKey([.. grouping.Select(by => SummaryGroups.Get(summary, by))]));
        checked
        {
            cell.Sessions += (uint)summary.Sessions;
            cell.Encrypted += (uint)summary.Encrypted;
            cell.Plain += (uint)summary.Plain;
            cell.Failed += (uint)summary.Failed;
            cell.NoMail += (uint)summary.NoMail;
            cell.Required += (uint)summary.Required;
            cell.Fallback += (int)summary.Fallback;
        }
        cell.Messages += summary.Messages;
        cell.MessagesEncrypted += summary.MessagesEncrypted;
        cell.MessagesPlain += summary.MessagesPlain;
        Add(ref cell.Protocols, summary.Protocols);
        Add(ref cell.CipherSuites, summary.CipherSuites);
        Add(ref cell.Errors, summary.Errors);
        (long first, long last) = (summary.FirstSeen?.UtcTicks ?? long.MaxValue, summary.LastSeen?.UtcTicks ?? 0);
        _builder.See(first, last);
        foreach (string edge in summary.Edges)
            Add(cell, edge, ref first, ref last);
        cell.See(first, last);
    }

    public IEnumerable<LogSummary> Build()
    {
        _builder.Fallback.Rematch();
        foreach (JoinedSession joined in _fragments.Sessions().ToList())
        {
            if (joined.Parts.Count == 1)
                continue;
            foreach (SessionFacts part in joined.Parts)
                _builder.Remove(part);
            joined.Session.Conclude();
            _builder.AddJoined(joined.Session);
        }
        return _builder.Build();
    }

    private void Add(SummaryCell cell, string edge, ref long first, ref long last)
    {
        string[] fields = EdgeText.Fields(edge);
        try
        {
            switch (edge[0])
            {
                case EdgeText.Range:
                    (first, last) = (EdgeText.Ticks(fields[1]), EdgeText.Ticks(fields[2]));
                    break;
                case EdgeText.Fragment:
                    SessionFacts fragment = EdgeText.ReadFragment(fields);
                    (cell.Fragments ??= []).Add(fragment);
                    _fragments.TryAdd(fragment);
                    break;
                case EdgeText.Failure or EdgeText.Clear:
                    (HostPair pair, long time, long matched) = EdgeText.ReadEvent(fields);
                    if (edge[0] == EdgeText.Failure)
                        _builder.Fallback.LoadFailure(pair, time, cell);
                    else
                        _builder.Fallback.LoadClear(pair, time, cell, matched);
                    break;
                default:
                    throw new FormatException($"{Quoted.Value(edge)} is no edge of a summary.");
            }
        }
        catch (Exception e) when (e is IndexOutOfRangeException or OverflowException)
        {
            throw new FormatException($"{Quoted.Value(edge)} is no edge of a summary.", e);
        }
    }

    private static void Add(ref NameCounts? counts, OrderedDictionary more)
    {
        foreach (object? name in more.Keys)
            NameCounts.Add(ref counts, (string)name, (long)more[name]!);
    }
}
