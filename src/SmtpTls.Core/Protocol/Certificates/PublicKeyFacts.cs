using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>Algorithm and sizes of a public key, read from its encoding: nothing is computed, and no provider need know the key.</summary>
/// <param name="Algorithm">RSA, ECDSA, DSA, Ed25519, Ed448, or the OID where it has no name here.</param>
/// <param name="Size">Bits; 0 where it is not known.</param>
internal sealed record PublicKeyFacts(string Algorithm, int Size)
{
    /// <summary>Bits of an RSA key's public exponent or of a DSA key's subgroup (q); 0 for other keys.</summary>
    public int ExponentSize { get; init; }

    /// <summary>Whether the encoding could be read.</summary>
    public bool IsReadable { get; init; } = true;

    /// <summary>Reads the key of a certificate.</summary>
    public static PublicKeyFacts Read(PublicKey key) =>
        Read(key.Oid.Value ?? "", key.EncodedParameters?.RawData ?? [], key.EncodedKeyValue?.RawData ?? []);

    /// <summary>
    /// Reads a SubjectPublicKeyInfo ::= SEQUENCE { algorithm SEQUENCE { OBJECT IDENTIFIER, parameters ANY OPTIONAL }, BIT STRING }
    /// (RFC 5280 section 4.1).
    /// </summary>
    public static PublicKeyFacts Read(byte[] publicKeyInfo)
    {
        try
        {
            AsnReader info = new AsnReader(publicKeyInfo, AsnEncodingRules.BER).ReadSequence();
            AsnReader algorithm = info.ReadSequence();
            string oid = algorithm.ReadObjectIdentifier();
            byte[] parameters = algorithm.HasData ? algorithm.ReadEncodedValue().ToArray() : [];
            return Read(oid, parameters, info.ReadBitString(out _));
        }
        catch (AsnContentException)
        {
            return new("", 0) { IsReadable = false };
        }
    }

    private static PublicKeyFacts Read(string oid, byte[] parameters, byte[] key)
    {
        try
        {
            return oid switch
            {
                "1.2.840.113549.1.1.1" or "1.2.840.113549.1.1.10" => ReadRsa(key),
                "1.2.840.10045.2.1" => new("ECDSA", CurveSize(parameters)),
                "1.2.840.10040.4.1" => ReadDsa(parameters),
                "1.3.101.112" => new("Ed25519", 256),
                "1.3.101.113" => new("Ed448", 456),
                _ => new(oid, 0),
            };
        }
        catch (AsnContentException)
        {
            return new(oid, 0) { IsReadable = false };
        }
    }

    // RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } (RFC 8017 appendix A.1.1)
    private static PublicKeyFacts ReadRsa(byte[] encoded)
    {
        AsnReader reader = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        return new("RSA", IntegerSize(reader)) { ExponentSize = IntegerSize(reader) };
    }

    // Dss-Parms ::= SEQUENCE { p INTEGER, q INTEGER, g INTEGER } (RFC 3279 section 2.3.2)
    private static PublicKeyFacts ReadDsa(byte[] encoded)
    {
        if (encoded.Length == 0)
            return new("DSA", 0);
        AsnReader reader = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        return new("DSA", IntegerSize(reader)) { ExponentSize = IntegerSize(reader) };
    }

    private static int IntegerSize(AsnReader reader)
    {
        ReadOnlySpan<byte> integer = reader.ReadIntegerBytes().Span;
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
            "1.3.132.0.9" or "1.3.132.0.8" or "1.3.132.0.30" => 160,
            "1.2.840.10045.3.1.1" or "1.3.132.0.31" => 192,
            "1.3.132.0.33" or "1.3.132.0.32" or "1.3.36.3.3.2.8.1.1.5" => 224,
            "1.2.840.10045.3.1.7" or "1.3.132.0.10" or "1.3.36.3.3.2.8.1.1.7" => 256,
            "1.3.36.3.3.2.8.1.1.9" => 320,
            "1.3.132.0.34" or "1.3.36.3.3.2.8.1.1.11" => 384,
            "1.3.36.3.3.2.8.1.1.13" => 512,
            "1.3.132.0.35" => 521,
            _ => 0,
        };
    }
}
