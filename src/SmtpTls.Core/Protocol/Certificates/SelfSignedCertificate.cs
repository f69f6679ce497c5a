using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Org.BouncyCastle.X509.Extension;
using SmtpTls.Dns;

namespace SmtpTls.Certificates;

/// <summary>A certificate made on the spot for a listener that was given none. It is stored nowhere.</summary>
internal static class SelfSignedCertificate
{
    private const int KeySize = 2048;
    private const int MaxCommonNameLength = 64; // ub-common-name, RFC 5280 appendix A.1

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);

    /// <summary>
    /// Makes a server certificate, valid for seven days. Its key is RSA, because the senders that one wants to watch are old ones, too.
    /// </summary>
    /// <param name="hostName">The host name or IP address that it is for.</param>
    /// <exception cref="FormatException"><paramref name="hostName"/> is neither.</exception>
    public static X509Certificate2 Create(string hostName)
    {
        bool isAddress = IpLiteral.TryParse(hostName, out IPAddress? address);
        string name = isAddress ? address!.ToString() : DomainName.Parse(hostName).Ascii;
        DateTime now = DateTime.UtcNow;
        SecureRandom random = new();
        AsymmetricCipherKeyPair key = CreateKey();
        X509Name subject = new(true, "CN=" + (name.Length <= MaxCommonNameLength ? name : "SmtpTls"));

        X509V3CertificateGenerator generator = new();
        generator.SetSerialNumber(new BigInteger(127, random).SetBit(120)); // never zero or negative: RFC 5280 section 4.1.2.2
        generator.SetSubjectDN(subject);
        generator.SetIssuerDN(subject);
        generator.SetNotBefore(now - ClockSkew);
        generator.SetNotAfter(now + Lifetime);
        generator.SetPublicKey(key.Public);
        generator.AddExtension(X509Extensions.BasicConstraints, critical: true, new BasicConstraints(cA: false));
        generator.AddExtension(X509Extensions.KeyUsage, critical: true, new KeyUsage(KeyUsage.DigitalSignature | KeyUsage.KeyEncipherment));
        generator.AddExtension(X509Extensions.ExtendedKeyUsage, critical: false, new ExtendedKeyUsage(KeyPurposeID.id_kp_serverAuth));
        generator.AddExtension(
            X509Extensions.SubjectAlternativeName,
            critical: false,
            new GeneralNames(new GeneralName(isAddress ? GeneralName.IPAddress : GeneralName.DnsName, name)));
        generator.AddExtension(X509Extensions.SubjectKeyIdentifier, critical: false, X509ExtensionUtilities.CreateSubjectKeyIdentifier(key.Public));
        return PrivateKeys.Join(generator.Generate(new Asn1SignatureFactory("SHA256WITHRSA", key.Private, random)), key.Private);
    }

    // The system makes the key: several times as fast as managed code.
    private static AsymmetricCipherKeyPair CreateKey()
    {
#if NET
        using RSA rsa = RSA.Create(KeySize);
#else
        using RSA rsa = new RSACryptoServiceProvider(KeySize); // Mono's RSA.Create takes no notice of the size.
#endif
        return DotNetUtilities.GetRsaKeyPair(rsa.ExportParameters(includePrivateParameters: true));
    }
}
