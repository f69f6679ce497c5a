using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>
/// What is computed with numbers that somebody else chose. The time of public-key arithmetic grows with the cube of their length, so a
/// certificate or a Diffie-Hellman prime could keep a processor busy for minutes, and no time limit would end it: sizes are looked at first.
/// </summary>
internal static class KeyLimits
{
    /// <summary>The longest RSA modulus in bits (OpenSSL: OPENSSL_RSA_MAX_MODULUS_BITS).</summary>
    public const int RsaBits = 16_384;

    /// <summary>The longest public exponent in bits of a modulus above <see cref="SmallRsaBits"/> (OpenSSL: OPENSSL_RSA_MAX_PUBEXP_BITS).</summary>
    public const int ExponentBits = 64;

    /// <summary>Up to this length of the modulus the exponent may have any length (OpenSSL: OPENSSL_RSA_SMALL_MODULUS_BITS).</summary>
    public const int SmallRsaBits = 3072;

    /// <summary>The longest Diffie-Hellman prime in bits: the longest group of RFC 3526 and RFC 7919.</summary>
    public const int PrimeBits = 8192;

    /// <summary>The longest prime and subgroup of a DSA key in bits (FIPS 186-4 section 4.2 ends at 3072 and 256).</summary>
    private const int DsaBits = 8192, SubgroupBits = 512;

    // ML-DSA and SLH-DSA (FIPS 204, FIPS 205)
    private const string NistSignatures = "2.16.840.1.101.3.4.3.";

    /// <summary>In words, why nothing is computed with a key; <see langword="null"/> where it may be.</summary>
    public static string? FaultOf(PublicKeyFacts key) => key switch
    {
        { IsReadable: false } => "a public key that cannot be read",
        { Algorithm: "RSA", Size: > RsaBits } => $"an RSA key of {Bits(key.Size)} ({Bits(RsaBits)} is the most)",
        { Algorithm: "RSA", Size: > SmallRsaBits, ExponentSize: > ExponentBits } =>
            $"an RSA key of {Bits(key.Size)} with a public exponent of {Bits(key.ExponentSize)} ({Bits(ExponentBits)} is the most)",
        { Algorithm: "RSA" } when key.ExponentSize > key.Size => $"an RSA key of {Bits(key.Size)} with a longer public exponent, of {Bits(key.ExponentSize)}",
        { Algorithm: "ECDSA", Size: 0 } => "an EC key on a curve that is not named, or not known here (RFC 5480 section 2.1.1)",
        { Algorithm: "DSA", Size: > DsaBits } or { Algorithm: "DSA", ExponentSize: > SubgroupBits } =>
            $"a DSA key of {Bits(key.Size)} with a subgroup of {Bits(key.ExponentSize)}",
        { Algorithm: "RSA" or "ECDSA" or "DSA" or "Ed25519" or "Ed448" } => null,
        // A Diffie-Hellman key would be raised to a power before anybody asks what it is good for.
        _ when key.Algorithm.StartsWith(NistSignatures, StringComparison.Ordinal) => null,
        _ => $"a key of the kind {Quoted.Value(key.Algorithm)}, which signs nothing in TLS",
    };

    /// <summary>The same for the key of a certificate.</summary>
    public static string? FaultOf(X509Certificate2 certificate) => FaultOf(PublicKeyFacts.Read(certificate.PublicKey));

    /// <summary>Bits for a person to read: <c>16,384 bits</c>.</summary>
    public static string Bits(int count) => count.ToString("#,0", CultureInfo.InvariantCulture) + " bits";
}
