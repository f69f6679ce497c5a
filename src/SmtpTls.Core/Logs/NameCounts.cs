using System.Collections.Specialized;

namespace SmtpTls.Logs;

/// <summary>Counts by name, small: most groups have one or two names.</summary>
internal sealed class NameCounts
{
    private const int MaxNames = 1000;
    private const string Others = "(others)";

    private readonly string _name;
    private readonly NameCounts? _next;
    private long _count;

    private NameCounts(string name, NameCounts? next) => (_name, _next) = (name, next);

    /// <summary>Adds to the count of a name; with a negative number, takes away.</summary>
    public static void Add(ref NameCounts? counts, string? name, long count)
    {
        if (name is null)
            return;
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
            counts = new NameCounts(name, counts) { _count = count };
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
}
