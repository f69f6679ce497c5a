namespace SmtpTls.Dns.Validation;

/// <summary>What a proof of denial shows.</summary>
internal enum DenialOutcome
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The name exists and has no record of the type.</summary>
    NoData,

    /// <summary>The name does not exist.</summary>
    NoSuchName,

    /// <summary>An unsigned delegation may stand there (opt-out, or too many iterations): nothing is proven, and nothing need be.</summary>
    Insecure,

    /// <summary>The name is a delegation without DS: what lies below is not signed.</summary>
    InsecureDelegation,
}

/// <summary>What the NSEC and NSEC3 records of one message prove, all of them verified as the zone's own.</summary>
internal abstract class Denial(WireName zone)
{
    /// <summary>The zone that denies.</summary>
    protected WireName Zone { get; } = zone;

    /// <summary>Takes the records that a zone has signed.</summary>
    public static Denial Of(WireName zone, IReadOnlyList<RecordSet> verified)
    {
        Nsec[] plain = [.. Read(verified, RecordType.Nsec, Nsec.Read)];
        return plain.Length > 0
            ? new NsecDenial(zone, plain)
            : new Nsec3Denial(zone, [.. Read(verified, RecordType.Nsec3, Nsec3.Read).Where(record => record.Zone.Equals(zone))]);
    }

    /// <summary>What is proven of a type at a name.</summary>
    public abstract DenialOutcome Prove(WireName name, int type);

    /// <summary>
    /// Whether a name that would come before a wildcard does not exist, so that the wildcard's records answer for it
    /// (RFC 4035 section 5.3.4, RFC 5155 section 8.8).
    /// </summary>
    /// <param name="name">The name that was answered.</param>
    /// <param name="closestEncloser">The name below which the wildcard stands.</param>
    public abstract DenialOutcome ProveNoCloserMatch(WireName name, WireName closestEncloser);

    /// <summary>What a name's types say of a missing type: nothing where the record is the other zone's (RFC 4035 section 5.2, RFC 6840 section 4.1).</summary>
    protected static DenialOutcome NoData(TypeBitmap types, WireName name, int type)
    {
        bool isDelegation = types.Has(RecordType.Ns) && !types.Has(RecordType.Soa);
        return types.Has(type) || types.Has(RecordType.Cname) ? DenialOutcome.None
            : type == RecordType.Ds && isDelegation ? DenialOutcome.InsecureDelegation
            : type == RecordType.Ds && types.Has(RecordType.Soa) && name.LabelCount > 0 ? DenialOutcome.None
            : type != RecordType.Ds && isDelegation ? DenialOutcome.None
            : DenialOutcome.NoData;
    }

    private static IEnumerable<T> Read<T>(IReadOnlyList<RecordSet> sets, int type, Func<WireName, byte[], T?> read)
        where T : class =>
        sets.Where(set => set.Type == type).SelectMany(set => set.Records).Select(record => read(record.Owner, record.Data)).OfType<T>();
}
