using SmtpTls.Findings;
using System.Globalization;

namespace SmtpTls.Exchange;

/// <summary>What can be wrong with a certificate that a connector is to use. Nothing is said of what is not known.</summary>
internal static class CertificateRules
{
    /// <summary>The rules, each by itself.</summary>
    public static IReadOnlyList<RuleCheck<CertificateFacts>> All { get; } =
    [
        new("CertificateExpired", facts =>
            facts.Certificate.NotAfter < facts.Now
                ? $"{facts.Title} expired on {Date(facts.Certificate.NotAfter)}: whoever checks it refuses it. Renew it, and let the "
                    + "connector name the new one."
                : null),
        new("CertificateNotYetValid", facts =>
            facts.Certificate.NotBefore > facts.Now ? $"{facts.Title} is not valid before {Date(facts.Certificate.NotBefore)}." : null),
        new("CertificateStatus", facts =>
            facts.Certificate.Status?.ToUpperInvariant() switch
            {
                "REVOKED" => $"{facts.Title} is revoked.",
                "PENDINGREQUEST" => $"{facts.Title} is a request that no CA has answered yet; complete it with Import-ExchangeCertificate.",
                "INVALID" => $"{facts.Title} is invalid, says Exchange; Get-ExchangeCertificate {facts.Certificate.Thumbprint} | "
                    + "Format-List tells more.",
                _ => null,
            }),
        new("NoPrivateKey", facts =>
            facts.Certificate.HasPrivateKey == false
                ? $"{facts.Title} has no private key here, without which nobody can present it. Import it with its key "
                    + "(Import-ExchangeCertificate)."
                : null),
        new("NotInMachineStore", facts =>
            facts.Certificate.IsInUserStore
                ? $"{facts.Title} is in the store of the user only (CurrentUser\\My). Exchange looks in LocalMachine\\My; import it there."
                : null),
        new("NotForServerAuthentication", facts =>
            facts.Certificate.AllowsServerAuthentication == false
                ? $"{facts.Title} may not be used for server authentication (extended key usage 1.3.6.1.5.5.7.3.1 is missing)."
                : null),
        new("NotBoundToSmtp", facts =>
            facts.Certificate.IsBoundToSmtp == false
                ? $"{facts.Title} is not assigned to SMTP (Services), so the transport service may not be able to read its key. "
                    + $"Enable-ExchangeCertificate {facts.Certificate.Thumbprint} -Services SMTP assigns it."
                : null),
        new("SelfSigned", facts =>
            facts.Certificate.IsSelfSigned == true
                ? $"{facts.Title} is self-signed: other organizations that check certificates refuse it. Between the servers of one "
                    + "organization it is good."
                : null),
        new("EmptySubject", facts =>
            facts.Certificate.Subject.Trim().Length == 0
                ? $"{facts.Title} has an empty subject, as some public CAs now issue them; nothing follows <S> in its name, and every "
                    + "certificate of this CA without a subject has the same name. Ask the CA for a certificate with a common name."
                : null),
        new("SameName", facts =>
            Namesakes(facts) is { Count: > 0 } others
                ? $"{facts.Title} has the same issuer and subject as another certificate ({string.Join(", ", others)}), as after a "
                    + "renewal: the name does not tell which of them is meant. Exchange takes the one that begins latest; remove the old "
                    + "one when no connector needs it."
                : null),
    ];

    /// <summary>The findings about a certificate, the worst first.</summary>
    public static Finding[] Judge(CertificateFacts facts) => ExchangeRules.Catalogue.Judge(All, facts).WorstFirst();

    private static List<string> Namesakes(CertificateFacts facts) =>
        [.. facts.Others.Where(facts.Certificate.SharesNameWith).Select(other => other.Thumbprint ?? "unknown").Distinct()];

    private static string Date(DateTimeOffset? time) => time!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

/// <summary>A certificate, the others beside it, and the moment to judge for.</summary>
/// <param name="Certificate">The certificate that is judged.</param>
/// <param name="Others">All certificates given; it may be among them.</param>
/// <param name="Now">The present, UTC.</param>
internal sealed record CertificateFacts(ExchangeCertificate Certificate, IReadOnlyList<ExchangeCertificate> Others, DateTimeOffset Now)
{
    /// <summary>The certificate as the subject of a sentence.</summary>
    public string Title { get; } = Certificate switch
    {
        { Subject.Length: > 0, Thumbprint: { } thumbprint } => $"The certificate {Quoted.Value(Certificate.Subject)} ({thumbprint})",
        { Thumbprint: { } thumbprint } => $"The certificate {thumbprint}",
        _ => $"The certificate {Quoted.Value(Certificate.Subject.Length > 0 ? Certificate.Subject : Certificate.Name)}",
    };
}
