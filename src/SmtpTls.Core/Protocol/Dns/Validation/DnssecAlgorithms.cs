using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace SmtpTls.Dns.Validation;

/// <summary>
/// The algorithms of the IANA registries "DNS Security Algorithm Numbers" and "DS RR Type Digest Algorithms" that are checked here.
/// BouncyCastle has all of them on both editions; .NET Framework has no EdDSA.
/// </summary>
internal static class DnssecAlgorithms
{
    // RFC 5702 section 2; larger ones are no keys but a load on the processor.
    private const int MaxRsaBits = 4096;
    private const int MinRsaBits = 512;
    private const int MaxExponentBits = 64;

    private static readonly Dictionary<int, string> Names = new()
    {
        [1] = "RSAMD5",
        [3] = "DSA",
        [5] = "RSASHA1",
        [6] = "DSA-NSEC3-SHA1",
        [7] = "RSASHA1-NSEC3-SHA1",
        [8] = "RSASHA256",
        [10] = "RSASHA512",
        [12] = "ECC-GOST",
        [13] = "ECDSAP256SHA256",
        [14] = "ECDSAP384SHA384",
        [15] = "ED25519",
        [16] = "ED448",
        [17] = "SM2SM3",
        [23] = "ECC-GOST12",
    };

    /// <summary>
    /// Whether a signature of this algorithm makes data secure. RSA with SHA-1 (5 and 7) does not: whoever runs a validator must treat it as
    /// unsupported, and what rests on it alone is Insecure (RFC 9905 section 2).
    /// </summary>
    public static bool IsSupported(int algorithm) => algorithm is 8 or 10 or 13 or 14 or 15 or 16;

    /// <summary>Whether a digest of this type can be checked: SHA-1, SHA-256, SHA-384.</summary>
    public static bool IsSupportedDigest(int type) => type is 1 or 2 or 4;

    /// <summary>The name in the registry, or the number.</summary>
    public static string Name(int algorithm) =>
        Names.TryGetValue(algorithm, out string? name) ? name : FormattableString.Invariant($"algorithm {algorithm}");

    /// <summary>The name of a digest type in the registry, or the number.</summary>
    public static string DigestName(int type) => type switch
    {
        1 => "SHA-1",
        2 => "SHA-256",
        3 => "GOST R 34.11-94",
        4 => "SHA-384",
        5 => "GOST R 34.11-2012",
        6 => "SM3",
        _ => FormattableString.Invariant($"digest {type}"),
    };

    /// <summary>The digest of bytes; <see langword="null"/> where the type is not supported.</summary>
    public static byte[]? Digest(int type, byte[] bytes) => type switch
    {
        1 => Hash(new Sha1Digest(), bytes),
        2 => Hash(new Sha256Digest(), bytes),
        4 => Hash(new Sha384Digest(), bytes),
        _ => null,
    };

    /// <summary>The hash of a name (RFC 5155 section 5).</summary>
    public static byte[] HashName(WireName name, byte[] salt, int iterations)
    {
        byte[] hash = Hash(new Sha1Digest(), [.. name.ToWire(), .. salt]);
        for (int i = 0; i < iterations; i++)
        {
            hash = Hash(new Sha1Digest(), [.. hash, .. salt]);
        }

        return hash;
    }

    /// <summary>Whether a signature holds. A key or signature that is malformed holds nothing.</summary>
    public static bool Verify(Dnskey key, byte[] signed, byte[] signature)
    {
        try
        {
            return key.Algorithm switch
            {
                8 => VerifyRsa(key.PublicKey, new Sha256Digest(), signed, signature),
                10 => VerifyRsa(key.PublicKey, new Sha512Digest(), signed, signature),
                13 => VerifyEcdsa(SecObjectIdentifiers.SecP256r1.Id, 32, key.PublicKey, Hash(new Sha256Digest(), signed), signature),
                14 => VerifyEcdsa(SecObjectIdentifiers.SecP384r1.Id, 48, key.PublicKey, Hash(new Sha384Digest(), signed), signature),
                15 => key.PublicKey.Length == 32 && signature.Length == 64 && VerifyBy(new Ed25519Signer(), new Ed25519PublicKeyParameters(key.PublicKey), signed, signature),
                16 => key.PublicKey.Length == 57 && signature.Length == 114 && VerifyBy(new Ed448Signer([]), new Ed448PublicKeyParameters(key.PublicKey), signed, signature),
                _ => false,
            };
        }
        catch (Exception e) when (e is ArgumentException or CryptoException or ArithmeticException or InvalidOperationException or FormatException or IOException or GeneralSecurityException)
        {
            return false;
        }
    }

    /// <summary>The size of an RSA key in bits; 0 for other keys and malformed ones.</summary>
    public static int RsaBits(Dnskey key) => key.Algorithm is 5 or 7 or 8 or 10 && ReadRsa(key.PublicKey) is { } rsa ? rsa.Modulus.BitLength : 0;

    private static bool VerifyRsa(byte[] publicKey, IDigest digest, byte[] signed, byte[] signature) =>
        ReadRsa(publicKey) is { } rsa
        && rsa.Modulus.BitLength is >= MinRsaBits and <= MaxRsaBits
        && rsa.Exponent.BitLength <= MaxExponentBits
        && VerifyBy(new RsaDigestSigner(digest), rsa, signed, signature);

    // RFC 3110 section 2: the exponent's length in one byte, or a zero and two bytes; the exponent; the modulus.
    private static RsaKeyParameters? ReadRsa(byte[] key)
    {
        int at = 1, length = key.Length == 0 ? 0 : key[0];
        if (length == 0 && key.Length >= 3)
        {
            length = (key[1] << 8) | key[2];
            at = 3;
        }

        if (length == 0 || at + length >= key.Length || key.Length - at - length > MaxRsaBits / 8 * 2)
        {
            return null;
        }

        BigInteger exponent = new(1, key, at, length), modulus = new(1, key, at + length, key.Length - at - length);
        return exponent.SignValue == 0 || modulus.BitLength > MaxRsaBits || !modulus.TestBit(0) || !exponent.TestBit(0) ? null : new(false, modulus, exponent);
    }

    private static bool VerifyEcdsa(string curve, int size, byte[] publicKey, byte[] hash, byte[] signature)
    {
        if (publicKey.Length != size * 2 || signature.Length != size * 2)
        {
            return false;
        }

        X9ECParameters parameters = ECNamedCurveTable.GetByOid(new(curve));
        ECPublicKeyParameters key = new(
            parameters.Curve.DecodePoint([4, .. publicKey]), new ECDomainParameters(parameters.Curve, parameters.G, parameters.N, parameters.H));
        ECDsaSigner signer = new();
        signer.Init(false, key);
        return signer.VerifySignature(hash, new BigInteger(1, signature, 0, size), new BigInteger(1, signature, size, size));
    }

    private static bool VerifyBy(ISigner signer, ICipherParameters key, byte[] signed, byte[] signature)
    {
        signer.Init(false, key);
        signer.BlockUpdate(signed, 0, signed.Length);
        return signer.VerifySignature(signature);
    }

    private static byte[] Hash(IDigest digest, byte[] bytes)
    {
        byte[] hash = new byte[digest.GetDigestSize()];
        digest.BlockUpdate(bytes, 0, bytes.Length);
        digest.DoFinal(hash, 0);
        return hash;
    }
}
