using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.Security;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace SmtpTls.Certificates;

/// <summary>Joins a private key to its certificate in a form that both editions, SslStream and Schannel can use.</summary>
internal static class PrivateKeys
{
    private static readonly DerObjectIdentifier ProviderName = new("1.3.6.1.4.1.311.17.1");

    /// <summary>Whether the certificate is for the key.</summary>
    public static bool BelongsTo(AsymmetricKeyParameter key, BouncyCertificate certificate) => (key, certificate.GetPublicKey()) switch
    {
        (RsaKeyParameters mine, RsaKeyParameters theirs) => mine.Modulus.Equals(theirs.Modulus),
        (ECPrivateKeyParameters mine, ECPublicKeyParameters theirs) =>
            mine.Parameters.Curve.Equals(theirs.Parameters.Curve) && mine.Parameters.G.Multiply(mine.D).Normalize().Equals(theirs.Q.Normalize()),
        _ => false,
    };

    /// <summary>Whether keys of this kind can be used: RSA and EC.</summary>
    public static bool IsSupported(AsymmetricKeyParameter key) => key is RsaPrivateCrtKeyParameters or ECPrivateKeyParameters;

    /// <summary>
    /// Makes a certificate with private key. It goes by way of a PKCS #12 file in memory, encrypted as every Windows can read it, because
    /// Schannel takes no key that exists in memory only. Disposing the certificate removes the key again.
    /// </summary>
    /// <exception cref="CryptographicException">The system cannot take the key.</exception>
    public static X509Certificate2 Join(BouncyCertificate certificate, AsymmetricKeyParameter key)
    {
        Pkcs12Store store = new Pkcs12StoreBuilder()
            .SetKeyAlgorithm(PkcsObjectIdentifiers.PbeWithShaAnd3KeyTripleDesCbc)
            .SetCertAlgorithm(PkcsObjectIdentifiers.PbeWithShaAnd3KeyTripleDesCbc)
            .Build();

        // Windows puts an RSA key into the provider that stands here; without it into an old one, which has no RSA-PSS for TLS 1.3.
        Dictionary<DerObjectIdentifier, Asn1Encodable> attributes = new()
        {
            [ProviderName] = new DerBmpString("Microsoft Software Key Storage Provider"),
        };
        store.SetKeyEntry("key", new AsymmetricKeyEntry(key, attributes), [new X509CertificateEntry(certificate)]);

        SecureRandom random = new();
        string password = new BigInteger(128, random).ToString(16);
        using MemoryStream file = new();
        store.Save(file, password.ToCharArray(), random);
        return Import(file.ToArray(), password);
    }

    // A service without a user profile can keep no user's key; a user without administrator's rights no machine's key.
    private static X509Certificate2 Import(byte[] file, string password)
    {
        X509KeyStorageFlags[] places = RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? [X509KeyStorageFlags.UserKeySet, X509KeyStorageFlags.MachineKeySet, X509KeyStorageFlags.EphemeralKeySet]
            : [X509KeyStorageFlags.DefaultKeySet];
        for (int i = 0; ; i++)
        {
            try
            {
                return new X509Certificate2(file, password, places[i]);
            }
            catch (CryptographicException) when (i < places.Length - 1)
            {
                continue;
            }
        }
    }
}
