using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace SmtpTls.Tls;

/// <summary>
/// Signs with RSA where the system's interface cannot, so that the key must be exportable: for TLS 1.1 and older, whose signatures over
/// MD5 and SHA-1 together (RFC 4346 section 7.4.3) no system makes, and for TLS 1.3 with a key of CryptoAPI.
/// </summary>
internal static class ExportedKeySigner
{
    /// <summary>Whether the key can be exported.</summary>
    public static bool CanExport(RSA key)
    {
        try
        {
            key.ExportParameters(includePrivateParameters: true);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Makes the signer for TLS 1.1 and older.</summary>
    /// <exception cref="TlsFatalAlert">The key cannot be exported.</exception>
    public static TlsCredentialedSigner Create(TlsCryptoParameters parameters, BcTlsCrypto crypto, X509Certificate2 certificate, Certificate chain)
    {
        try
        {
            using RSA key = certificate.GetRSAPrivateKey()!;
            return new BcDefaultTlsCredentialedSigner(parameters, crypto, DotNetUtilities.GetRsaKeyPair(key).Private, chain, null);
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.internal_error, "The private key cannot be exported, which TLS 1.1 and older need.", e);
        }
    }

    /// <summary>Signs a hash with RSA-PSS.</summary>
    /// <exception cref="TlsFatalAlert">The key cannot be exported.</exception>
    public static byte[] SignPss(RSA key, byte[] hash, int scheme)
    {
        try
        {
            RsaKeyParameters own = (RsaKeyParameters)DotNetUtilities.GetRsaKeyPair(key).Private;
            return new BcTlsRsaPssSigner(new BcTlsCrypto(new SecureRandom()), own, scheme)
                .GenerateRawSignature(SignatureScheme.GetSignatureAndHashAlgorithm(scheme), hash);
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(
                AlertDescription.internal_error,
                "The private key is kept by CryptoAPI, which knows no RSA-PSS, and cannot be exported: use TLS 1.2, or import it with a key storage provider.",
                e);
        }
    }
}
