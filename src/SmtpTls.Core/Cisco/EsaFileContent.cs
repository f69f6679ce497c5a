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

/// <summary>A listener of a saved configuration; what is not set there is <see langword="null"/>.</summary>
internal sealed record EsaListener
{
    public required string Name { get; init; }

    public string? Type { get; init; }

    public string? Interface { get; init; }

    public string? Port { get; init; }

    public string? CertificateName { get; init; }

    /// <summary>The certificate of that name, where the file holds it.</summary>
    public EsaCertificate? Certificate { get; init; }

    public HostAccessTable? HostAccessTable { get; init; }
}

/// <summary>What <c>sslconfig</c> sets, in each direction.</summary>
internal sealed record EsaSslSettings
{
    public string? InboundMethod { get; init; }

    public string? InboundCiphers { get; init; }
}

/// <summary>A certificate that a saved configuration holds, without its key.</summary>
internal sealed record EsaCertificate(string Name, string Subject, string Thumbprint, DateTimeOffset NotBefore, DateTimeOffset NotAfter);
