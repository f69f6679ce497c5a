namespace SmtpTls;

/// <summary>What cipher suites two sides have in common, and what would help where they have none.</summary>
public sealed class CipherSuiteComparison
{
    /// <summary>What the first side is.</summary>
    public required string Reference { get; init; }

    /// <summary>What the second side is.</summary>
    public required string Difference { get; init; }

    /// <summary>Whether there is a suite, with a version of TLS, that both use.</summary>
    public bool InCommon => Shared.Length > 0;

    /// <summary>The suite that the reference's order prefers, by IANA name; <see langword="null"/> where there is none in common.</summary>
    public string? Preferred => Shared.Length == 0 ? null : Shared[0].CipherSuite;

    /// <summary>In a sentence or two: the result and the reason for it.</summary>
    public required string Summary { get; init; }

    /// <summary>The suites in common: the newest version first, then in the reference's order of preference.</summary>
    public required SharedCipherSuite[] Shared { get; init; }

    /// <summary>Where there is no suite in common: what one side could enable to have one, the safest first.</summary>
    public required CipherSuiteSuggestion[] Suggestions { get; init; }

    /// <summary>Suites that only the reference has, by IANA name, in its order.</summary>
    public required string[] OnlyReference { get; init; }

    /// <summary>Suites that only the difference has, by IANA name, in its order.</summary>
    public required string[] OnlyDifference { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Summary;
}

/// <summary>A suite that both sides of a comparison have.</summary>
public sealed record SharedCipherSuite
{
    /// <summary>The IANA name.</summary>
    public required string CipherSuite { get; init; }

    /// <summary>The OpenSSL name.</summary>
    public string? CipherSuiteOpenSsl { get; init; }

    /// <summary>The versions of TLS with which both use it, newest first.</summary>
    public required SslProtocolVersion[] Protocols { get; init; }

    /// <summary>How safe it is.</summary>
    public required SuiteSafety Safety { get; init; }

    /// <summary>Its place in the reference's list, from 1.</summary>
    public required int ReferencePosition { get; init; }

    /// <summary>Its place in the difference's list, from 1.</summary>
    public required int DifferencePosition { get; init; }

    /// <inheritdoc/>
    public override string ToString() => CipherSuite;
}

/// <summary>A suite that one side could enable so that both have it.</summary>
public sealed record CipherSuiteSuggestion
{
    /// <summary>Who would enable it: Reference or Difference.</summary>
    public required string Side { get; init; }

    /// <summary>The IANA name.</summary>
    public required string CipherSuite { get; init; }

    /// <summary>The OpenSSL name.</summary>
    public string? CipherSuiteOpenSsl { get; init; }

    /// <summary>How safe it is.</summary>
    public required SuiteSafety Safety { get; init; }

    /// <summary>Whether that side can have it: <see langword="false"/> for a suite that its Windows does not support; <see langword="null"/> where it cannot be known.</summary>
    public bool? Supported { get; init; }

    /// <summary>The command that enables it on a Windows side; <see langword="null"/> elsewhere.</summary>
    public string? Command { get; init; }

    /// <summary>What else it needs.</summary>
    public string? Note { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Side}: {CipherSuite}";
}
