namespace SmtpTls.Exchange;

/// <summary>What a Receive connector does, by the documentation of Set-ReceiveConnector.</summary>
internal static class ReceiveBehaviour
{
    public static ConnectorBehaviour Of(ReceiveFacts facts)
    {
        ReceiveConnectorSettings settings = facts.Settings;
        string reason = facts.LacksCertificate ? "there is no certificate for its Fqdn" : "AuthMechanism lacks Tls";
        if (settings.RequireTls && !facts.OffersTls)
        {
            string nothing = $"Takes no mail: TLS is demanded (RequireTLS) and STARTTLS not offered ({reason}).";
            return new(TlsMode.Required, PeerAuthentication.EncryptionOnly, null, nothing);
        }

        if (!facts.OffersTls)
            return new(TlsMode.None, PeerAuthentication.None, null, $"Does not offer STARTTLS ({reason}): all mail comes in the clear.");

        ConnectorBehaviour plain = Plain(settings);
        return facts.DomainSecurityWorks && facts.Organization.ReceiveDomainSecureList is not { Count: 0 } ? DomainSecure(facts, plain) : plain;
    }

    private static ConnectorBehaviour Plain(ReceiveConnectorSettings settings)
    {
        string hosts = settings.TlsDomainCapabilities.Count > 0
            ? $" Hosts that show a valid certificate get more rights: {string.Join(", ", settings.TlsDomainCapabilities)}."
            : "";
        return settings.RequireTls
            ? new(
                TlsMode.Required,
                PeerAuthentication.EncryptionOnly,
                null,
                "Takes mail with TLS only; who sends it need not show a certificate." + hosts)
            : new(
                TlsMode.Opportunistic,
                PeerAuthentication.None,
                null,
                "Opportunistic: offers STARTTLS, takes mail in the clear as well, and demands no certificate (Exchange's default)." + hosts);
    }

    private static ConnectorBehaviour DomainSecure(ReceiveFacts facts, ConnectorBehaviour plain)
    {
        string? domains = facts.Organization.ReceiveDomainSecureList is { } list ? string.Join(", ", list) : null;
        string mutual = $"Takes mail from {domains ?? "the domains of TLSReceiveDomainSecureList"} with mutual TLS only: both sides show "
            + "a valid certificate for their domain (Domain Security).";
        return new(plain.Mode, PeerAuthentication.Mutual, domains, $"{mutual} From all others: {plain.Continued}");
    }
}
