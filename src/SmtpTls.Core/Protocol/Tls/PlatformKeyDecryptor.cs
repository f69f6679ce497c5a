using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace SmtpTls.Tls;

/// <summary>Decrypts what a client encrypted for the certificate's RSA key (RSA key exchange), through the system, so that the key need not be exportable.</summary>
internal sealed class PlatformKeyDecryptor(TlsCrypto crypto, X509Certificate2 certificate, Certificate chain) : TlsCredentialedDecryptor
{
    private const int SecretLength = 48;

    public Certificate Certificate => chain;

    // Whatever is wrong with it, the handshake goes on with a secret that nobody has, and fails at Finished (RFC 5246 section 7.4.7.1).
    public TlsSecret Decrypt(TlsCryptoParameters cryptoParams, byte[] ciphertext)
    {
        byte[] secret = new byte[SecretLength];
        crypto.SecureRandom.NextBytes(secret);
        try
        {
            using RSA key = certificate.GetRSAPrivateKey()!;
            byte[] sent = key.Decrypt(ciphertext, RSAEncryptionPadding.Pkcs1);
            ProtocolVersion version = cryptoParams.RsaPreMasterSecretVersion;
            if (sent.Length == SecretLength && sent[0] == version.MajorVersion && sent[1] == version.MinorVersion)
                secret = sent;
        }
        catch (CryptographicException)
        {
            // As above.
        }
        return crypto.CreateSecret(secret);
    }
}
