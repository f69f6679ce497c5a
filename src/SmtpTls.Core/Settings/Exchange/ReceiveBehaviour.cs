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
            string nothing = $"Takes no mail: TLS is required (RequireTLS), but STARTTLS is not offered ({reason}).";
            return new(TlsMode.Required, PeerAuthentication.EncryptionOnly, null, nothing);
        }

        if (!facts.OffersTls)
            return new(TlsMode.None, PeerAuthentication.None, null, $"Does not offer STARTTLS ({reason}): all mail comes in the clear.");

        ConnectorBehaviour plain = Plain(settings);
        if (!facts.DomainSecurityWorks)
            return plain;
        // Which domains are secured is known only from the organization's list: without it, mutual TLS is not proven.
        return facts.Organization.ReceiveDomainSecureList is not { } list
            ? plain with { Text = $"{plain.Text} Domains of TLSReceiveDomainSecureList need mutual TLS (Domain Security); the list is not known." }
            : list.Count > 0 ? DomainSecure(list, plain) : plain;
    }

    private static ConnectorBehaviour Plain(ReceiveConnectorSettings settings)
    {
        string hosts = settings.TlsDomainCapabilities.Count > 0
            ? $" Hosts that send a valid certificate get more rights: {string.Join(", ", settings.TlsDomainCapabilities)}."
            : "";
        return settings.RequireTls
            ? new(
                TlsMode.Required,
                PeerAuthentication.EncryptionOnly,
                null,
                "Takes mail with TLS only; the sender needs no certificate." + hosts)
            : new(
                TlsMode.Opportunistic,
                PeerAuthentication.None,
                null,
                "Opportunistic: offers STARTTLS, takes mail in the clear as well, and asks for no certificate (Exchange's default)." + hosts);
    }

    private static ConnectorBehaviour DomainSecure(IReadOnlyList<string> list, ConnectorBehaviour plain)
    {
        string domains = string.Join(", ", list);
        string mutual = $"Takes mail from {domains} with mutual TLS only: both sides send "
            + "a valid certificate for their domain (Domain Security).";
        return new(plain.Mode, PeerAuthentication.Mutual, domains, $"{mutual} From all others: {plain.Continued}");
    }
}
