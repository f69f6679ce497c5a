namespace SmtpTls.Logs;

/// <summary>
/// Puts sessions together that run over from one file into the next. Files are read in any order and at once; so the parts are kept until
/// all files are read.
/// </summary>
internal sealed class FragmentJoiner
{
    private const int MaxFragments = 200_000;

    // A session is dead after ten minutes of silence (RFC 5321 section 4.5.3.2); times in a log may be a little out of order.
    private static readonly long MaxGap = TimeSpan.FromHours(1).Ticks;
    private static readonly long Disorder = TimeSpan.FromMinutes(1).Ticks;

    private readonly List<SessionFacts> _fragments = [];

    /// <summary>Keeps a part; false where there are too many and it has to count as it is.</summary>
    public bool TryAdd(SessionFacts fragment)
    {
        lock (_fragments)
        {
            if (_fragments.Count >= MaxFragments)
                return false;
            _fragments.Add(fragment);
            return true;
        }
    }

    /// <summary>The sessions, with the parts that each was made of.</summary>
    public IEnumerable<List<SessionFacts>> Chains()
    {
        Dictionary<SessionKey, List<List<SessionFacts>>> open = [];
        List<List<SessionFacts>> chains = [];
        foreach (SessionFacts fragment in _fragments.OrderBy(fragment => fragment.Start).ThenBy(fragment => fragment.HasBeginning ? 0 : 1).ThenBy(fragment => fragment.End))
        {
            if (!open.TryGetValue(fragment.Key, out List<List<SessionFacts>>? candidates))
                open[fragment.Key] = candidates = [];
            List<SessionFacts>? chain = fragment.HasBeginning ? null : candidates.Find(candidate => Continues(candidate, fragment));
            if (chain is null)
            {
                chain = [];
                candidates.Add(chain);
                chains.Add(chain);
            }
            chain.Add(fragment);
        }
        return chains;
    }

    /// <summary>One session of its parts, which stay as they are.</summary>
    public static SessionFacts Join(List<SessionFacts> parts)
    {
        SessionFacts whole = parts[0];
        if (parts.Count == 1)
            return whole;
        whole = whole.Copy();
        for (int i = 1; i < parts.Count; i++)
            whole.Append(parts[i]);
        return whole;
    }

    private static bool Continues(List<SessionFacts> chain, SessionFacts fragment)
    {
        SessionFacts first = chain[0], last = chain[chain.Count - 1];
        // What a client does before the connection stands is followed by the connection, and by nothing else.
        bool connects = fragment.Connected && !last.Connected;
        return !last.HasEnd
            && (connects || !fragment.BeginsWithConnection)
            && first.Dialect == fragment.Dialect
            && first.Direction == fragment.Direction
            && Same(first.Server, fragment.Server)
            && Same(first.Remote, fragment.Remote)
            && (first.RemotePort == 0 || fragment.RemotePort == 0 || first.RemotePort == fragment.RemotePort)
            && fragment.Start >= last.End - Disorder
            && fragment.Start - last.End <= MaxGap;
    }

    private static bool Same(string? one, string? other) => one is null || other is null || one == other;
}
