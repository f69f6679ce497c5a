using System.Formats.Asn1;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Pkix;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Security.Certificates;
using Org.BouncyCastle.Utilities;
using Org.BouncyCastle.X509;
using SmtpTls.Certificates;

namespace SmtpTls.Policy;

/// <summary>
/// DANE-TA (RFC 7672 section 3.1.2): a certificate that the server sends above its own is the anchor, and the chain below it
/// must hold. An anchor that is whole in the DNS need not be sent: RFC 7671 section 5.2.2 demands that of digests, and OpenSSL, and so
/// Postfix, verifies with a bare key, too. The system's engine knows no anchors but roots, so the path is BouncyCastle's to validate (RFC 5280 section 6).
/// </summary>
internal sealed class TrustAnchor(IReadOnlyList<byte[]> sent, IReadOnlyList<string> names, DateTimeOffset time)
{
    /// <summary>How many of the certificates sent are tried as links and as anchors: hostile chains must not cost hostile time.</summary>
    private const int MaxLinks = 10, MaxAnchors = 3;

    private readonly WorkBudget _budget = new();
    private readonly Dictionary<(X509Certificate Certificate, SubjectPublicKeyInfo Issuer), bool> _signatures = [];

    /// <summary>In a sentence, why the record does not authenticate the server; <see langword="null"/> when it does.</summary>
    public string? FaultOf(TlsaRecord record)
    {
        string shown = DaneVerifier.Short(record);
        byte[][] links = [.. sent.Take(MaxLinks)];
        bool isWhole = record.MatchingType == TlsaMatchingType.Full;
        byte[][] anchors = isWhole ? [Hex.Parse(record.Data)] : [.. links.Skip(1).Where(certificate => TlsaData.Matches(record, certificate)).Take(MaxAnchors)];
        if (anchors.Length == 0)
            return $"The server does not send the trust anchor of the record {shown}; it must be in the chain it sends (RFC 7672 section 3.1.2).";
        try
        {
            string?[] keys = [.. links.Select(link => KeyLimits.FaultOf(PublicKeyFacts.Read(TlsaData.PublicKeyInfo(link))))];
            if (keys[0] is { } key)
                return $"The server's certificate has {key}; nothing is computed with it here.";
            X509CertificateParser parser = new();
            X509Certificate[] chain = [.. links.Where((_, i) => keys[i] is null).Select(parser.ReadCertificate)];
            // Whether a modulus is a product of two primes is not for a sender to find out, and takes longer than all the rest.
            string?[] faults = Properties.WithThreadProperty(
                Properties.RsaAllowUnsafeModulus, "true", () => anchors.Select(anchor => PathFault(chain, isWhole && record.Selector == TlsaSelector.Spki
                    ? Issuer.Of(SubjectPublicKeyInfo.GetInstance(anchor))
                    : Issuer.Of(parser.ReadCertificate(anchor)))).ToArray());
            return faults.Contains(null)
                ? NameFault(sent[0], names)
                : $"The chain to the trust anchor of the record {shown} does not hold: {faults[0]}";
        }
        catch (Exception e) when (e is CertificateException or GeneralSecurityException or Asn1Exception or AsnContentException or IOException or ArgumentException or FormatException)
        {
            return $"The chain to the trust anchor of the record {shown} cannot be read: {e.Message.TrimEnd('.')}.";
        }
    }

    private string? PathFault(X509Certificate[] links, Issuer anchor)
    {
        List<X509Certificate> path = [links[0]];
        while (!IsIssuedBy(path[path.Count - 1], anchor))
        {
            X509Certificate last = path[path.Count - 1];
            if (links.FirstOrDefault(c => !path.Contains(c) && IsIssuedBy(last, Issuer.Of(c))) is { } issuer)
                path.Add(issuer);
            else if (_budget.IsSpent)
                return "to check all the signatures that were sent would take too long.";
            else
                return $"nothing that was sent has issued {Quoted.Value(last.SubjectDN.ToString())}.";
        }

        // IsIssuedBy has looked at the size of the key.
        Org.BouncyCastle.Pkix.TrustAnchor trusted = anchor.Certificate is { } certificate
            ? new(certificate, null)
            : new(path[path.Count - 1].IssuerDN, PublicKeyFactory.CreateKey(anchor.Key), null);
        PkixParameters parameters = new(new HashSet<Org.BouncyCastle.Pkix.TrustAnchor> { trusted })
        {
            IsRevocationEnabled = false,
            Date = time.UtcDateTime,
        };
        try
        {
            new PkixCertPathValidator().Validate(new PkixCertPath(path), parameters);
            return null;
        }
        catch (PkixCertPathValidatorException e)
        {
            return $"{e.Message.TrimEnd('.')}.";
        }
    }

    private bool IsIssuedBy(X509Certificate certificate, Issuer issuer)
    {
        if (issuer.Certificate is { } named && !certificate.IssuerDN.Equivalent(named.SubjectDN))
            return false;
        if (!_signatures.TryGetValue((certificate, issuer.Key), out bool known))
            _signatures[(certificate, issuer.Key)] = known = HasSignature(certificate, issuer.Key);
        return known;
    }

    private bool HasSignature(X509Certificate certificate, SubjectPublicKeyInfo issuer)
    {
        PublicKeyFacts key = PublicKeyFacts.Read(issuer.GetEncoded());
        if (KeyLimits.FaultOf(key) is not null || !_budget.TrySpend(key))
            return false;
        try
        {
            certificate.Verify(PublicKeyFactory.CreateKey(issuer));
            return true;
        }
        catch (Exception e) when (e is GeneralSecurityException or CertificateException)
        {
            return false;
        }
    }

    // RFC 7672 section 3.2.2
    private static string? NameFault(byte[] leaf, IReadOnlyList<string> names)
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate = new(leaf);
        CertificateNames presented = CertificateNames.Read(certificate);
        return names.Any(name => NameMatcher.Match(presented, name) is not null)
            ? null
            : $"With DANE-TA the certificate must cover {string.Join(" or ", names.Distinct())}, and it does not (RFC 7672 section 3.2.2).";
    }

    /// <summary>What issues a certificate: another one, or a bare key, which has no name.</summary>
    private sealed record Issuer(SubjectPublicKeyInfo Key, X509Certificate? Certificate)
    {
        public static Issuer Of(X509Certificate certificate) => new(certificate.CertificateStructure.SubjectPublicKeyInfo, certificate);

        public static Issuer Of(SubjectPublicKeyInfo key) => new(key, null);
    }
}
