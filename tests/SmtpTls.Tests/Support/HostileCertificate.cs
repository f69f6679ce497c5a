using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tests.Support;

/// <summary>Certificates with keys with which nobody should compute. Their own signatures are good.</summary>
internal static class HostileCertificate
{
    private static readonly ECDsa Signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>A number of so many bits, odd, and without small factors that would show at once.</summary>
    public static byte[] Number(int bits)
    {
        byte[] bytes = new byte[(bits + 7) / 8];
        new Random(bits).NextBytes(bytes);
        bytes[0] = (byte)(1 << ((bits - 1) % 8));
        bytes[^1] |= 1;
        return bytes;
    }

    /// <summary>An RSA key of any size.</summary>
    public static X509Certificate2 Rsa(int modulusBits, int exponentBits, string subject = "CN=mx.example.com")
    {
        AsnWriter key = new(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteInteger(new BigInteger(Number(modulusBits), isUnsigned: true, isBigEndian: true));
            key.WriteInteger(exponentBits == 17 ? 65537 : new BigInteger(Number(exponentBits), isUnsigned: true, isBigEndian: true));
        }
        return Of("1.2.840.113549.1.1.1", [5, 0], key.Encode(), subject);
    }

    /// <summary>An EC key on a curve that its own parameters describe (RFC 5480 section 2.1.1 forbids that).</summary>
    public static X509Certificate2 OwnCurve()
    {
        using ECDsa key = ECDsa.Create();
        key.ImportParameters(Signer.ExportExplicitParameters(includePrivateParameters: false));
        PublicKey explicitKey = PublicKey.CreateFromSubjectPublicKeyInfo(key.ExportSubjectPublicKeyInfo(), out _);
        return Of("1.2.840.10045.2.1", explicitKey.EncodedParameters!.RawData, explicitKey.EncodedKeyValue.RawData, "CN=mx.example.com");
    }

    /// <summary>A Diffie-Hellman key (RFC 3279 section 2.3.3), which BouncyCastle would raise to a power as soon as it reads it.</summary>
    public static X509Certificate2 DiffieHellman()
    {
        AsnWriter parameters = new(AsnEncodingRules.DER), key = new(AsnEncodingRules.DER);
        using (parameters.PushSequence())
        {
            foreach (int bits in new[] { 16_384, 3, 16_000 })
                parameters.WriteInteger(new BigInteger(Number(bits), isUnsigned: true, isBigEndian: true));
        }
        key.WriteInteger(new BigInteger(Number(16_380), isUnsigned: true, isBigEndian: true));
        return Of("1.2.840.10046.2.1", parameters.Encode(), key.Encode(), "CN=mx.example.com");
    }

    private static X509Certificate2 Of(string algorithm, byte[] parameters, byte[] key, string subject)
    {
        PublicKey publicKey = new(new Oid(algorithm), new AsnEncodedData(parameters), new AsnEncodedData(key));
        CertificateRequest request = new(new X500DistinguishedName(subject), publicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.Create(
            new X500DistinguishedName(subject), X509SignatureGenerator.CreateForECDsa(Signer), TestCertificate.Now.AddYears(-1), TestCertificate.Now.AddYears(1), [1]);
    }
}
