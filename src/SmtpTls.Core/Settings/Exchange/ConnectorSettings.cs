namespace SmtpTls.Exchange;

/// <summary>The settings that Send and Receive connectors have in common; what is not set is <see langword="null"/> or empty.</summary>
internal abstract record ConnectorSettings
{
    public required string Identity { get; init; }

    public bool? Enabled { get; init; }

    public string? Fqdn { get; init; }

    public string? TlsCertificateName { get; init; }

    public bool RequireTls { get; init; }

    public bool DomainSecureEnabled { get; init; }

    /// <summary>The servers that the connector lives on; empty where that is not known.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Values that are none of those documented, each as <c>Parameter 'value'</c>. They are treated as not set.</summary>
    public IReadOnlyList<string> UnknownValues { get; init; } = [];
}
