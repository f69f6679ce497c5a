namespace SmtpTls.Exchange;

/// <summary>What a Send connector does, by the documentation of Set-SendConnector.</summary>
internal static class SendBehaviour
{
    private const string RecipientDomain = "the recipient's domain";

    public static ConnectorBehaviour Of(SendFacts facts)
    {
        SendConnectorSettings settings = facts.Settings;
        if (settings.RequireTls && facts.TlsIsOff)
        {
            string nothing = $"Sends nothing: TLS is required (RequireTLS) but never used ({Reason(settings)}).";
            return new(TlsMode.Required, PeerAuthentication.EncryptionOnly, null, nothing);
        }

        if (facts.TlsIsOff)
            return new(TlsMode.None, PeerAuthentication.None, null, $"Sends everything in the clear ({Reason(settings)}).");

        ConnectorBehaviour plain = Plain(settings);
        if (!facts.DomainSecurityWorks)
            return plain;
        // Which domains are secured is known only from the organization's list: without it, mutual TLS is not proven.
        return facts.Organization.SendDomainSecureList is null
            ? plain with { Text = $"{plain.Text} Domains of TLSSendDomainSecureList get mail with mutual TLS only (Domain Security); the list is not known." }
            : facts.SecuredDomains.Count > 0 ? DomainSecure(facts, plain) : plain;
    }

    private static ConnectorBehaviour Plain(SendConnectorSettings settings) => (settings.RequireTls, settings.TlsAuthLevel) switch
    {
        // Send connectors: "Offer basic authentication only after starting TLS". That the chain is checked is not documented.
        (false, _) when settings is { SmartHostAuth: SmartHostAuthMechanism.BasicAuthRequireTLS, RoutesByDns: false } => new(
            TlsMode.Required,
            PeerAuthentication.EncryptionOnly,
            null,
            "Sends with TLS or not at all, because SmartHostAuthMechanism is BasicAuthRequireTLS: the connector logs on inside TLS only. Microsoft asks "
                + "for a certificate with the name of the smart host; whether its chain is checked is not documented."),
        (false, _) => new(
            TlsMode.Opportunistic,
            PeerAuthentication.None,
            null,
            "Opportunistic: encrypts where the other side offers STARTTLS, sends in the clear where it does not, and checks no certificate"
                + (settings is { TlsAuthLevel: null, TlsDomain: null } ? " (Exchange's default)." : ".")),
        (true, TlsAuthLevel.DomainValidation) => Domain(settings.TlsDomain, settings.RoutesByDns),
        (true, TlsAuthLevel.CertificateValidation) => new(
            TlsMode.Required,
            PeerAuthentication.Certificate,
            null,
            "Sends with TLS or not at all, to servers whose certificate is valid, trusted and not revoked; its name is not checked."),
        (true, _) => new(
            TlsMode.Required,
            PeerAuthentication.EncryptionOnly,
            null,
            "Sends with TLS or not at all, but accepts any certificate, so it does not know who receives the mail."),
    };

    private static ConnectorBehaviour Domain(string? tlsDomain, bool routesByDns)
    {
        string? name = tlsDomain ?? (routesByDns ? RecipientDomain : null);
        return new(
            TlsMode.Required,
            PeerAuthentication.Domain,
            name,
            $"Sends with TLS or not at all, to servers whose certificate is valid, trusted, not revoked and covers {name ?? "a name that is not set"}.");
    }

    private static ConnectorBehaviour DomainSecure(SendFacts facts, ConnectorBehaviour plain)
    {
        string? domains = facts.SecuredDomains.Count > 0 ? string.Join(", ", facts.SecuredDomains) : null;
        string mutual = $"Sends to {domains ?? "the domains of TLSSendDomainSecureList"} with mutual TLS or not at all: both sides send "
            + "a valid certificate for their domain (Domain Security).";
        return facts.SecuresEverything
            ? new(TlsMode.Required, PeerAuthentication.Mutual, domains, mutual)
            : new(plain.Mode, PeerAuthentication.Mutual, domains, $"{mutual} For all other domains: {plain.Continued}");
    }

    private static string Reason(SendConnectorSettings settings) =>
        settings.IgnoreStartTls ? "IgnoreSTARTTLS" : "ForceHELO: HELO instead of EHLO, so the connector never sees STARTTLS";
}
