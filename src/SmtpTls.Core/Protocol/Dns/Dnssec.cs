namespace SmtpTls;

/// <summary>How far DNSSEC vouches for an answer: the four states of RFC 4035 section 4.3.</summary>
public enum DnssecState
{
    /// <summary>A chain of signatures leads from a trust anchor to the answer.</summary>
    Secure,

    /// <summary>It is proven that the zone, or one above it, is not signed.</summary>
    Insecure,

    /// <summary>The zone should be signed, and the signatures do not hold: missing, expired, forged or broken.</summary>
    Bogus,

    /// <summary>Nobody who could know was asked, or nobody answered.</summary>
    Indeterminate,
}

/// <summary>On whose word a <see cref="DnssecState"/> rests.</summary>
public enum DnssecVoucher
{
    /// <summary>Nobody's.</summary>
    None,

    /// <summary>A resolver that says so, over a path on which others could say so, too: the AD bit does not count (RFC 7672 section 2.1.3).</summary>
    Claimed,

    /// <summary>A validating resolver on this machine's loopback, or one that was declared trusted.</summary>
    TrustedResolver,
}

/// <summary>How far DNSSEC vouches for an answer, and who says so.</summary>
public sealed record DnssecVerdict
{
    /// <summary>The state.</summary>
    public required DnssecState State { get; init; }

    /// <summary>On whose word.</summary>
    public required DnssecVoucher Voucher { get; init; }

    /// <summary>The resolver, as address:port; <see langword="null"/> where none answered.</summary>
    public string? Resolver { get; init; }

    /// <summary>In a sentence or two, why; empty where there is nothing to add.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether a strict sender may build on the answer: secure, on the word of somebody whom it trusts.</summary>
    public bool Counts => State == DnssecState.Secure && Voucher == DnssecVoucher.TrustedResolver;

    /// <inheritdoc/>
    public override string ToString() => State == DnssecState.Secure && Voucher == DnssecVoucher.Claimed ? "Secure (claimed)" : State.ToString();
}
