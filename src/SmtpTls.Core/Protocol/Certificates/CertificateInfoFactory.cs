using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmtpTls.Certificates;

/// <summary>Makes the flat facts of a certificate.</summary>
internal static class CertificateInfoFactory
{
    private const int PemLineLength = 64;

    /// <summary>Reads <paramref name="certificate"/>, which stays the caller's.</summary>
    public static CertificateInfo Create(X509Certificate2 certificate)
    {
        byte[] raw = certificate.RawData;
        CertificateNames names = CertificateNames.Read(certificate);
        PublicKeyFacts key = PublicKeyFacts.Read(certificate.PublicKey);
        return new CertificateInfo
        {
            Subject = SafeText.Of(DistinguishedNameText.Write(certificate.SubjectName.RawData) ?? certificate.Subject),
            Issuer = SafeText.Of(DistinguishedNameText.Write(certificate.IssuerName.RawData) ?? certificate.Issuer),
            SerialNumber = certificate.SerialNumber,
            Thumbprint = certificate.Thumbprint,
            Sha256 = Sha256(raw),
            NotBefore = Utc(certificate.NotBefore),
            NotAfter = Utc(certificate.NotAfter),
            DnsNames = SafeText.All(names.DnsNames),
            IpAddresses = names.IpAddresses.Select(address => address.ToString()).ToArray(),
            KeyAlgorithm = key.Algorithm,
            KeySize = key.Size,
            SignatureAlgorithm = SignatureAlgorithms.Name(certificate.SignatureAlgorithm.Value),
            IsCertificateAuthority = CertificateUsage.Read(certificate).IsCertificateAuthority,
            IsSelfIssued = IsSelfIssued(certificate),
            Pem = Pem(raw),
        };
    }

    /// <summary>Whether subject and issuer are the same name, compared by their encoding.</summary>
    public static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>
    /// Whether two certificates are for the same CA. An authority is a name and a key (RFC 5280 section 6.1.1 (d)): one whose certificate was
    /// renewed with its key, or signed by another root, stays the same. The parameters are part of an EC key: the same point on another curve
    /// is somebody else's key.
    /// </summary>
    public static bool IsSameAuthority(X509Certificate2 left, X509Certificate2 right) =>
        left.SubjectName.RawData.AsSpan().SequenceEqual(right.SubjectName.RawData)
        && left.PublicKey.EncodedParameters.RawData.AsSpan().SequenceEqual(right.PublicKey.EncodedParameters.RawData)
        && left.PublicKey.EncodedKeyValue.RawData.AsSpan().SequenceEqual(right.PublicKey.EncodedKeyValue.RawData);

    /// <summary>A time of X509Certificate2, which is local, in UTC.</summary>
    public static DateTimeOffset Utc(DateTime local) => new(local.ToUniversalTime(), TimeSpan.Zero);

    private static string Sha256(byte[] raw)
    {
#if NET
        return Hex.Of(SHA256.HashData(raw));
#else
        using SHA256 sha256 = SHA256.Create();
        return Hex.Of(sha256.ComputeHash(raw));
#endif
    }

    // RFC 7468 section 2: lines of exactly 64 characters but for the last.
    private static string Pem(byte[] raw)
    {
        string base64 = Convert.ToBase64String(raw);
        StringBuilder pem = new("-----BEGIN CERTIFICATE-----\n");
        for (int i = 0; i < base64.Length; i += PemLineLength)
        {
            pem.Append(base64, i, Math.Min(PemLineLength, base64.Length - i)).Append('\n');
        }

        return pem.Append("-----END CERTIFICATE-----\n").ToString();
    }
}
