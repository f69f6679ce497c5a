using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>Algorithm and size of a public key, read from its encoding: no provider need know the key.</summary>
/// <param name="Algorithm">RSA, ECDSA, DSA, Ed25519, Ed448, or the OID where it has no name here.</param>
/// <param name="Size">Bits; 0 where it is not known.</param>
internal sealed record PublicKeyFacts(string Algorithm, int Size)
{
    /// <summary>Reads the key of a certificate.</summary>
    public static PublicKeyFacts Read(PublicKey key)
    {
        string oid = key.Oid.Value ?? "";
        try
        {
            return oid switch
            {
                "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.10" => new("RSA", ModulusSize(key.EncodedKeyValue.RawData)),
                "1.2.840.10045.2.1" => new("ECDSA", CurveSize(key.EncodedParameters.RawData)),
                "1.2.840.10040.4.1" => new("DSA", PrimeSize(key.EncodedParameters.RawData)),
                "1.3.101.112" => new("Ed25519", 256),
                "1.3.101.113" => new("Ed448", 456),
                _ => new(oid, 0),
            };
        }
        catch (AsnContentException)
        {
            return new(oid, 0);
        }
    }

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 appendix A.1.1)
    private static int ModulusSize(byte[] encoded) => FirstIntegerSize(encoded);

    // Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER } (RFC 3279 section 2.3.2)
    private static int PrimeSize(byte[] encoded) => FirstIntegerSize(encoded);

    private static int FirstIntegerSize(byte[] encoded)
    {
        ReadOnlySpan<byte> integer = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence().ReadIntegerBytes().Span;
        while (integer.Length > 1 && integer[0] == 0)
        {
            integer = integer.Slice(1);
        }

        int bits = integer.Length * 8;
        for (int top = integer[0]; top < 0x80 && bits > 0; top = (top << 1) | 1)
        {
            bits--;
        }

        return bits;
    }

    // ECParameters are a named curve in every certificate of RFC 5480 section 2.1.1.
    private static int CurveSize(byte[] parameters)
    {
        AsnReader reader = new(parameters, AsnEncodingRules.BER);
        if (reader.PeekTag() != Asn1Tag.ObjectIdentifier)
        {
            return 0;
        }

        return reader.ReadObjectIdentifier() switch
        {
            "1.2.840.10045.3.1.1" => 192,
            "1.3.132.0.33" or "1.3.36.3.3.2.8.1.1.5" => 224,
            "1.2.840.10045.3.1.7" or "1.3.132.0.10" or "1.3.36.3.3.2.8.1.1.7" => 256,
            "1.3.36.3.3.2.8.1.1.9" => 320,
            "1.3.132.0.34" or "1.3.36.3.3.2.8.1.1.11" => 384,
            "1.3.36.3.3.2.8.1.1.13" => 512,
            "1.3.132.0.35" => 521,
            _ => 0,
        };
    }
}
