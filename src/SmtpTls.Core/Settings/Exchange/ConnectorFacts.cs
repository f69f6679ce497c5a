namespace SmtpTls.Exchange;

/// <summary>A connector with all that the rules look at.</summary>
internal abstract record ConnectorFacts
{
    protected ConnectorFacts(ConnectorSettings connector, OrganizationSettings organization, DateTimeOffset now)
    {
        Connector = connector;
        Organization = organization;
        Now = now;
        Certificate = ConnectorCertificate.Find(connector, organization.Certificates);
    }

    /// <summary>The settings that both kinds have.</summary>
    public ConnectorSettings Connector { get; }

    public OrganizationSettings Organization { get; }

    public DateTimeOffset Now { get; }

    /// <summary>The certificate that it uses.</summary>
    public ConnectorCertificate Certificate { get; }

    /// <summary>Whether there is known to be no certificate for the connector's name, where none is named.</summary>
    public bool LacksCertificate => Certificate is { State: CertificateNameState.NotSet, CoversFqdn: false };
}

/// <summary>A Send connector with all that its rules look at.</summary>
internal sealed record SendFacts(SendConnectorSettings Settings, OrganizationSettings Outside, DateTimeOffset Time)
    : ConnectorFacts(Settings, Outside, Time)
{
    /// <summary>The domains of the address spaces, with wildcards.</summary>
    public IReadOnlyList<string> Domains { get; } = [.. Settings.AddressSpaces.Select(AddressSpace.Domain).OfType<string>()];

    /// <summary>Whether the connector never learns of STARTTLS.</summary>
    public bool TlsIsOff => Settings.IgnoreStartTls || Settings.ForceHelo;

    /// <summary>Whether Domain Security can work: Set-SendConnector names these two conditions.</summary>
    public bool DomainSecurityWorks => Settings is { DomainSecureEnabled: true, RoutesByDns: true } && !TlsIsOff;

    /// <summary>
    /// The domains to which mail goes with mutual TLS only: those of the organization's list that the connector serves, or where the list is
    /// not known, all that it could hold.
    /// </summary>
    public IReadOnlyList<string> SecuredDomains { get; } = Outside.SendDomainSecureList is { } list
        ? [.. list.Where(domain => !AddressSpace.IsWildcard(domain) && Served(Settings).Any(space => AddressSpace.Covers(space, domain)))]
        : [.. Served(Settings).Where(domain => !AddressSpace.IsWildcard(domain))];

    /// <summary>Whether no mail leaves for a domain that is not secured.</summary>
    public bool SecuresEverything => Domains.Count > 0 && Domains.All(domain => SecuredDomains.Contains(domain, StringComparer.OrdinalIgnoreCase));

    // A connector of which the address spaces are not known may serve any domain.
    private static IEnumerable<string> Served(SendConnectorSettings settings) =>
        settings.AddressSpaces.Count == 0 ? ["*"] : settings.AddressSpaces.Select(AddressSpace.Domain).OfType<string>();
}

/// <summary>A Receive connector with all that its rules look at.</summary>
internal sealed record ReceiveFacts(ReceiveConnectorSettings Settings, OrganizationSettings Outside, DateTimeOffset Time)
    : ConnectorFacts(Settings, Outside, Time)
{
    /// <summary>Whether STARTTLS is offered at all.</summary>
    public bool OffersTls => Settings.Offers(ReceiveAuthMechanism.Tls) && !LacksCertificate;

    /// <summary>Whether Domain Security can work: Set-ReceiveConnector names these conditions.</summary>
    public bool DomainSecurityWorks =>
        Settings.DomainSecureEnabled && Settings.Offers(ReceiveAuthMechanism.Tls) && !Settings.Offers(ReceiveAuthMechanism.ExternalAuthoritative);

    /// <summary>UseDowngradedExchangeServerAuth of the connector's server; <see langword="null"/> where it is not known.</summary>
    public bool? DowngradedAuth => Organization.DowngradedAuth
        .Where(server => Settings.Servers.Any(own => ServerNames.AreSame(own, server.Key)))
        .Select(server => (bool?)server.Value)
        .FirstOrDefault();
}
