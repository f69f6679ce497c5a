using SmtpTls.Findings;

namespace SmtpTls.Exchange;

/// <summary>Says what the settings of a connector amount to.</summary>
internal static class ConnectorJudge
{
    /// <summary>Judges a Send connector.</summary>
    public static ExchangeTlsPolicy Judge(SendConnectorSettings connector, OrganizationSettings organization, DateTimeOffset now)
    {
        SendFacts facts = new(connector, organization, now);
        return Create(facts, ConnectorDirection.Send, SendBehaviour.Of(facts), ExchangeRules.Catalogue.Judge(SendConnectorRules.All, facts));
    }

    /// <summary>Judges a Receive connector.</summary>
    public static ExchangeTlsPolicy Judge(ReceiveConnectorSettings connector, OrganizationSettings organization, DateTimeOffset now)
    {
        ReceiveFacts facts = new(connector, organization, now);
        return Create(facts, ConnectorDirection.Receive, ReceiveBehaviour.Of(facts), ExchangeRules.Catalogue.Judge(ReceiveConnectorRules.All, facts));
    }

    private static ExchangeTlsPolicy Create(
        ConnectorFacts facts, ConnectorDirection direction, ConnectorBehaviour behaviour, IEnumerable<Finding> findings) => new()
    {
        Identity = facts.Connector.Identity,
        Direction = direction,
        Enabled = facts.Connector.Enabled,
        Mode = behaviour.Mode,
        Authentication = behaviour.Authentication,
        CheckedName = behaviour.CheckedName,
        Fqdn = facts.Connector.Fqdn,
        CertificateName = facts.Connector.TlsCertificateName,
        CertificateState = facts.Certificate.State,
        CertificateThumbprint = facts.Certificate.Certificate?.Thumbprint,
        CertificateNotAfter = facts.Certificate.Certificate?.NotAfter,
        Summary = behaviour.Text,
        Findings = findings.Concat(ExchangeRules.Catalogue.Judge(ConnectorRules.All, facts)).Concat(OfCertificate(facts)).WorstFirst(),
    };

    // That several have its name is told of the connector already.
    private static Finding[] OfCertificate(ConnectorFacts facts) => facts.Certificate.Certificate is { } certificate
        ? CertificateRules.Judge(new CertificateFacts(certificate, [], facts.Now))
        : [];
}
