namespace SmtpTls.Testing;

/// <summary>What a look-up led to.</summary>
/// <param name="Items">In order of preference.</param>
internal sealed record TestPlan(IReadOnlyList<TestPlanItem> Items);

/// <summary>An address to look at, or why there is none.</summary>
/// <param name="Target">The address.</param>
/// <param name="NoAddress">Why there is none.</param>
internal readonly record struct TestPlanItem(ProbeTarget? Target, NoAddress? NoAddress);

/// <summary>A domain or host that leads to no address.</summary>
internal sealed record NoAddress
{
    /// <summary>The domain that was asked for; <see langword="null"/> when a server was named.</summary>
    public string? Domain { get; init; }

    /// <summary>The host without address; <see langword="null"/> where the domain has no host.</summary>
    public string? Host { get; init; }

    /// <summary>The preference of the MX record.</summary>
    public int? Preference { get; init; }

    /// <summary>The TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>NoMx, NullMx or DnsFailure.</summary>
    public required TestStatus Status { get; init; }

    /// <summary>In a sentence, why there is no address.</summary>
    public string? Reason { get; init; }

    /// <summary>The look-up.</summary>
    public required TestStep Resolve { get; init; }
}
