using System.Globalization;
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
            [var one] => $"{one} is not a value that Exchange documents; it is taken as not set.",
            var many => $"{WordList.And(many)} are not values that Exchange documents; they are taken as not set.",
        }),
        new("CertificateNameMalformed", facts =>
            facts.Certificate.State == CertificateNameState.Malformed
                ? $"TlsCertificateName {Quoted.Value(facts.Connector.TlsCertificateName!)} does not have the form <I>Issuer<S>Subject, so it "
                    + "names no certificate. Get-ExchangeTlsCertificateName writes the right name."
                : null),
        new("CertificateNotFound", facts =>
            facts.Certificate.State == CertificateNameState.NotFound
                ? $"None of the certificates given has the name {Quoted.Value(facts.Connector.TlsCertificateName!, MaxNameLength)}. If "
                    + "the server has none either, Exchange cannot use it (event 12014)."
                    + (facts.Certificate.Successor is { } near
                        ? $" One has the same subject but another issuer, as after a renewal{Thumbprint(near)}. {NameIt(facts, near)}"
                        : "")
                : null),
        new("NewerCertificateAvailable", facts =>
            facts.Certificate is { Certificate: { } used, Successor: { } newer }
                ? $"TlsCertificateName leads to a certificate{Thumbprint(used)}, but a newer one for the same names is here{Thumbprint(newer)}, "
                    + $"valid until {newer.NotAfter!.Value.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}. {NameIt(facts, newer)}"
                : null),
        new("CertificateAmbiguous", facts =>
            facts.Certificate is { State: CertificateNameState.Ambiguous, Certificate: { } taken }
                ? "More than one certificate has the name in TlsCertificateName. Exchange takes the one that becomes "
                    + $"valid latest{Thumbprint(taken)}; remove the old one when nothing needs it."
                : null),
        new("FqdnNotInCertificate", facts =>
            facts.Certificate is { Certificate: not null, CoversFqdn: false }
                ? $"The certificate does not cover the connector's Fqdn {Quoted.Value(facts.Connector.Fqdn!)}, which it sends in "
                    + "its greeting and in EHLO. A partner that compares the two finds a mismatch."
                : null),
        new("ConnectorDisabled", facts =>
            facts.Connector.Enabled == false ? "The connector is disabled; no mail goes through it." : null),
    ];

    private const int MaxNameLength = 300;

    /// <summary>Says that no certificate fits the connector's Fqdn, as the beginning of a sentence.</summary>
    public static string NoCertificate(ConnectorFacts facts) =>
        $"None of the certificates given covers the Fqdn {Quoted.Value(facts.Connector.Fqdn!)}, has a key and is assigned to SMTP, and "
        + "TlsCertificateName is not set: Exchange ";

    private static string NameIt(ConnectorFacts facts, ExchangeCertificate certificate) =>
        $"{(facts is SendFacts ? "Set-SendConnector" : "Set-ReceiveConnector")} -Identity '{Literal(facts.Connector.Identity)}' -TlsCertificateName '{Literal(certificate.Name)}' lets the connector use it.";

    private static string Literal(string text) => text.Replace("'", "''");

    private static string Thumbprint(ExchangeCertificate certificate) => certificate.Thumbprint is { } thumbprint ? $" ({thumbprint})" : "";
}
