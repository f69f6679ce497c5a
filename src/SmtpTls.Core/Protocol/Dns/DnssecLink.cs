namespace SmtpTls;

/// <summary>One zone on the way from a trust anchor to an answer: what vouches for its keys, and what was found.</summary>
public sealed record DnssecLink
{
    /// <summary>The zone, as A-labels without final dot; <c>.</c> for the root.</summary>
    public required string Zone { get; init; }

    /// <summary>What is known of the zone's keys: Secure, Insecure, Bogus or Indeterminate.</summary>
    public required DnssecState State { get; init; }

    /// <summary>The tag of the key that the parent's DS record or the trust anchor names (RFC 4034 appendix B); <see langword="null"/> where there is none.</summary>
    public int? KeyTag { get; init; }

    /// <summary>The algorithm of that key by its name in the IANA registry, such as ECDSAP256SHA256.</summary>
    public string? Algorithm { get; init; }

    /// <summary>The digest type of the DS record, such as SHA-256; <see langword="null"/> where a key itself is the trust anchor.</summary>
    public string? Digest { get; init; }

    /// <summary>The end of the shortest signature over the zone's keys and over its DS records, UTC.</summary>
    public DateTimeOffset? SignedUntil { get; init; }

    /// <summary>The iterations of the NSEC3 record that was used (RFC 9276 wants 0); <see langword="null"/> where none was.</summary>
    public int? Nsec3Iterations { get; init; }

    /// <summary>In a sentence, what was found.</summary>
    public required string Text { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Zone}: {State}, {Text}";
}
