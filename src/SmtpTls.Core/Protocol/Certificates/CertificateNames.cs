using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmtpTls.Certificates;

/// <summary>The names that a certificate presents (RFC 6125 section 6.2: presented identifiers).</summary>
internal sealed record CertificateNames
{
    private const string SubjectAlternativeNameOid = "2.5.29.17";

    /// <summary>The dNSName entries as they stand; characters that no name can hold are written as \xNN.</summary>
    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>The iPAddress entries.</summary>
    public IReadOnlyList<IPAddress> IpAddresses { get; init; } = [];

    /// <summary>The most specific common name of the subject.</summary>
    public string? CommonName { get; init; }

    /// <summary>Whether there is a dNSName or iPAddress entry, so that the common name does not count (RFC 6125 section 6.4.4).</summary>
    public bool HasAlternativeName => DnsNames.Count > 0 || IpAddresses.Count > 0;

    /// <summary>Reads the names. What is malformed is left out: a name that cannot be read matches nothing.</summary>
    public static CertificateNames Read(X509Certificate2 certificate)
    {
        List<string> dnsNames = [];
        List<IPAddress> addresses = [];
        if (certificate.Extensions[SubjectAlternativeNameOid] is { } extension)
        {
            ReadGeneralNames(extension.RawData, dnsNames, addresses);
        }

        return new CertificateNames
        {
            DnsNames = dnsNames,
            IpAddresses = addresses,
            CommonName = DistinguishedNames.MostSpecificCommonName(certificate.SubjectName),
        };
    }

    // GeneralNames ::= SEQUENCE OF GeneralName (RFC 5280 section 4.2.1.6), of which dNSName is [2] and iPAddress [7].
    private static void ReadGeneralNames(byte[] encoded, List<string> dnsNames, List<IPAddress> addresses)
    {
        Asn1Tag dnsName = new(TagClass.ContextSpecific, 2);
        Asn1Tag ipAddress = new(TagClass.ContextSpecific, 7);
        try
        {
            AsnReader names = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
            while (names.HasData)
            {
                Asn1Tag tag = names.PeekTag();
                if (tag.HasSameClassAndValue(dnsName) && !tag.IsConstructed)
                {
                    dnsNames.Add(Readable(names.PeekContentBytes().ToArray()));
                }
                else if (tag.HasSameClassAndValue(ipAddress) && names.PeekContentBytes() is { Length: 4 or 16 } bytes)
                {
                    addresses.Add(new IPAddress(bytes.ToArray()));
                }

                names.ReadEncodedValue();
            }
        }
        catch (AsnContentException)
        {
            // What was read up to here stands; the rest is unreadable to every other client, too.
        }
    }

    /// <summary>An IA5String as text; NUL, control characters and bytes above 126 become visible and so can match no name.</summary>
    private static string Readable(byte[] bytes)
    {
        StringBuilder text = new(bytes.Length);
        foreach (byte value in bytes)
        {
            _ = value is > 32 and < 127 ? text.Append((char)value) : text.Append("\\x").Append(Hex.Of(value));
        }

        return text.ToString();
    }
}
