namespace SmtpTls.Cisco;

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
