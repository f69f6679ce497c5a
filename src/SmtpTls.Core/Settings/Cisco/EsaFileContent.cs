namespace SmtpTls.Cisco;

/// <summary>What one file of a Cisco ESA tells, as it stands in it.</summary>
internal sealed record EsaFileContent
{
    public IReadOnlyList<EsaListener> Listeners { get; init; } = [];

    /// <summary>The one Host Access Table of an exported file; those of a saved configuration are at their listeners.</summary>
    public HostAccessTable? HostAccessTable { get; init; }

    public DestinationControls? Destinations { get; init; }

    public EsaSslSettings Ssl { get; init; } = new();

    /// <summary>What the file lacks, or this reader cannot find in it.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Places that could not be read; the rest was.</summary>
    public IReadOnlyList<EsaFileException> Faults { get; init; } = [];
}
