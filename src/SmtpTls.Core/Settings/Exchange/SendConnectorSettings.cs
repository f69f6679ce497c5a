namespace SmtpTls.Exchange;

/// <summary>What a Send connector verifies of the other side's certificate (Set-SendConnector, TlsAuthLevel). The numbers are Exchange's.</summary>
internal enum TlsAuthLevel
{
    EncryptionOnly = 1,
    CertificateValidation = 2,
    DomainValidation = 3,
}

/// <summary>How a Send connector logs on to a smart host (Set-SendConnector, SmartHostAuthMechanism). The numbers are Exchange's.</summary>
internal enum SmartHostAuthMechanism
{
    None = 0,
    BasicAuth = 2,
    BasicAuthRequireTLS = 4,
    ExchangeServer = 8,
    ExternalAuthoritative = 16,
}

/// <summary>The settings of a Send connector that matter for TLS.</summary>
internal sealed record SendConnectorSettings : ConnectorSettings
{
    public bool IgnoreStartTls { get; init; }

    public bool ForceHelo { get; init; }

    public TlsAuthLevel? TlsAuthLevel { get; init; }

    public string? TlsDomain { get; init; }

    /// <summary>As stored; <see langword="null"/> where the object does not say.</summary>
    public bool? DnsRoutingEnabled { get; init; }

    public IReadOnlyList<string> SmartHosts { get; init; } = [];

    public SmartHostAuthMechanism SmartHostAuth { get; init; }

    public bool CloudServicesMailEnabled { get; init; }

    public IReadOnlyList<string> AddressSpaces { get; init; } = [];

    /// <summary>Whether mail is routed by MX records; the default is that it is, unless there are smart hosts.</summary>
    public bool RoutesByDns => DnsRoutingEnabled ?? SmartHosts.Count == 0;
}
