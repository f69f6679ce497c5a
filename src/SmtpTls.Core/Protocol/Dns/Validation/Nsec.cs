namespace SmtpTls.Dns.Validation;

/// <summary>A name, the types that it has, and the next name of the zone (RFC 4034 section 4).</summary>
internal sealed record Nsec(WireName Owner, WireName Next, TypeBitmap Types)
{
    /// <summary>Reads canonical RDATA; <see langword="null"/> where it is none.</summary>
    public static Nsec? Read(WireName owner, byte[] data)
    {
        try
        {
            WireReader reader = new(data);
            WireName next = reader.Name();
            return new(owner, next, new(data, reader.Position));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether a name lies between this one and the next; the last record of a zone leads back to its apex.</summary>
    public bool Covers(WireName name, WireName zone) =>
        Owner.CompareTo(name) < 0 && (name.CompareTo(Next) < 0 || Next.Equals(zone)) && name.IsAtOrBelow(zone);

    /// <summary>
    /// Whether the record stands at a delegation or a DNAME above the name: it then says nothing of what lies below (RFC 6840 section 4.1).
    /// </summary>
    public bool IsAncestorDelegation(WireName name) =>
        name.IsBelow(Owner) && ((Types.Has(RecordType.Ns) && !Types.Has(RecordType.Soa)) || Types.Has(RecordType.Dname));
}
