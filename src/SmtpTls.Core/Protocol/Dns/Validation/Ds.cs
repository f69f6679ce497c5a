namespace SmtpTls.Dns.Validation;

/// <summary>A delegation signer: the parent's word for a key of the child (RFC 4034 section 5).</summary>
internal sealed record Ds(int KeyTag, int Algorithm, int DigestType, byte[] Digest)
{
    /// <summary>Reads canonical RDATA; <see langword="null"/> where it is none.</summary>
    public static Ds? Read(byte[] data) =>
        data.Length < 5 ? null : new((data[0] << 8) | data[1], data[2], data[3], [.. data.Skip(4)]);

    /// <summary>Whether this is the digest of a key.</summary>
    public bool Matches(Dnskey key) =>
        key.KeyTag == KeyTag
        && key.Algorithm == Algorithm
        && DnssecAlgorithms.Digest(DigestType, [.. key.Owner.ToWire(), .. key.Data]) is { } digest
        && digest.AsSpan().SequenceEqual(Digest);
}
