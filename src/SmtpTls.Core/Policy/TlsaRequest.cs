using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;

namespace SmtpTls.Policy;

/// <summary>Which TLSA record is wanted, and how it is to be written.</summary>
internal sealed record TlsaRequest(TlsaUsage Usage, TlsaSelector Selector, TlsaMatchingType MatchingType, bool Generic)
{
    /// <summary>
    /// The certificates of a chain, or of several, that records of the usage are for: servers' own; or the issuing CA furthest up that is not
    /// self-signed, because servers send no roots, and a trust anchor must be sent (RFC 7672 section 3.1.2). Whatever the order.
    /// </summary>
    public IReadOnlyList<byte[]> Choose(IReadOnlyList<X509Certificate2> certificates)
    {
        bool ofAuthority = Usage is TlsaUsage.DaneTA or TlsaUsage.PkixTA;
        X509Certificate2[] authorities = [.. certificates.Where(c => CertificateUsage.Read(c).IsCertificateAuthority)];
        X509Certificate2[] own = [.. certificates.Except(authorities)];
        X509Certificate2[] issuing = [.. authorities.Where(c => !CertificateInfoFactory.IsSelfIssued(c))];
        return ofAuthority ? [.. (issuing.Where(c => !issuing.Any(other => Issued(other, c))).Concat(authorities)).Take(1).Select(c => c.RawData)]
            // A lone CA certificate can be a server's own all the same.
            : [.. (own.Length > 0 ? own : certificates.Take(1)).Select(c => c.RawData)];
    }

    private static bool Issued(X509Certificate2 issuer, X509Certificate2 certificate) =>
        issuer.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>The data for a certificate.</summary>
    public byte[] DataOf(byte[] certificate) => TlsaData.Of(certificate, Selector, MatchingType);

    /// <summary>The line for a zone file.</summary>
    public string LineOf(string host, int port, byte[] data) => Generic
        ? TlsaText.GenericLine(TlsaText.Owner(host, port), Usage, Selector, MatchingType, data)
        : TlsaText.Line(TlsaText.Owner(host, port), Usage, Selector, MatchingType, data);

    /// <summary>Whether a published record is the one for the data.</summary>
    public bool Is(TlsaRecord record, byte[] data) => record.Usage == Usage && record.Selector == Selector
        && record.MatchingType == MatchingType && string.Equals(record.Data, Hex.Of(data), StringComparison.OrdinalIgnoreCase);
}
