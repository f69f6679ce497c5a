namespace SmtpTls;

/// <summary>How .NET Framework applications of one kind choose TLS versions.</summary>
public sealed record DotNetTlsSetting
{
    /// <summary>The runtime: <c>v4.0.30319</c> for .NET Framework 4.x, <c>v2.0.50727</c> for 2.0 to 3.5.</summary>
    public required string Runtime { get; init; }

    /// <summary>64 or 32: applications of that size on 64-bit Windows. Exchange is 64-bit.</summary>
    public required int Bits { get; init; }

    /// <summary>The registry's value; 1 takes the versions from Schannel. <see langword="null"/> where it is not set.</summary>
    public long? SystemDefaultTlsVersions { get; init; }

    /// <summary>The registry's value; 1 keeps client connections from weak versions and suites. <see langword="null"/> where it is not set.</summary>
    public long? SchUseStrongCrypto { get; init; }

    /// <summary>In words: what follows.</summary>
    public required string Effect { get; init; }

    /// <summary>The registry key, or that the export does not hold it.</summary>
    public required string Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Runtime} ({Bits}-bit): {Effect}";
}
