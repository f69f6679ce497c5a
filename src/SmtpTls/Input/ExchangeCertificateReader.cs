using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Exchange;

namespace SmtpTls.Input;

/// <summary>
/// Reads what Get-ExchangeCertificate gives: a live certificate, one that remoting has made anew from its public part, a bag of properties,
/// or one with nothing but RawData; any X509Certificate2; and objects made by hand with Issuer and Subject.
/// </summary>
internal static class ExchangeCertificateReader
{
    private const string Smtp = "SMTP";
    private const int SmtpFlag = 16; // Exchange's AllowedServices

    /// <summary>The certificate's facts.</summary>
    /// <exception cref="FormatException">The object is no certificate; the message says what would be right.</exception>
    public static ExchangeCertificate Read(PSObject source)
    {
        ObjectProperties properties = new(source);
        return Overlay(properties, source.BaseObject is X509Certificate2 certificate ? ReadLive(certificate, source) : ReadBag(properties));
    }

    private static ExchangeCertificate ReadLive(X509Certificate2 certificate, PSObject source)
    {
        try
        {
            return ExchangeCertificate.Read(certificate) with { HasPrivateKey = PrivateKeyOf(certificate, source) };
        }
        catch (CryptographicException e)
        {
            throw new FormatException("The certificate is empty or was disposed; get it anew.", e);
        }
    }

    private static ExchangeCertificate ReadBag(ObjectProperties properties)
    {
        bool isNamed = properties.Exact("Issuer") is not null && properties.Has("Subject");
        if (properties.Bytes("RawData") is { Length: > 0 } raw)
        {
            try
            {
                using X509Certificate2 certificate = new(raw);
                ExchangeCertificate read = ExchangeCertificate.Read(certificate) with { HasPrivateKey = properties.Flag("HasPrivateKey") };
                return isNamed ? read with { Issuer = properties.Exact("Issuer")!, Subject = properties.Exact("Subject") ?? "" } : read;
            }
            catch (CryptographicException e)
            {
                throw new FormatException("RawData of the certificate is damaged: it is no X.509 certificate.", e);
            }
        }

        if (!isNamed)
        {
            throw new FormatException(
                $"{properties.Description} is no certificate: it has neither RawData nor Issuer "
                    + "and Subject. Give what Get-ExchangeCertificate gives, an X509Certificate2, or a file with -Path.");
        }

        string issuer = properties.Exact("Issuer")!;
        string subject = properties.Exact("Subject") ?? "";
        IReadOnlyList<string> domains = properties.List("CertificateDomains");
        return new ExchangeCertificate
        {
            Issuer = issuer,
            Subject = subject,
            Thumbprint = properties.Text("Thumbprint") is { } thumbprint ? Thumbprint.Parse(thumbprint) ?? thumbprint : null,
            NotBefore = properties.Time("NotBefore"),
            NotAfter = properties.Time("NotAfter"),
            Names = domains.Count > 0 ? new CertificateNames { DnsNames = domains } : null,
            HasPrivateKey = properties.Flag("HasPrivateKey"),
            IsSelfSigned = properties.Flag("IsSelfSigned") ?? (subject.Length > 0 ? subject == issuer : null),
        };
    }

    // What Exchange knows and the certificate itself does not say.
    private static ExchangeCertificate Overlay(ObjectProperties properties, ExchangeCertificate certificate)
    {
        string[] identity = (properties.Text("Identity") ?? "").Split('\\');
        return certificate with
        {
            IsBoundToSmtp = IsBoundToSmtp(properties),
            Status = properties.Text("Status"),
            Server = identity.Length > 1 && identity[0].Length > 0 ? identity[0] : null,
        };
    }

    private static bool? IsBoundToSmtp(ObjectProperties properties)
    {
        IReadOnlyList<string> services = properties.Words("Services");
        if (services.Count == 0)
            return null;
        return services.Any(service =>
            string.Equals(service, Smtp, StringComparison.OrdinalIgnoreCase) || (int.TryParse(service, out int flags) && (flags & SmtpFlag) != 0));
    }

    // An X509Certificate2 without key may be one that remoting or a file has made from the public part: then the key may well be where it belongs.
    // It is known to be missing where Exchange itself or the certificate drive has just looked.
    private static bool? PrivateKeyOf(X509Certificate2 certificate, PSObject source)
    {
        if (certificate.HasPrivateKey)
            return true;
        bool isLive = certificate.GetType() != typeof(X509Certificate2) || source.Properties["PSProvider"]?.Value is ProviderInfo;
        return isLive ? false : null;
    }
}
