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

    /// <summary>This module: it checked the signatures itself, from a trust anchor to the answer. No resolver is trusted.</summary>
    Validated,
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

    /// <summary>The zones from the trust anchor down, where the answer was validated here; otherwise empty.</summary>
    public DnssecLink[] Chain { get; init; } = [];

    /// <summary>The end of the shortest signature over the answer itself, UTC, where it was validated here.</summary>
    public DateTimeOffset? SignedUntil { get; init; }

    /// <summary>Whether a strict sender may rely on the answer: secure, and validated here or by a resolver that it trusts.</summary>
    public bool Counts => State == DnssecState.Secure && (Voucher is DnssecVoucher.TrustedResolver or DnssecVoucher.Validated);

    /// <inheritdoc/>
    public override string ToString() => State == DnssecState.Secure && Voucher == DnssecVoucher.Claimed ? "Secure (claimed)" : State.ToString();
}
