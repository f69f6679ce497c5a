using System.Globalization;
using System.Text.RegularExpressions;

namespace SmtpTls.Cisco;

/// <summary>What can be wrong with the certificate that an appliance shows.</summary>
internal static class EsaCertificateRules
{
    private const int SoonDays = 30;

    private static readonly Regex Demo = new(@"\bdemo\b|^\s*cisco esa certificate\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Judges a certificate by its name in the configuration and, where the file holds it, by its content.</summary>
    public static void Judge(string? name, EsaCertificate? certificate, DateTimeOffset now, FindingList findings)
    {
        if (name is not null && (Demo.IsMatch(name) || (certificate is not null && Demo.IsMatch(certificate.Subject))))
        {
            findings.Add(
                "DemoCertificate",
                $"{Quoted.Value(name)} is the demonstration certificate of every appliance. It proves nothing, and Cisco calls it not "
                    + "secure. Import a certificate for this appliance's own name and choose it.");
        }

        if (certificate is not null) JudgeValidity(certificate, now, findings);
    }

    private static void JudgeValidity(EsaCertificate certificate, DateTimeOffset now, FindingList findings)
    {
        string name = Quoted.Value(certificate.Name);
        if (certificate.NotAfter < now)
            findings.Add("CertificateExpired", $"The certificate {name} expired on {Day(certificate.NotAfter)}. Replace it.");
        else if (certificate.NotBefore > now)
            findings.Add("CertificateNotYetValid", $"The certificate {name} is not valid before {Day(certificate.NotBefore)}.");
        else if (certificate.NotAfter < now.AddDays(SoonDays))
            findings.Add("CertificateExpiresSoon", $"The certificate {name} expires on {Day(certificate.NotAfter)}. Replace it before that day.");
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
