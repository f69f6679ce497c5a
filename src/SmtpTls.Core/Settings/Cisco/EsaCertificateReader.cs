using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpTls.Certificates;

namespace SmtpTls.Cisco;

/// <summary>Reads the certificate of a PEM text, and never a key that may stand beside it.</summary>
internal static class EsaCertificateReader
{
    /// <summary>The first certificate; <see langword="null"/> where there is none that can be read.</summary>
    public static EsaCertificate? Read(string name, string pem)
    {
        try
        {
            CertificateFileContent content = new CertificateFileReader(name, password: null, withKeys: false).Read(Encoding.ASCII.GetBytes(pem));
            if (content.Certificates.Count == 0) return null;
            using X509Certificate2 certificate = new(content.Certificates[0].GetEncoded());
            return new EsaCertificate(
                name,
                DistinguishedNameText.Write(certificate.SubjectName.RawData) ?? certificate.Subject,
                certificate.Thumbprint,
                CertificateInfoFactory.Utc(certificate.NotBefore),
                CertificateInfoFactory.Utc(certificate.NotAfter));
        }
        catch (Exception e) when (e is CertificateFileException or CryptographicException)
        {
            return null;
        }
    }
}
