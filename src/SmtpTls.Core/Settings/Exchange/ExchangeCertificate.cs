using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;

namespace SmtpTls.Exchange;

/// <summary>What is known of a certificate that Exchange may use; <see langword="null"/> is what the object at hand does not tell.</summary>
internal sealed record ExchangeCertificate
{
    public required string Issuer { get; init; }

    /// <summary>May be empty.</summary>
    public required string Subject { get; init; }

    public string? Thumbprint { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public CertificateNames? Names { get; init; }

    public bool? HasPrivateKey { get; init; }

    /// <summary>Whether the certificate is assigned to SMTP (<c>Services</c>).</summary>
    public bool? IsBoundToSmtp { get; init; }

    public bool? AllowsServerAuthentication { get; init; }

    public bool? IsSelfSigned { get; init; }

    /// <summary>RSA, ECDSA and so on.</summary>
    public string? KeyAlgorithm { get; init; }

    /// <summary>In bits.</summary>
    public int? KeySize { get; init; }

    public string? SignatureAlgorithm { get; init; }

    /// <summary>Whether the signature is over an MD5 or SHA-1 digest.</summary>
    public bool? HasWeakSignature { get; init; }

    /// <summary>Exchange's verdict: DateInvalid, Invalid, PendingRequest, RevocationCheckFailure, Revoked, Unknown, Untrusted or Valid.</summary>
    public string? Status { get; init; }

    /// <summary>The server that has it.</summary>
    public string? Server { get; init; }

    /// <summary>Whether it was found in the store of the user, not of the machine.</summary>
    public bool IsInUserStore { get; init; }

    /// <summary>The name by which connectors call it.</summary>
    public string Name => new CertificateNameText(Issuer, Subject).ToString();

    /// <summary>The facts that stand in the certificate itself, which stays the caller's.</summary>
    public static ExchangeCertificate Read(X509Certificate2 certificate)
    {
        CertificateUsage usage = CertificateUsage.Read(certificate);
        PublicKeyFacts key = PublicKeyFacts.Read(certificate.PublicKey);
        return new ExchangeCertificate
        {
            Issuer = DistinguishedNameText.Write(certificate.IssuerName.RawData) ?? certificate.Issuer,
            Subject = DistinguishedNameText.Write(certificate.SubjectName.RawData) ?? certificate.Subject,
            Thumbprint = certificate.Thumbprint,
            NotBefore = CertificateInfoFactory.Utc(certificate.NotBefore),
            NotAfter = CertificateInfoFactory.Utc(certificate.NotAfter),
            Names = CertificateNames.Read(certificate),
            AllowsServerAuthentication = usage.AllowsServerAuthentication,
            IsSelfSigned = CertificateInfoFactory.IsSelfIssued(certificate),
            KeyAlgorithm = key.Algorithm,
            KeySize = key.Size > 0 ? key.Size : null,
            SignatureAlgorithm = SignatureAlgorithms.Name(certificate.SignatureAlgorithm.Value),
            HasWeakSignature = SignatureAlgorithms.IsWeak(certificate.SignatureAlgorithm.Value),
        };
    }

    /// <summary>Whether connectors would call both by the same name though they are two.</summary>
    public bool SharesNameWith(ExchangeCertificate other) =>
        !ReferenceEquals(this, other) && !IsSameAs(other) && new CertificateNameText(Issuer, Subject).Names(other.Issuer, other.Subject);

    /// <summary>Whether both are the same certificate, perhaps of two servers.</summary>
    public bool IsSameAs(ExchangeCertificate other) => Thumbprint is not null && other.Thumbprint is not null
        ? string.Equals(Thumbprint, other.Thumbprint, StringComparison.OrdinalIgnoreCase)
        : ReferenceEquals(this, other);
}
