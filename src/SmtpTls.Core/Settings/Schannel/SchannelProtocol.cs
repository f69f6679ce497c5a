namespace SmtpTls;

/// <summary>One version of SSL or TLS in one role, as Schannel uses it.</summary>
public sealed record SchannelProtocol
{
    /// <summary>The version.</summary>
    public required SslProtocolVersion Protocol { get; init; }

    /// <summary>The role.</summary>
    public required SchannelRole Role { get; init; }

    /// <summary>What is in force.</summary>
    public required SchannelState State { get; init; }

    /// <summary>The registry's value <c>Enabled</c>; <see langword="null"/> where it is not set.</summary>
    public long? Enabled { get; init; }

    /// <summary>The registry's value <c>DisabledByDefault</c>; <see langword="null"/> where it is not set.</summary>
    public long? DisabledByDefault { get; init; }

    /// <summary>What decides: the registry key, the default of a Windows version, or why it cannot be known.</summary>
    public required string Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {Role}: {State}";
}
