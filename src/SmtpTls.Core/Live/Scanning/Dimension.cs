namespace SmtpTls.Scanning;

/// <summary>
/// One list of a hello (suites, groups or schemes) that is found out by taking away what the server chose, until it chooses nothing of it any more.
/// </summary>
/// <param name="candidates">Everything there is to ask for, in the order in which it is offered.</param>
internal sealed class Dimension(IEnumerable<int> candidates)
{
    private readonly List<int> _all = [.. candidates];
    private readonly List<int> _unknown = [.. candidates];
    private readonly List<(int[] Offered, int Chosen)> _steps = [];

    /// <summary>Everything there is to ask for.</summary>
    public IReadOnlyList<int> All => _all;

    /// <summary>What the server has neither chosen nor refused yet.</summary>
    public IReadOnlyList<int> Unknown => _unknown;

    /// <summary>
    /// What to offer next: everything in its own order at first, then what is unknown in reverse, so that a server with an order of its own differs from one that
    /// takes the first on offer.
    /// </summary>
    public IReadOnlyList<int> Alternating => Accepted.Count == 0 ? [.. _unknown] : [.. Enumerable.Reverse(_unknown)];

    /// <summary>What the server chose, in the order in which it did.</summary>
    public List<int> Accepted { get; } = [];

    /// <summary>Whether what is left is refused.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether to go on asking.</summary>
    public bool IsOpen => !IsDone && _unknown.Count > 0;

    /// <summary>
    /// Whether the server has an order of its own: it once chose another than the first on offer of those that it takes. <see langword="null"/> where
    /// that was not seen.
    /// </summary>
    public bool? HasServerOrder { get; set; }

    /// <summary>Notes a choice.</summary>
    /// <param name="offered">What was on offer, in its order.</param>
    /// <param name="chosen">What the server chose.</param>
    /// <returns>Whether it is news.</returns>
    public bool Note(IEnumerable<int> offered, int chosen)
    {
        _steps.Add(([.. offered], chosen));
        bool news = _unknown.Remove(chosen);
        if (news)
            Accepted.Add(chosen);
        if (_steps.Any(step => step.Offered.FirstOrDefault(Accepted.Contains) != step.Chosen))
            HasServerOrder = true;
        return news;
    }

    /// <summary>Takes candidates away that are known to be refused.</summary>
    public void Refuse(IEnumerable<int> values)
    {
        foreach (int value in values)
            _unknown.Remove(value);
    }
}
