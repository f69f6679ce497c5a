using SmtpTls.Findings;
using SmtpTls.Dns;

namespace SmtpTls.Exchange;

/// <summary>What can be wrong with the TLS settings of a Send connector.</summary>
internal static class SendConnectorRules
{
    public static IReadOnlyList<RuleCheck<SendFacts>> All { get; } =
    [
        new("IgnoreStartTlsWithRequireTls", facts =>
            facts.Settings is { IgnoreStartTls: true, RequireTls: true }
                ? "IgnoreSTARTTLS and RequireTLS are both true: TLS is required but never used, so no mail can leave. Set IgnoreSTARTTLS "
                    + "to false."
                : null),
        new("IgnoreStartTls", facts =>
            facts.Settings is { IgnoreStartTls: true, RequireTls: false }
                ? "IgnoreSTARTTLS is true: all mail leaves in the clear, even to servers that offer STARTTLS. Set it to false."
                : null),
        new("ForceHelo", facts =>
            facts.Settings.ForceHelo
                ? "ForceHELO is true: a server lists STARTTLS in its reply to EHLO only (RFC 3207), so "
                    + (facts.Settings.RequireTls
                        ? "TLS, which RequireTLS demands, is never used, and no mail can leave."
                        : "all mail leaves in the clear.")
                : null),
        new("TlsAuthLevelWithoutRequireTls", facts =>
            facts.Settings is { TlsAuthLevel: { } level, RequireTls: false }
                ? $"TlsAuthLevel is {level}, but RequireTLS is false: mail also leaves without TLS, so nothing is verified for certain. Set "
                    + "RequireTLS to true."
                : null),
        new("TlsAuthLevelWithIgnoreStartTls", facts =>
            facts.Settings is { TlsAuthLevel: { } level, IgnoreStartTls: true }
                ? $"TlsAuthLevel is {level}, but IgnoreSTARTTLS is true: there is no TLS to authenticate."
                : null),
        new("TlsDomainMissing", facts =>
            facts.Settings is { TlsAuthLevel: TlsAuthLevel.DomainValidation, TlsDomain: null, RoutesByDns: false }
                ? "TlsAuthLevel is DomainValidation and mail goes to a smart host (DNSRoutingEnabled is false): set TlsDomain to the "
                    + "name that its certificate must cover."
                : null),
        new("TlsDomainUnused", facts =>
            facts.Settings is { TlsDomain: { } domain } && facts.Settings.TlsAuthLevel != TlsAuthLevel.DomainValidation
                ? $"TlsDomain {Quoted.Value(domain)} is set, but only TlsAuthLevel DomainValidation uses it; TlsAuthLevel is "
                    + $"{facts.Settings.TlsAuthLevel?.ToString() ?? "not set"}."
                : null),
        new("RecipientDomainChecked", facts =>
            facts.Settings is { TlsAuthLevel: TlsAuthLevel.DomainValidation, TlsDomain: null, RoutesByDns: true, RequireTls: true }
                ? "TlsAuthLevel is DomainValidation without TlsDomain: the certificate must cover the recipient's domain, which the "
                    + "certificates of most mail services do not."
                : null),
        new("NoClientCertificateForFqdn", facts =>
            facts is { LacksCertificate: true, TlsIsOff: false }
                ? ConnectorRules.NoCertificate(facts) + "has no certificate to send where the other side asks for one (event 12014). Get a "
                    + "certificate with this name, or set TlsCertificateName."
                : null),
        new("SmartHostsWithDnsRouting", facts =>
            facts.Settings is { DnsRoutingEnabled: true, SmartHosts.Count: > 0 }
                ? $"DNSRoutingEnabled is true and there are smart hosts ({string.Join(", ", facts.Settings.SmartHosts)}): set it to "
                    + "false where SmartHosts is set."
                : null),
        new("SmartHostsMissing", facts =>
            facts.Settings is { DnsRoutingEnabled: false, SmartHosts.Count: 0 }
                ? "DNSRoutingEnabled is false and SmartHosts is empty: the connector has no server to send mail to."
                : null),
        new("BasicAuthInClear", facts =>
            facts.Settings.SmartHostAuth == SmartHostAuthMechanism.BasicAuth && (!facts.Settings.RequireTls || facts.TlsIsOff)
                ? "SmartHostAuthMechanism is BasicAuth without TLS being required: user name and password leave in the clear "
                    + (facts.TlsIsOff ? "every time." : "whenever the smart host does not offer STARTTLS, or an attacker removes it.")
                    + " Set it to BasicAuthRequireTLS."
                : null),
        new("BasicAuthRequireTlsWithoutTls", facts =>
            facts.Settings.SmartHostAuth == SmartHostAuthMechanism.BasicAuthRequireTLS && facts.TlsIsOff
                ? "SmartHostAuthMechanism is BasicAuthRequireTLS, but "
                    + $"{(facts.Settings.IgnoreStartTls ? "IgnoreSTARTTLS" : "ForceHELO")} keeps the connector from using TLS, so it "
                    + "can never log on."
                : null),
        new("SmartHostNameNeeded", facts =>
            facts.Settings.SmartHostAuth == SmartHostAuthMechanism.BasicAuthRequireTLS
                && facts.Settings.SmartHosts.Where(IsAddress).ToList() is { Count: > 0 } addresses
                ? "SmartHostAuthMechanism is BasicAuthRequireTLS, which needs a certificate with the name of the smart host as in "
                    + $"SmartHosts, but that is an address: {WordList.And(addresses)}. Give its name."
                : null),
        new("SmartHostAuthWithoutSmartHost", facts =>
            facts.Settings is { RoutesByDns: true, SmartHostAuth: not SmartHostAuthMechanism.None }
                ? $"SmartHostAuthMechanism is {facts.Settings.SmartHostAuth}, but mail is routed by DNS: it has an effect for smart hosts only "
                    + "(DNSRoutingEnabled false)."
                : null),
        new("ExternallySecured", facts =>
            facts.Settings is { SmartHostAuth: SmartHostAuthMechanism.ExternalAuthoritative, RequireTls: false }
                ? "SmartHostAuthMechanism is ExternalAuthoritative: Exchange assumes that the connection is secured by other means (IPsec, "
                    + "VPN) and does not check that."
                : null),
        new("DomainSecureWithoutDnsRouting", facts =>
            facts.Settings is { DomainSecureEnabled: true, RoutesByDns: false }
                ? "DomainSecureEnabled is true, but mutual TLS works only where DNSRoutingEnabled is true."
                : null),
        new("DomainSecureWithIgnoreStartTls", facts =>
            facts.Settings is { DomainSecureEnabled: true, IgnoreStartTls: true }
                ? "DomainSecureEnabled is true, but mutual TLS works only where IgnoreSTARTTLS is false."
                : null),
        new("DomainSecureWildcard", facts =>
            facts.Settings.DomainSecureEnabled && Wildcards(facts) is { Count: > 0 } wildcards
                ? $"DomainSecureEnabled is true, but Domain Security supports no wildcards: {string.Join(", ", wildcards)}. Only domains "
                    + "that TLSSendDomainSecureList names are secured."
                : null),
        new("DomainNotInSecureList", facts =>
            facts is { DomainSecurityWorks: true, Organization.SendDomainSecureList: { } list } && Unlisted(facts, list) is { Count: > 0 } domains
                ? $"DomainSecureEnabled is true, but TLSSendDomainSecureList lacks {WordList.And(domains)}: mail there "
                    + "is not secured. Add the domain with Set-TransportConfig -TLSSendDomainSecureList @{Add='...'}."
                : null),
        new("SecureListEmpty", facts =>
            facts is { DomainSecurityWorks: true, SecuredDomains.Count: 0, Organization.SendDomainSecureList: not null }
                && facts.Domains.All(AddressSpace.IsWildcard)
                ? "DomainSecureEnabled is true, but TLSSendDomainSecureList has no domain that goes through this connector: mutual TLS "
                    + "is required of no domain."
                : null),
        new("SecureListUnknown", facts =>
            facts is { DomainSecurityWorks: true, Organization.SendDomainSecureList: null }
                ? "DomainSecureEnabled is true; only domains in the organization's TLSSendDomainSecureList are secured. Give "
                    + "-TransportConfig (Get-TransportConfig) to see which."
                : null),
        new("CloudMailWithoutVerifiedTls", facts =>
            facts.Settings.CloudServicesMailEnabled
                && !(facts.Settings is { RequireTls: true, TlsAuthLevel: TlsAuthLevel.CertificateValidation or TlsAuthLevel.DomainValidation } && !facts.TlsIsOff)
                ? "CloudServicesMailEnabled is true, so internal headers are sent. Hybrid mail flow needs RequireTLS and TlsAuthLevel "
                    + "DomainValidation or CertificateValidation."
                : null),
        new("CloudMailWithoutCertificateName", facts =>
            facts.Settings is { CloudServicesMailEnabled: true, TlsCertificateName: null }
                ? "CloudServicesMailEnabled is true and TlsCertificateName is not set: Microsoft 365 recognizes this organization by its "
                    + "certificate, and Exchange chooses one by "
                    + (facts.Settings.Fqdn is { } fqdn ? $"the Fqdn {Quoted.Value(fqdn)}." : "the server's own name.")
                : null),
    ];

    private static bool IsAddress(string smartHost) => IpLiteral.TryParse(smartHost.Trim('[', ']'), out _);

    private static List<string> Wildcards(SendFacts facts) =>
        [.. facts.Domains.Concat(facts.Organization.SendDomainSecureList ?? [])
            .Where(AddressSpace.IsWildcard)
            .Distinct(StringComparer.OrdinalIgnoreCase)];

    private static List<string> Unlisted(SendFacts facts, IReadOnlyList<string> list) =>
        [.. facts.Domains.Where(domain => !AddressSpace.IsWildcard(domain) && !list.Contains(domain, StringComparer.OrdinalIgnoreCase))];
}
