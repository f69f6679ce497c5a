using System.Net;
using SmtpTls.Dns;

namespace SmtpTls.Certificates;

/// <summary>Whether a certificate covers a name: RFC 6125 section 6, as narrowed by RFC 9525.</summary>
internal static class NameMatcher
{
    /// <summary>
    /// The presented name that covers <paramref name="referenceName"/>, as it stands in the certificate, or <see langword="null"/>.
    /// </summary>
    /// <param name="names">The names of the certificate.</param>
    /// <param name="referenceName">A host name as A- or U-labels, in any case, with or without final dot, or an IP address.</param>
    public static string? Match(CertificateNames names, string referenceName)
    {
        if (IpLiteral.TryParse(referenceName, out IPAddress? address))
        {
            // An address is compared by its bytes and never with a dNSName, a wildcard or the common name (RFC 9525 section 6.5).
            return names.IpAddresses.FirstOrDefault(address.Equals)?.ToString();
        }

        if (!DomainName.TryParse(referenceName, out DomainName? reference, out _))
        {
            return null;
        }

        if (names.HasAlternativeName)
        {
            return names.DnsNames.FirstOrDefault(presented => Covers(presented, reference.Ascii));
        }

        // RFC 6125 section 6.4.4: the common name is the last resort, only without alternative names.
        return names.CommonName is { } commonName && Covers(commonName, reference.Ascii) ? commonName : null;
    }

    private static bool Covers(string presented, string reference)
    {
        string name = DomainName.WithoutFinalDot(presented);
        if (!name.StartsWith("*.", StringComparison.Ordinal))
        {
            return name.Length > 0 && string.Equals(name, reference, StringComparison.OrdinalIgnoreCase);
        }

        // The wildcard is the whole left-most label and stands for exactly one label (RFC 9525 section 6.3). What is
        // behind it must have two labels at least, as OpenSSL demands: *.com covers nothing.
        string suffix = name.Substring(1);
        int firstDot = reference.IndexOf('.');
        return firstDot > 0
            && suffix.IndexOf('.', 1) > 0
            && !suffix.Contains('*')
            && string.Equals(suffix, reference.Substring(firstDot), StringComparison.OrdinalIgnoreCase);
    }
}
