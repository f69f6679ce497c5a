namespace SmtpTls;

/// <summary>A cipher, hash or key exchange that the registry can switch off, with every suite that needs it.</summary>
public sealed record SchannelAlgorithm
{
    /// <summary>Cipher, Hash or KeyExchange.</summary>
    public required string Kind { get; init; }

    /// <summary>The name of its registry key, such as <c>Triple DES 168</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Disabled where the registry says so, otherwise Enabled: suites that need it are used if they are in the list.</summary>
    public required SchannelState State { get; init; }

    /// <summary>The registry's value <c>Enabled</c>; <see langword="null"/> where it is not set.</summary>
    public long? Enabled { get; init; }

    /// <summary>What decides: the registry key, or that nothing is set.</summary>
    public required string Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {State}";
}
