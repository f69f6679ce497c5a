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
                ? $"{facts.Title} expired on {Date(facts.Certificate.NotAfter)}: partners that check certificates refuse it. Renew it, and "
                    + "let the connector name the new one."
                : null),
        new("CertificateExpiresSoon", facts =>
            facts.DaysLeft is >= 0 and < SoonDays and var days && facts.Certificate.NotBefore <= facts.Now
                ? $"{facts.Title} expires on {Date(facts.Certificate.NotAfter)}, in {days:0} {WordList.Verb((int)days, "day", "days")}. "
                    + (days < UrgentDays ? "Renew it now" : "Renew it in time") + ", enable the new one for SMTP, and let the connectors name it."
                : null),
        new("CertificateNotYetValid", facts =>
            facts.Certificate.NotBefore > facts.Now ? $"{facts.Title} is not valid before {Date(facts.Certificate.NotBefore)}." : null),
        new("CertificateStatus", facts =>
            facts.Certificate.Status?.ToUpperInvariant() switch
            {
                "REVOKED" => $"{facts.Title} is revoked.",
                "PENDINGREQUEST" => $"{facts.Title} is a request that no CA has answered yet; complete it with Import-ExchangeCertificate.",
                "INVALID" => $"{facts.Title} is invalid for Exchange; Get-ExchangeCertificate {facts.Certificate.Thumbprint} | "
                    + "Format-List shows why.",
                _ => null,
            }),
        new("NoPrivateKey", facts =>
            facts.Certificate.HasPrivateKey == false
                ? $"{facts.Title} has no private key here, so Exchange cannot use it. Import it with its key "
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
        new("WeakKey", facts =>
            facts.Certificate is { KeySize: { } bits } && bits < LeastBits(facts.Certificate)
                ? $"{facts.Title} has a key of {bits} bits, which is too short: partners refuse it, or the handshake fails. Use RSA with 2048 bits "
                    + "or more, or ECDSA with P-256."
                : null),
        new("WeakSignature", facts =>
            facts.Certificate is { HasWeakSignature: true, IsSelfSigned: not true }
                ? $"{facts.Title} is signed with {facts.Certificate.SignatureAlgorithm}, whose digest is broken: partners refuse it. Get a certificate "
                    + "that is signed with SHA-256."
                : null),
        new("EmptySubject", facts =>
            facts.Certificate.Subject.Trim().Length == 0
                ? $"{facts.Title} has an empty subject, as some public CAs now issue them. Nothing follows <S> in its name, and every "
                    + "certificate of this CA without a subject has the same name. Ask the CA for a certificate with a common name."
                : null),
        new("SameName", facts =>
            Namesakes(facts) is { Count: > 0 } others
                ? $"{facts.Title} has the same issuer and subject as another certificate ({string.Join(", ", others)}), as after a "
                    + "renewal, so the name does not say which one is meant. Exchange takes the one that becomes valid latest. Remove the old "
                    + "one when no connector needs it."
                : null),
    ];

    private const int SoonDays = 60;
    private const int UrgentDays = 30;

    /// <summary>The findings about a certificate, the worst first.</summary>
    public static Finding[] Judge(CertificateFacts facts) => ExchangeRules.Catalogue.Judge(All, facts).WorstFirst();

    private static List<string> Namesakes(CertificateFacts facts) =>
        [.. facts.Others.Where(facts.Certificate.SharesNameWith).Select(other => other.Thumbprint ?? "unknown").Distinct()];

    // The kind of key may not be known: sizes up to 521 are those of elliptic curves.
    private static int LeastBits(ExchangeCertificate certificate) => certificate.KeyAlgorithm switch
    {
        "RSA" or "DSA" => 2048,
        null => certificate.KeySize > 521 ? 2048 : 0,
        _ => 224,
    };

    private static string Date(DateTimeOffset? time) => time!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

/// <summary>A certificate, the others beside it, and the moment to judge for.</summary>
/// <param name="Certificate">The certificate that is judged.</param>
/// <param name="Others">All certificates given; it may be among them.</param>
/// <param name="Now">The present, UTC.</param>
internal sealed record CertificateFacts(ExchangeCertificate Certificate, IReadOnlyList<ExchangeCertificate> Others, DateTimeOffset Now)
{
    /// <summary>How many days it is still valid; <see langword="null"/> where that is not known.</summary>
    public double? DaysLeft => Certificate.NotAfter is { } end ? Math.Floor((end - Now).TotalDays) : null;

    /// <summary>The certificate as the subject of a sentence.</summary>
    public string Title { get; } = Certificate switch
    {
        { Subject.Length: > 0, Thumbprint: { } thumbprint } => $"The certificate {Quoted.Value(Certificate.Subject)} ({thumbprint})",
        { Thumbprint: { } thumbprint } => $"The certificate {thumbprint}",
        _ => $"The certificate {Quoted.Value(Certificate.Subject.Length > 0 ? Certificate.Subject : Certificate.Name)}",
    };
}
