using SmtpTls.Findings;

namespace SmtpTls.Exchange;

/// <summary>What can be wrong with the TLS settings of a Receive connector.</summary>
internal static class ReceiveConnectorRules
{
    private const string NoTls = "NO-TLS";
    private const int ImplicitTlsPort = 465;

    public static IReadOnlyList<RuleCheck<ReceiveFacts>> All { get; } =
    [
        new("NoStartTls", facts =>
            !facts.Settings.Offers(ReceiveAuthMechanism.Tls) && !facts.Settings.RequireTls
                ? "AuthMechanism lacks Tls: STARTTLS is not offered, and all mail comes in the clear."
                : null),
        new("RequireTlsWithoutTls", facts =>
            facts.Settings.RequireTls && !facts.Settings.Offers(ReceiveAuthMechanism.Tls)
                ? "RequireTLS is true, but AuthMechanism lacks Tls: STARTTLS is required but not offered, so nobody can send mail here. "
                    + "Add Tls."
                : null),
        new("NoCertificateForFqdn", facts =>
            facts.Settings.Offers(ReceiveAuthMechanism.Tls) && facts.LacksCertificate
                ? ConnectorRules.NoCertificate(facts) + "does not offer STARTTLS"
                    + (facts.Settings.RequireTls ? ", and with RequireTLS nobody can send mail here." : ". Get a certificate with this name, or name one.")
                : null),
        new("AuthNoneNotAlone", facts =>
            facts.Settings.NamesNoneBesideOthers ? $"AuthMechanism has None beside {facts.Settings.AuthMechanism}; None must stand alone." : null),
        new("BasicAuthRequireTlsIncomplete", facts =>
            facts.Settings.Offers(ReceiveAuthMechanism.BasicAuthRequireTLS) && Missing(facts.Settings) is { Length: > 0 } missing
                ? $"AuthMechanism has BasicAuthRequireTLS, which needs BasicAuth and Tls; {missing} is missing."
                : null),
        new("ExternalAuthoritativeNotAlone", facts =>
            facts.Settings.Offers(ReceiveAuthMechanism.ExternalAuthoritative)
                && facts.Settings.Offers(~(ReceiveAuthMechanism.ExternalAuthoritative | ReceiveAuthMechanism.Tls))
                ? $"AuthMechanism is {facts.Settings.AuthMechanism}; beside ExternalAuthoritative there may be Tls only."
                : null),
        new("ExternalAuthoritativePermissions", facts =>
            facts.Settings.Offers(ReceiveAuthMechanism.ExternalAuthoritative)
                && facts.Settings.PermissionGroups is { } groups
                && !facts.Settings.Allows(ReceivePermissionGroups.ExchangeServers)
                ? $"AuthMechanism has ExternalAuthoritative, which needs ExchangeServers in PermissionGroups; there is {groups}."
                : null),
        new("BasicAuthInClear", facts =>
            facts.Settings is { RequireTls: false }
                && facts.Settings.Offers(ReceiveAuthMechanism.BasicAuth)
                && !facts.Settings.Offers(ReceiveAuthMechanism.BasicAuthRequireTLS)
                ? "AuthMechanism has BasicAuth without BasicAuthRequireTLS, and RequireTLS is false: clients may send passwords in the "
                    + "clear. Add BasicAuthRequireTLS."
                : null),
        new("InternetMailRequiresTls", facts =>
            facts.Settings.RequireTls && facts.Settings.TakesInternetMail
                ? "RequireTLS is true on port 25 for anonymous senders of every address: senders without STARTTLS cannot send mail here. "
                    + "A server that is open to the internet must not require it. Use a separate connector with the partners' "
                    + "RemoteIPRanges."
                : null),
        new("ImplicitTlsPort", facts =>
            facts.Settings.Ports.Contains(ImplicitTlsPort)
                && !string.Equals(facts.Settings.TransportRole, "HubTransport", StringComparison.OrdinalIgnoreCase)
                ? "The connector listens on port 465, where clients start TLS at once, but Exchange supports STARTTLS only. Use port 587."
                : null),
        new("DomainSecureWithoutTls", facts =>
            facts.Settings.DomainSecureEnabled && !facts.Settings.Offers(ReceiveAuthMechanism.Tls)
                ? "DomainSecureEnabled is true, but AuthMechanism lacks Tls, so mutual TLS is not possible."
                : null),
        new("DomainSecureWithExternalAuthoritative", facts =>
            facts.Settings.DomainSecureEnabled && facts.Settings.Offers(ReceiveAuthMechanism.ExternalAuthoritative)
                ? "DomainSecureEnabled is true, but AuthMechanism has ExternalAuthoritative; they cannot be combined."
                : null),
        new("SecureListEmpty", facts =>
            facts is { DomainSecurityWorks: true, Organization.ReceiveDomainSecureList.Count: 0 }
                ? "DomainSecureEnabled is true, but the organization's TLSReceiveDomainSecureList is empty: mutual TLS is required of "
                    + "no domain."
                : null),
        new("SecureListUnknown", facts =>
            facts is { DomainSecurityWorks: true, Organization.ReceiveDomainSecureList: null }
                ? "DomainSecureEnabled is true; mutual TLS is required of the domains in the organization's TLSReceiveDomainSecureList "
                    + "only. Give -TransportConfig (Get-TransportConfig) to see which."
                : null),
        new("CapabilitiesWithoutTls", facts =>
            facts.Settings.TlsDomainCapabilities.Count > 0 && !facts.OffersTls
                ? $"TlsDomainCapabilities is set ({string.Join(", ", facts.Settings.TlsDomainCapabilities)}), but STARTTLS is not "
                    + "offered, so no host can send the certificate that it needs."
                : null),
        new("CapabilitiesWithoutEncryption", facts =>
            WithoutTls(facts.Settings) is { Count: > 0 } open
                ? $"TlsDomainCapabilities grants {string.Join(", ", open)} to hosts without TLS: every host gets them."
                : null),
        new("CapabilitiesWithoutCertificateName", facts =>
            facts.Settings is { TlsDomainCapabilities.Count: > 0, TlsCertificateName: null }
                ? "TlsDomainCapabilities is set for hybrid mail flow, and TlsCertificateName is not: Exchange may send Microsoft 365 another "
                    + "certificate than it expects."
                : null),
        new("ExtendedProtectionWithoutTls", facts =>
            facts.Settings.ExtendedProtection == ExtendedProtection.Require && !facts.OffersTls
                ? "ExtendedProtectionPolicy is Require, but STARTTLS is not offered. Extended Protection binds a logon to its TLS channel, so no client "
                    + "can log on with it here. Add Tls to AuthMechanism, or set ExtendedProtectionPolicy to None."
                : null),
        new("ExtendedProtectionRequired", facts =>
            facts.Settings.ExtendedProtection == ExtendedProtection.Require && facts.OffersTls
                ? "ExtendedProtectionPolicy is Require: a client that logs on must bind the logon to its TLS channel. A client that cannot, or a device "
                    + "in between that ends TLS, fails with BadBindings."
                : null),
        new("XAnonymousTlsSuppressed", facts =>
            facts.Settings.SuppressXAnonymousTls && facts.DowngradedAuth != false
                ? "SuppressXAnonymousTls is true: Exchange servers send mail here in the clear. It also needs "
                    + "UseDowngradedExchangeServerAuth on the server's transport service"
                    + (facts.DowngradedAuth == true ? ", which is set." : "; give -TransportService (Get-TransportService) to see whether it is set.")
                : null),
        new("DowngradedAuthMissing", facts =>
            facts.Settings.SuppressXAnonymousTls && facts.DowngradedAuth == false
                ? "SuppressXAnonymousTls is true, but UseDowngradedExchangeServerAuth is false on the server's transport service: "
                    + "Exchange servers cannot authenticate here. Set both or none."
                : null),
    ];

    private static List<string> WithoutTls(ReceiveConnectorSettings settings) =>
        [.. settings.TlsDomainCapabilities.Where(entry => entry.Trim().StartsWith(NoTls, StringComparison.OrdinalIgnoreCase))];

    private static string Missing(ReceiveConnectorSettings settings) => string.Join(
        " and ",
        new[] { ReceiveAuthMechanism.BasicAuth, ReceiveAuthMechanism.Tls }.Where(needed => !settings.Offers(needed)));
}
