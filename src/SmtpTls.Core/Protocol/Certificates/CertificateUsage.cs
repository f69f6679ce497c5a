using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>What a certificate's own extensions allow it to be used for (RFC 5280 sections 4.2.1.3, 4.2.1.9, 4.2.1.12).</summary>
internal sealed record CertificateUsage
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string AnyPurpose = "2.5.29.37.0";

    /// <summary>Whether basic constraints say that this is a CA.</summary>
    public bool IsCertificateAuthority { get; init; }

    /// <summary>The key usage; <see langword="null"/> where the extension is absent, which allows everything.</summary>
    public X509KeyUsageFlags? KeyUsage { get; init; }

    /// <summary>Whether the extended key usage allows server authentication, or is absent.</summary>
    public bool AllowsServerAuthentication { get; init; } = true;

    /// <summary>Whether an extension could not be read. It then allows nothing.</summary>
    public bool IsMalformed { get; init; }

    /// <summary>Whether the key may answer a TLS handshake: signing, or key transport, which only RSA has.</summary>
    public bool AllowsHandshake(string keyAlgorithm)
    {
        X509KeyUsageFlags needed = keyAlgorithm == "RSA"
            ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment
            : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement;
        return KeyUsage is null || (KeyUsage.Value & needed) != 0;
    }

    /// <summary>Whether the certificate may sign other certificates.</summary>
    public bool AllowsIssuing => IsCertificateAuthority && (KeyUsage is null || (KeyUsage.Value & X509KeyUsageFlags.KeyCertSign) != 0);

    /// <summary>Reads the extensions of <paramref name="certificate"/>.</summary>
    public static CertificateUsage Read(X509Certificate2 certificate)
    {
        try
        {
            X509KeyUsageExtension? keyUsage = certificate.Extensions.OfType<X509KeyUsageExtension>().FirstOrDefault();
            X509EnhancedKeyUsageExtension? purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().FirstOrDefault();
            return new CertificateUsage
            {
                IsCertificateAuthority = certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority),
                KeyUsage = keyUsage?.KeyUsages,
                AllowsServerAuthentication = purposes is null
                    || purposes.EnhancedKeyUsages.Cast<Oid>().Any(oid => oid.Value is ServerAuthentication or AnyPurpose),
            };
        }
        catch (CryptographicException)
        {
            return new CertificateUsage { IsMalformed = true, AllowsServerAuthentication = false, KeyUsage = X509KeyUsageFlags.None };
        }
    }
}
