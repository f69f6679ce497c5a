namespace SmtpTls.Dns.Validation;

/// <summary>Denial by NSEC (RFC 4035 section 5.4).</summary>
internal sealed class NsecDenial(WireName zone, IReadOnlyList<Nsec> records) : Denial(zone)
{
    /// <inheritdoc/>
    public override DenialOutcome Prove(WireName name, int type)
    {
        if (records.FirstOrDefault(record => record.Owner.Equals(name)) is { } match)
        {
            return NoData(match.Types, name, type);
        }

        if (Covering(name) is not { } covering)
        {
            return DenialOutcome.None;
        }

        if (covering.Next.IsBelow(name))
        {
            // An empty non-terminal: it exists because a name below it does.
            return DenialOutcome.NoData;
        }

        WireName closest = name.Last(Math.Max(name.Common(covering.Owner), name.Common(covering.Next)));
        WireName wildcard = closest.Wildcard();
        return records.FirstOrDefault(record => record.Owner.Equals(wildcard)) is { } wild ? NoData(wild.Types, wildcard, type)
            : Covering(wildcard) is not null ? DenialOutcome.NoSuchName
            : DenialOutcome.None;
    }

    /// <inheritdoc/>
    public override DenialOutcome ProveNoCloserMatch(WireName name, WireName closestEncloser) =>
        Covering(name) is { } covering && Math.Max(name.Common(covering.Owner), name.Common(covering.Next)) == closestEncloser.LabelCount
            ? DenialOutcome.NoSuchName
            : DenialOutcome.None;

    private Nsec? Covering(WireName name) => records.FirstOrDefault(record => record.Covers(name, Zone) && !record.IsAncestorDelegation(name));
}
