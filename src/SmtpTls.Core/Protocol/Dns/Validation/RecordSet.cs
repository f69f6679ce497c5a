namespace SmtpTls.Dns.Validation;

/// <summary>The records of one type at one name, with the signatures over them (RFC 2181 section 5, RFC 4035 section 2.2).</summary>
internal sealed record RecordSet(WireName Owner, int Type, IReadOnlyList<WireRecord> Records, IReadOnlyList<Rrsig> Signatures)
{
    private const int ClassIn = 1;

    /// <summary>Puts the records of a section into sets. Signatures without records are left out, and so is what cannot be read.</summary>
    public static IReadOnlyList<RecordSet> Of(IReadOnlyList<WireRecord> section)
    {
        ILookup<(WireName, int), Rrsig> signatures = section
            .Where(record => record.Type == RecordType.Rrsig)
            .Select(record => (record.Owner, Signature: Rrsig.Read(record.Data)))
            .Where(found => found.Signature is not null)
            .ToLookup(found => (found.Owner, found.Signature!.TypeCovered), found => found.Signature!);
        return [.. section
            .Where(record => record.Type != RecordType.Rrsig)
            .GroupBy(record => (record.Owner, record.Type))
            .Select(group => new RecordSet(group.Key.Owner, group.Key.Type, [.. group], [.. signatures[group.Key]]))];
    }

    /// <summary>What a signature is made over (RFC 4034 section 3.1.8.1): its own fields, then each record once, in canonical order.</summary>
    public byte[] SignedBytes(Rrsig signature)
    {
        WireName owner = signature.Labels < Owner.LabelCount ? Owner.Last(signature.Labels).Wildcard() : Owner;
        byte[] head =
        [
            .. owner.ToWire(), (byte)(Type >> 8), (byte)Type, 0, ClassIn,
            (byte)(signature.OriginalTtl >> 24), (byte)(signature.OriginalTtl >> 16), (byte)(signature.OriginalTtl >> 8), (byte)signature.OriginalTtl,
        ];
        List<byte[]> records = [.. Records.Select(record => record.Data)];
        records.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
        List<byte> bytes = [.. signature.SignedPart()];
        byte[]? last = null;
        foreach (byte[] data in records)
        {
            if (last is null || !data.AsSpan().SequenceEqual(last))
            {
                bytes.AddRange(head);
                bytes.Add((byte)(data.Length >> 8));
                bytes.Add((byte)data.Length);
                bytes.AddRange(data);
            }

            last = data;
        }

        return [.. bytes];
    }

    /// <inheritdoc/>
    public override string ToString() => $"{RecordType.Name(Type)} of {Owner}";
}
