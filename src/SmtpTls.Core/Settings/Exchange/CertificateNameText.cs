using SmtpTls.Certificates;

namespace SmtpTls.Exchange;

/// <summary>The form <c>&lt;I&gt;Issuer&lt;S&gt;Subject</c> in which connectors name a certificate (Set-SendConnector, TlsCertificateName).</summary>
/// <param name="Issuer">The issuer as Windows writes it.</param>
/// <param name="Subject">The subject as Windows writes it; may be empty.</param>
internal sealed record CertificateNameText(string Issuer, string Subject)
{
    private const string IssuerTag = "<I>";
    private const string SubjectTag = "<S>";

    /// <summary>Reads a name; <see langword="null"/> where it does not have the form. The tags may stand in either case.</summary>
    public static CertificateNameText? Parse(string text)
    {
        string name = text.Trim();
        int subject = name.IndexOf(SubjectTag, StringComparison.OrdinalIgnoreCase);
        return name.StartsWith(IssuerTag, StringComparison.OrdinalIgnoreCase) && subject > IssuerTag.Length
            ? new CertificateNameText(name.Substring(IssuerTag.Length, subject - IssuerTag.Length), name.Substring(subject + SubjectTag.Length))
            : null;
    }

    /// <summary>Whether it names a certificate with this issuer and subject. The values count, not how they are written.</summary>
    public bool Names(string issuer, string subject) => DistinguishedNameText.AreEqual(Issuer, issuer) && DistinguishedNameText.AreEqual(Subject, subject);

    /// <summary>The name as connectors take it, nothing in it changed.</summary>
    public override string ToString() => IssuerTag + Issuer + SubjectTag + Subject;
}
