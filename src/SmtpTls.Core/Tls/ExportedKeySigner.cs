using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace SmtpTls.Tls;

/// <summary>
/// Signs with RSA for TLS 1.1 and older, whose RSA signatures over MD5 and SHA-1 together (RFC 4346 section 7.4.3) no system's interface
/// makes: the key must be exportable for that.
/// </summary>
internal static class ExportedKeySigner
{
    /// <summary>Makes the signer for an RSA key.</summary>
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
}
