namespace SmtpTls.Cisco;

/// <summary>An export of Destination Controls: DEFAULT and the domains that differ from it.</summary>
internal sealed record DestinationControls
{
    public DestinationEntry? Default { get; init; }

    public IReadOnlyList<DestinationEntry> Domains { get; init; } = [];

    /// <summary>DEFAULT, where there is one, and the domains.</summary>
    public IEnumerable<DestinationEntry> All => Default is null ? Domains : Domains.Prepend(Default);
}

/// <summary>One section; what is not set in it is <see langword="null"/>.</summary>
internal sealed record DestinationEntry
{
    public required string Name { get; init; }

    /// <summary>The line of its heading.</summary>
    public int Line { get; init; }

    public string? Tls { get; init; }

    public string? Dane { get; init; }

    public string? Certificate { get; init; }

    public string? Alert { get; init; }
}
