namespace SmtpTls.Logs;

/// <summary>A session, and the parts that it was made of.</summary>
internal readonly record struct JoinedSession(SessionFacts Session, IReadOnlyList<SessionFacts> Parts);

/// <summary>
/// Puts sessions together that run over from one file, or one part of a file, into the next. They are read in any order and at once; so
/// the parts are kept until all of them are there.
/// </summary>
/// <param name="ordered">Whether the parts come in the order of their lines: times of a syslog do not tell what came first within a second.</param>
internal sealed class FragmentJoiner(bool ordered = false)
{
    private const int MaxFragments = 200_000;

    // A session is dead after ten minutes of silence (RFC 5321 section 4.5.3.2); times in a log may be a little out of order.
    private static readonly long MaxGap = TimeSpan.FromHours(1).Ticks;
    private static readonly long Disorder = TimeSpan.FromMinutes(1).Ticks;

    private List<SessionFacts> _fragments = [];

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

    /// <summary>The sessions that the parts make, from whatever parts there are now.</summary>
    public IEnumerable<JoinedSession> Sessions() => Chains().Select(chain => new JoinedSession(Join(chain), chain));

    /// <summary>Takes out the sessions that are whole now; of the others their parts stay, put together as far as they go.</summary>
    public IReadOnlyList<SessionFacts> TakeWhole()
    {
        List<SessionFacts> whole = [], rest = [];
        foreach (JoinedSession joined in Sessions())
            (joined.Session.IsPart ? rest : whole).Add(joined.Session);
        _fragments = rest;
        return whole;
    }

    private List<List<SessionFacts>> Chains()
    {
        Dictionary<SessionKey, List<List<SessionFacts>>> open = [];
        List<List<SessionFacts>> chains = [];
        IEnumerable<SessionFacts> fragments = ordered ? _fragments : _fragments.OrderBy(fragment => fragment.Start).ThenBy(BeginsSurely).ThenBy(fragment => fragment.End);
        foreach (SessionFacts fragment in fragments)
        {
            if (!open.TryGetValue(fragment.Key, out List<List<SessionFacts>>? candidates))
                open[fragment.Key] = candidates = [];
            List<SessionFacts>? chain = fragment.HasBeginning && !fragment.OpenStart ? null : candidates.FindLast(candidate => Continues(candidate, fragment));
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

    private static int BeginsSurely(SessionFacts fragment) => fragment.HasBeginning && !fragment.OpenStart ? 0 : 1;

    // The parts stay as they are.
    private static SessionFacts Join(List<SessionFacts> parts)
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
        return (!last.HasEnd || last.OpenEnd)
            && (connects || !fragment.BeginsWithConnection)
            && first.Dialect == fragment.Dialect
            && first.Direction == fragment.Direction
            && Same(first.Server, fragment.Server)
            && Same(first.Remote, fragment.Remote)
            && (first.RemotePort == 0 || fragment.RemotePort == 0 || first.RemotePort == fragment.RemotePort)
            && fragment.Start >= last.End - Disorder
            && fragment.Start - last.End <= MaxGap
            && (fragment.FirstTransaction.IsNone || DeliversOn(chain, fragment));
    }

    /// <summary>Whether a delivery can be the next one over the connection of those before it.</summary>
    private static bool DeliversOn(List<SessionFacts> chain, SessionFacts fragment)
    {
        SessionFacts? named = chain.FindLast(part => !part.Transaction.IsNone);
        bool tls = chain.Exists(part => part.Tls);
        return SessionTransactions.Belong(fragment.Dialect, tls, chain.Exists(part => part.Failure is not null), named?.Transaction ?? default, fragment.FirstTransaction, fragment.BeginsWithAnswer, fragment.BeginsReused);
    }

    private static bool Same(string? one, string? other) => one is null || other is null || one == other;
}
