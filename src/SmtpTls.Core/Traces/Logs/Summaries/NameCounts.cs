using System.Collections.Concurrent;
using System.Collections.Specialized;

namespace SmtpTls.Logs;

/// <summary>
/// Counts by name, small: most groups have one or two names. Where groups are many, most of them have one session, and all that count the
/// same name once share one object.
/// </summary>
internal sealed class NameCounts
{
    private const int MaxNames = 1000;
    private const int MaxShared = 10_000;
    private const string Others = "(others)";

    private static readonly ConcurrentDictionary<string, NameCounts> Once = new();

    private readonly string _name;
    private readonly NameCounts? _next;
    private readonly bool _shared;
    private long _count;

    private NameCounts(string name, NameCounts? next, bool shared) => (_name, _next, _shared) = (name, next, shared);

    /// <summary>Adds to the count of a name; with a negative number, takes away.</summary>
    public static void Add(ref NameCounts? counts, string? name, long count)
    {
        if (name is null)
            return;
        if (counts is null && count == 1)
        {
            counts = FirstOf(name);
            return;
        }
        if (counts is { _shared: true })
            counts = new NameCounts(counts._name, null, shared: false) { _count = counts._count };
        int names = 0;
        for (NameCounts? one = counts; one is not null; one = one._next, names++)
        {
            if (ReferenceEquals(one._name, name) || one._name == name)
            {
                one._count += count;
                return;
            }
        }
        if (names >= MaxNames && name != Others)
            Add(ref counts, Others, count);
        else
            counts = new NameCounts(name, counts, shared: false) { _count = count };
    }

    /// <summary>The names that have a count, the most frequent first.</summary>
    public static OrderedDictionary Sorted(NameCounts? counts)
    {
        List<NameCounts> all = [];
        for (NameCounts? one = counts; one is not null; one = one._next)
        {
            if (one._count > 0)
                all.Add(one);
        }
        OrderedDictionary sorted = [];
        foreach (NameCounts one in all.OrderByDescending(one => one._count).ThenBy(one => one._name, StringComparer.Ordinal))
            sorted.Add(one._name, one._count);
        return sorted;
    }

    private static NameCounts FirstOf(string name)
    {
        if (Once.TryGetValue(name, out NameCounts? known))
            return known;
        bool shared = Once.Count < MaxShared;
        NameCounts made = new(name, null, shared) { _count = 1 };
        return shared ? Once.GetOrAdd(name, made) : made;
    }
}
