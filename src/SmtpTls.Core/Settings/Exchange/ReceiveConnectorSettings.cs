namespace SmtpTls.Exchange;

/// <summary>What a Receive connector offers and accepts (Set-ReceiveConnector, AuthMechanism). The numbers are Exchange's.</summary>
[Flags]
internal enum ReceiveAuthMechanism
{
    None = 0,
    Tls = 1,
    Integrated = 2,
    BasicAuth = 4,
    BasicAuthRequireTLS = 8,
    ExchangeServer = 16,
    ExternalAuthoritative = 32,
}

/// <summary>Who may use a Receive connector (Set-ReceiveConnector, PermissionGroups). The numbers are Exchange's.</summary>
[Flags]
internal enum ReceivePermissionGroups
{
    None = 0,
    AnonymousUsers = 1,
    ExchangeUsers = 2,
    ExchangeServers = 4,
    ExchangeLegacyServers = 8,
    Partners = 16,
    Custom = 32,
}

/// <summary>Whether a logon must be bound to its TLS channel (Set-ReceiveConnector, ExtendedProtectionPolicy). The numbers are Exchange's.</summary>
internal enum ExtendedProtection
{
    None = 0,
    Allow = 1,
    Require = 2,
}

/// <summary>The settings of a Receive connector that matter for TLS.</summary>
internal sealed record ReceiveConnectorSettings : ConnectorSettings
{
    private const int SmtpPort = 25;

    /// <summary>TLS alone is what New-ReceiveConnector sets where nothing else is said.</summary>
    public ReceiveAuthMechanism AuthMechanism { get; init; } = ReceiveAuthMechanism.Tls;

    /// <summary>Whether None is named beside other mechanisms.</summary>
    public bool NamesNoneBesideOthers { get; init; }

    /// <summary><see langword="null"/> where the object does not say.</summary>
    public ReceivePermissionGroups? PermissionGroups { get; init; }

    public bool SuppressXAnonymousTls { get; init; }

    /// <summary><see langword="null"/> where the object does not say.</summary>
    public ExtendedProtection? ExtendedProtection { get; init; }

    public IReadOnlyList<string> TlsDomainCapabilities { get; init; } = [];

    /// <summary>Such as <c>0.0.0.0:25</c> and <c>[::]:25</c>.</summary>
    public IReadOnlyList<string> Bindings { get; init; } = [];

    public IReadOnlyList<string> RemoteIPRanges { get; init; } = [];

    /// <summary>Such as <c>FrontendTransport</c>; Edge servers have none.</summary>
    public string? TransportRole { get; init; }

    /// <summary>The TCP ports of the bindings.</summary>
    public IEnumerable<int> Ports => Bindings
        .Select(binding => int.TryParse(binding.Split(':').Last(), out int port) ? port : 0)
        .Where(port => port > 0)
        .Distinct();

    /// <summary>Whether all of the internet may hand in mail on the port where it looks for it.</summary>
    public bool TakesInternetMail =>
        Allows(ReceivePermissionGroups.AnonymousUsers)
        && Ports.Contains(SmtpPort)
        && (RemoteIPRanges.Count == 0 || RemoteIPRanges.Any(IsEveryAddress));

    public bool Offers(ReceiveAuthMechanism mechanism) => (AuthMechanism & mechanism) != 0;

    public bool Allows(ReceivePermissionGroups groups) => (PermissionGroups & groups) > 0;

    private static bool IsEveryAddress(string range) =>
        range.Replace(" ", "") is "0.0.0.0-255.255.255.255" or "0.0.0.0/0" or "::/0" or "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
}
