namespace SmtpTls.Dns.Validation;

/// <summary>A signature over a set of records (RFC 4034 section 3).</summary>
internal sealed record Rrsig
{
    private const int FixedLength = 18;

    private readonly byte[] _signed;

    private Rrsig(byte[] signed) => _signed = signed;

    /// <summary>The type of the records that are signed.</summary>
    public required int TypeCovered { get; init; }

    /// <summary>The algorithm's number.</summary>
    public required int Algorithm { get; init; }

    /// <summary>How many labels the owner had when it was signed, without root and asterisk.</summary>
    public required int Labels { get; init; }

    /// <summary>The TTL of the records when they were signed.</summary>
    public required uint OriginalTtl { get; init; }

    /// <summary>The signature is not valid after this, seconds since 1970 modulo 2^32.</summary>
    public required uint Expiration { get; init; }

    /// <summary>The signature is not valid before this, seconds since 1970 modulo 2^32.</summary>
    public required uint Inception { get; init; }

    /// <summary>The tag of the key.</summary>
    public required int KeyTag { get; init; }

    /// <summary>The zone that signed.</summary>
    public required WireName Signer { get; init; }

    /// <summary>The signature itself.</summary>
    public required byte[] Signature { get; init; }

    /// <summary>RDATA without the signature, as it is signed.</summary>
    public byte[] SignedPart() => _signed;

    /// <summary>Reads canonical RDATA; <see langword="null"/> where it is none.</summary>
    public static Rrsig? Read(byte[] data)
    {
        try
        {
            WireReader reader = new(data);
            int type = reader.UInt16(), algorithm = reader.Byte(), labels = reader.Byte();
            uint ttl = reader.UInt32(), expiration = reader.UInt32(), inception = reader.UInt32();
            int tag = reader.UInt16();
            WireName signer = reader.Name();
            return new([.. data.Take(FixedLength), .. signer.ToWire()])
            {
                TypeCovered = type,
                Algorithm = algorithm,
                Labels = labels,
                OriginalTtl = ttl,
                Expiration = expiration,
                Inception = inception,
                KeyTag = tag,
                Signer = signer,
                Signature = reader.Bytes(data.Length - reader.Position),
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The moment that one of the times means, nearest to <paramref name="now"/> (serial arithmetic, RFC 4034 section 3.1.5).</summary>
    public static DateTimeOffset Moment(uint time, DateTimeOffset now)
    {
        long current = now.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(current + unchecked((int)(time - (uint)current)));
    }
}
