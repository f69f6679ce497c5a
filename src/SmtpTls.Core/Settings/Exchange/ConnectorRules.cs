using SmtpTls.Findings;

namespace SmtpTls.Exchange;

/// <summary>Rules that hold for Send and Receive connectors.</summary>
internal static class ConnectorRules
{
    public static IReadOnlyList<RuleCheck<ConnectorFacts>> All { get; } =
    [
        new("UnknownValue", facts => facts.Connector.UnknownValues switch
        {
            [] => null,
            [var one] => $"{one} is no value that Exchange documents; it is taken as not set.",
            var many => $"{string.Join(", ", many)} are no values that Exchange documents; they are taken as not set.",
        }),
        new("CertificateNameMalformed", facts =>
            facts.Certificate.State == CertificateNameState.Malformed
                ? $"TlsCertificateName {Quoted.Value(facts.Connector.TlsCertificateName!)} has not the form <I>Issuer<S>Subject, so it "
                    + "names no certificate. Get-ExchangeTlsCertificateName writes the right name."
                : null),
        new("CertificateNotFound", facts =>
            facts.Certificate.State == CertificateNameState.NotFound
                ? $"None of the certificates given has the name {Quoted.Value(facts.Connector.TlsCertificateName!, MaxNameLength)}. If "
                    + "the server has none either, Exchange cannot present it (event 12014)."
                : null),
        new("CertificateAmbiguous", facts =>
            facts.Certificate is { State: CertificateNameState.Ambiguous, Certificate: { } taken }
                ? "More than one certificate has the name in TlsCertificateName. Exchange takes the one that begins "
                    + $"latest{Thumbprint(taken)}; remove the old one when nothing needs it."
                : null),
        new("FqdnNotInCertificate", facts =>
            facts.Certificate is { Certificate: not null, CoversFqdn: false }
                ? $"The certificate does not cover the connector's Fqdn {Quoted.Value(facts.Connector.Fqdn!)}, by which it introduces "
                    + "itself; a partner that compares the two finds a mismatch."
                : null),
        new("ConnectorDisabled", facts =>
            facts.Connector.Enabled == false ? "The connector is disabled; no mail goes through it." : null),
    ];

    private const int MaxNameLength = 300;

    /// <summary>Says that no certificate fits the connector's Fqdn, as the beginning of a sentence.</summary>
    public static string NoCertificate(ConnectorFacts facts) =>
        $"None of the certificates given covers the Fqdn {Quoted.Value(facts.Connector.Fqdn!)}, has a key and is assigned to SMTP, and "
        + "TlsCertificateName is not set: Exchange ";

    private static string Thumbprint(ExchangeCertificate certificate) => certificate.Thumbprint is { } thumbprint ? $" ({thumbprint})" : "";
}
