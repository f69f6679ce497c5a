using SmtpTls.Certificates;
using SmtpTls.Exchange;

namespace SmtpTls.Tests.Exchange;

/// <summary>Connectors and certificates with nothing wrong, for tests to change in one point.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2030, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public static readonly ExchangeCertificate Certificate = new()
    {
        Issuer = "CN=Example CA, O=Example",
        Subject = "CN=mail.contoso.com",
        Thumbprint = "AC44000000000000000000000000000000000000",
        NotBefore = Now.AddYears(-1),
        NotAfter = Now.AddYears(1),
        Names = new CertificateNames { DnsNames = ["mail.contoso.com"] },
        HasPrivateKey = true,
        IsBoundToSmtp = true,
        AllowsServerAuthentication = true,
        IsSelfSigned = false,
        Status = "Valid",
    };

    public static readonly ExchangeCertificate Renewed = Certificate with
    {
        Thumbprint = "BD55000000000000000000000000000000000000",
        NotBefore = Now.AddDays(-10),
        NotAfter = Now.AddYears(2),
    };

    public static readonly SendConnectorSettings Send = new() { Identity = "Internet", Enabled = true, DnsRoutingEnabled = true, AddressSpaces = ["SMTP:*;1"] };

    public static readonly SendConnectorSettings SmartHost = Send with { DnsRoutingEnabled = false, SmartHosts = ["smtp.example.net"] };

    public static readonly SendConnectorSettings Partner = Send with { DomainSecureEnabled = true, AddressSpaces = ["smtp:partner.example;1"] };

    public static readonly SendConnectorSettings Hybrid = SmartHost with
    {
        RequireTls = true,
        TlsAuthLevel = TlsAuthLevel.DomainValidation,
        TlsDomain = "mail.protection.outlook.com",
        CloudServicesMailEnabled = true,
        TlsCertificateName = Certificate.Name,
        Fqdn = "mail.contoso.com",
    };

    public static readonly ReceiveConnectorSettings Receive = new()
    {
        Identity = @"MBX1\Default Frontend MBX1",
        Enabled = true,
        Servers = ["MBX1"],
        AuthMechanism = ReceiveAuthMechanism.Tls | ReceiveAuthMechanism.Integrated | ReceiveAuthMechanism.BasicAuth
            | ReceiveAuthMechanism.BasicAuthRequireTLS | ReceiveAuthMechanism.ExchangeServer,
        PermissionGroups = ReceivePermissionGroups.AnonymousUsers | ReceivePermissionGroups.ExchangeServers,
        Bindings = ["[::]:25", "0.0.0.0:25"],
        RemoteIPRanges = ["0.0.0.0-255.255.255.255"],
        TransportRole = "FrontendTransport",
        Fqdn = "mail.contoso.com",
    };

    public static readonly ReceiveConnectorSettings Secure = Receive with { DomainSecureEnabled = true };

    public static readonly OrganizationSettings Nothing = new();

    public static OrganizationSettings With(params ExchangeCertificate[] certificates) => new() { Certificates = certificates };

    public static OrganizationSettings Secured(params string[] domains) => new() { SendDomainSecureList = domains, ReceiveDomainSecureList = domains };

    public static OrganizationSettings Downgraded(bool value) => new() { DowngradedAuth = new Dictionary<string, bool> { ["mbx1.contoso.com"] = value } };

    public static ExchangeTlsPolicy Judge(ConnectorSettings connector, OrganizationSettings? organization = null) => connector is SendConnectorSettings send
        ? ConnectorJudge.Judge(send, organization ?? Nothing, Now)
        : ConnectorJudge.Judge((ReceiveConnectorSettings)connector, organization ?? Nothing, Now);
}
