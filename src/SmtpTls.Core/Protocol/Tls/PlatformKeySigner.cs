using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace SmtpTls.Tls;

/// <summary>Signs with a certificate's private key through the system, so that keys that cannot be exported serve as well.</summary>
internal sealed class PlatformKeySigner : TlsCredentialedSigner
{
    private readonly X509Certificate2 _certificate;
    private readonly int _scheme;

    private PlatformKeySigner(X509Certificate2 certificate, Certificate chain, int scheme)
    {
        _certificate = certificate;
        Certificate = chain;
        _scheme = scheme;
        SignatureAndHashAlgorithm = scheme == 0 ? null : SignatureScheme.GetSignatureAndHashAlgorithm(scheme);
    }

    public Certificate Certificate { get; }

    public SignatureAndHashAlgorithm? SignatureAndHashAlgorithm { get; }

    /// <summary>A signer for the first scheme that key and peer have in common; <see langword="null"/> where there is none.</summary>
    /// <param name="certificate">The certificate with its private key.</param>
    /// <param name="chain">What to send.</param>
    /// <param name="offered">What the peer takes.</param>
    /// <param name="tls13">In TLS 1.3 RSA signs with PSS only, and a curve with its own hash only (RFC 8446 section 4.2.3).</param>
    public static PlatformKeySigner? Create(
        X509Certificate2 certificate, Certificate chain, IEnumerable<SignatureAndHashAlgorithm>? offered, bool tls13)
    {
        HashSet<int> taken = [.. (offered ?? []).Select(SignatureScheme.From)];
        int scheme = SchemesOf(certificate, tls13).FirstOrDefault(taken.Contains);
        return scheme == 0 ? null : new PlatformKeySigner(certificate, chain, scheme);
    }

    /// <summary>A signer with ECDSA for TLS 1.1 and older, which name no scheme.</summary>
    public static PlatformKeySigner CreateForOldVersions(X509Certificate2 certificate, Certificate chain) => new(certificate, chain, 0);

    /// <summary>Whether the certificate's key can make the signatures of TLS 1.3, by the system or exported.</summary>
    public static bool SignsForTls13(X509Certificate2 certificate)
    {
        using RSA? rsa = certificate.GetRSAPrivateKey();
        return rsa is null || !IsOfOldInterface(rsa) || ExportedKeySigner.CanExport(rsa);
    }

    public byte[] GenerateRawSignature(byte[] hash)
    {
        using RSA? rsa = _certificate.GetRSAPrivateKey();
        return rsa is null ? SignWithEc(hash) : SignWithRsa(rsa, hash);
    }

    public TlsStreamSigner? GetStreamSigner() => null;

    private byte[] SignWithRsa(RSA key, byte[] hash)
    {
        HashAlgorithmName name = SignatureScheme.GetCryptoHashAlgorithm(_scheme) switch
        {
            CryptoHashAlgorithm.sha384 => HashAlgorithmName.SHA384,
            CryptoHashAlgorithm.sha512 => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA256,
        };
        if (!SignatureScheme.IsRsaPss(_scheme))
            return key.SignHash(hash, name, RSASignaturePadding.Pkcs1);
        return IsOfOldInterface(key) ? ExportedKeySigner.SignPss(key, hash, _scheme) : key.SignHash(hash, name, RSASignaturePadding.Pss);
    }

    private byte[] SignWithEc(byte[] hash)
    {
        using ECDsa key = _certificate.GetECDsaPrivateKey()!;
        return ToDer(key.SignHash(_scheme == 0 ? WithoutMd5(hash) : hash));
    }

    private static IEnumerable<int> SchemesOf(X509Certificate2 certificate, bool tls13)
    {
        using RSA? rsa = certificate.GetRSAPrivateKey();
        if (rsa is not null)
        {
            int[] pss = [SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.rsa_pss_rsae_sha384, SignatureScheme.rsa_pss_rsae_sha512];
            int[] pkcs1 = [SignatureScheme.rsa_pkcs1_sha256, SignatureScheme.rsa_pkcs1_sha384, SignatureScheme.rsa_pkcs1_sha512];
            return tls13 ? pss : IsOfOldInterface(rsa) ? pkcs1 : [.. pss, .. pkcs1];
        }
        using ECDsa? ec = certificate.GetECDsaPrivateKey();
        return ec?.KeySize switch
        {
            null => [],
            256 => [SignatureScheme.ecdsa_secp256r1_sha256],
            384 => [SignatureScheme.ecdsa_secp384r1_sha384],
            521 => [SignatureScheme.ecdsa_secp521r1_sha512],
            _ => tls13 ? [] : [SignatureScheme.ecdsa_secp256r1_sha256],
        };
    }

    // CryptoAPI, where many certificates of Exchange have their keys, knows no PSS.
    private static bool IsOfOldInterface(RSA rsa) => rsa is RSACryptoServiceProvider;

    // Before TLS 1.2 the hash is MD5 and SHA-1 side by side; ECDSA signs SHA-1 alone (RFC 8422 section 5.4).
    private static byte[] WithoutMd5(byte[] hash) => hash.AsSpan(hash.Length - 20).ToArray();

    // .NET gives r and s of equal length one behind the other; TLS wants the ASN.1 form (RFC 8422 section 5.4).
    private static byte[] ToDer(byte[] signature)
    {
        int half = signature.Length / 2;
        return new DerSequence(new DerInteger(new BigInteger(1, signature, 0, half)), new DerInteger(new BigInteger(1, signature, half, half))).GetEncoded();
    }
}
