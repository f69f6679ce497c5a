namespace SmtpTls.Dns.Validation;

/// <summary>Denial by NSEC3 (RFC 5155 section 8). Records of other parameters than the first one's are left out (section 8.2).</summary>
internal sealed class Nsec3Denial : Denial
{
    private readonly Nsec3[] _records;
    private readonly Dictionary<WireName, byte[]> _hashes = [];

    /// <param name="zone">The zone that denies.</param>
    /// <param name="records">Its records, verified.</param>
    public Nsec3Denial(WireName zone, IReadOnlyList<Nsec3> records)
        : base(zone) =>
        _records = [.. records.Where(record => record.Iterations == records[0].Iterations && record.Salt.AsSpan().SequenceEqual(records[0].Salt))];

    /// <inheritdoc/>
    public override DenialOutcome Prove(WireName name, int type)
    {
        if (Unusable() is { } outcome)
        {
            return outcome;
        }

        if (Match(name) is { } match)
        {
            return NoData(match.Types, name, type);
        }

        if (ClosestEncloser(name) is not { } closest || Cover(name.Last(closest.LabelCount + 1)) is not { } covering)
        {
            return DenialOutcome.None;
        }

        if (type == RecordType.Ds && covering.IsOptOut)
        {
            return DenialOutcome.Insecure;
        }

        WireName wildcard = closest.Wildcard();
        DenialOutcome proven = Match(wildcard) is { } wild ? NoData(wild.Types, wildcard, type)
            : Cover(wildcard) is not null ? DenialOutcome.NoSuchName
            : DenialOutcome.None;

        // An unsigned delegation may hide in the gap, and the name below it (RFC 5155 section 9.2).
        return proven != DenialOutcome.None && covering.IsOptOut ? DenialOutcome.Insecure : proven;
    }

    /// <inheritdoc/>
    public override DenialOutcome ProveNoCloserMatch(WireName name, WireName closestEncloser) =>
        Unusable()
        ?? (Cover(name.Last(closestEncloser.LabelCount + 1)) is not { } covering ? DenialOutcome.None
            : covering.IsOptOut ? DenialOutcome.Insecure
            : DenialOutcome.NoSuchName);

    private DenialOutcome? Unusable() =>
        _records.Length == 0 ? DenialOutcome.None
        : _records[0].Iterations > ValidationBudget.MaxIterations ? DenialOutcome.Insecure
        : null;

    // RFC 5155 section 8.3; a delegation or a DNAME encloses nothing of this zone.
    private WireName? ClosestEncloser(WireName name)
    {
        for (int labels = name.LabelCount - 1; labels >= Zone.LabelCount; labels--)
        {
            WireName candidate = name.Last(labels);
            if (Match(candidate) is { } match)
            {
                return match.Types.Has(RecordType.Dname) || (match.Types.Has(RecordType.Ns) && !match.Types.Has(RecordType.Soa)) ? null : candidate;
            }
        }

        return null;
    }

    private Nsec3? Match(WireName name)
    {
        byte[] hash = Hash(name);
        return _records.FirstOrDefault(record => record.OwnerHash.AsSpan().SequenceEqual(hash));
    }

    private Nsec3? Cover(WireName name)
    {
        byte[] hash = Hash(name);
        return _records.FirstOrDefault(record => record.Covers(hash));
    }

    private byte[] Hash(WireName name)
    {
        if (!_hashes.TryGetValue(name, out byte[]? hash))
        {
            if (_hashes.Count >= ValidationBudget.HashesPerMessage)
            {
                throw new ValidationBudgetException(
                    $"Validation was given up: the denial of {name} needs more than {ValidationBudget.HashesPerMessage} NSEC3 hashes.");
            }

            hash = DnssecAlgorithms.HashName(name, _records[0].Salt, _records[0].Iterations);
            _hashes[name] = hash;
        }

        return hash;
    }
}
