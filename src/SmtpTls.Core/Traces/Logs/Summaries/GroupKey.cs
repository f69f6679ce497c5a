namespace SmtpTls.Logs;

/// <summary>The values that the sessions of one group have in common, in the order of the grouping.</summary>
internal sealed class GroupKey(object?[] values) : IEquatable<GroupKey>
{
    private object? _lastTime;

    public object?[] Values { get; } = values;

    public GroupKey Copy() => new((object?[])Values.Clone());

    /// <summary>Takes on the values of a session.</summary>
    public void Set(IReadOnlyList<LogGrouping> grouping, SessionFacts session)
    {
        for (int i = 0; i < Values.Length; i++)
            Values[i] = Value(grouping[i], session);
    }

    public bool Equals(GroupKey? other)
    {
        if (other is null || other.Values.Length != Values.Length)
            return false;
        for (int i = 0; i < Values.Length; i++)
        {
            object? mine = Values[i], theirs = other.Values[i];
            if (!ReferenceEquals(mine, theirs) && (mine is null || !mine.Equals(theirs)))
                return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as GroupKey);

    public override int GetHashCode()
    {
        int hash = 17;
        foreach (object? value in Values)
            hash = unchecked((hash * 31) + (value?.GetHashCode() ?? 0));
        return hash;
    }

    private object? Value(LogGrouping by, SessionFacts session) => by switch
    {
        LogGrouping.Direction => BoxedEnums.Box(session.Direction),
        LogGrouping.Protocol => session.Protocol is { } version ? BoxedEnums.Box(version) : null,
        LogGrouping.CipherSuite => session.CipherSuite,
        LogGrouping.KeyExchange => session.KeyExchange,
        LogGrouping.Server => session.Server,
        LogGrouping.Connector => session.Connector,
        LogGrouping.RemoteAddress => session.Remote,
        LogGrouping.RemoteName => session.RemoteName,
        LogGrouping.RemoteDomain => HostDomains.OfSession(session),
        LogGrouping.SenderDomain => session.SenderDomain?.ToLowerInvariant(),
        LogGrouping.RecipientDomain => session.RecipientDomain?.ToLowerInvariant(),
        LogGrouping.Failure => session.Failure,
        LogGrouping.Error => session.Error,
        LogGrouping.Dialect => BoxedEnums.Box(session.Dialect),
        LogGrouping.Day => Time(session.Start - (session.Start % TimeSpan.TicksPerDay)),
        LogGrouping.Hour => Time(session.Start - (session.Start % TimeSpan.TicksPerHour)),
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };

    private object Time(long ticks)
    {
        if (_lastTime is not DateTimeOffset last || last.Ticks != ticks)
            _lastTime = new DateTimeOffset(ticks, TimeSpan.Zero);
        return _lastTime;
    }
}
