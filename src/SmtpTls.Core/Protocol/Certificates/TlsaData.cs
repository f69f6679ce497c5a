using System.Formats.Asn1;
using System.Security.Cryptography;

namespace SmtpTls.Certificates;

/// <summary>The certificate association data of TLSA records (RFC 6698 sections 2.1.2 to 2.1.4), from certificates as DER.</summary>
internal static class TlsaData
{
    /// <summary>The data for a selector and a matching type.</summary>
    /// <exception cref="AsnContentException">The certificate cannot be read.</exception>
    public static byte[] Of(byte[] certificate, TlsaSelector selector, TlsaMatchingType matchingType)
    {
        byte[] selected = selector == TlsaSelector.Spki ? PublicKeyInfo(certificate) : certificate;
        return matchingType switch
        {
            TlsaMatchingType.Sha256 => Sha256(selected),
            TlsaMatchingType.Sha512 => Sha512(selected),
            _ => selected,
        };
    }

    /// <summary>Whether a certificate has the data of a usable record, compared byte by byte.</summary>
    public static bool Matches(TlsaRecord record, byte[] certificate)
    {
        try
        {
            return string.Equals(Hex.Of(Of(certificate, record.Selector, record.MatchingType)), record.Data, StringComparison.OrdinalIgnoreCase);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>
    /// The SubjectPublicKeyInfo as it is encoded in the certificate. TBSCertificate ::= SEQUENCE { [0] version, serialNumber, signature, issuer,
    /// validity, subject, subjectPublicKeyInfo, … } (RFC 5280 section 4.1).
    /// </summary>
    /// <exception cref="AsnContentException">It is none.</exception>
    public static byte[] PublicKeyInfo(byte[] certificate)
    {
        AsnReader body = new AsnReader(certificate, AsnEncodingRules.BER).ReadSequence().ReadSequence();
        Asn1Tag version = new(TagClass.ContextSpecific, 0);
        if (body.PeekTag().HasSameClassAndValue(version))
        {
            body.ReadEncodedValue();
        }

        const int FieldsBefore = 5;
        for (int field = 0; field < FieldsBefore; field++)
        {
            body.ReadEncodedValue();
        }

        return body.ReadEncodedValue().ToArray();
    }

    private static byte[] Sha256(byte[] data)
    {
#if NET
        return SHA256.HashData(data);
#else
        using SHA256 hash = SHA256.Create();
        return hash.ComputeHash(data);
#endif
    }

    private static byte[] Sha512(byte[] data)
    {
#if NET
        return SHA512.HashData(data);
#else
        using SHA512 hash = SHA512.Create();
        return hash.ComputeHash(data);
#endif
    }
}
