using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;

namespace SmtpTls.Listening;

/// <summary>The certificate that a listener presents, checked before a sender has to find out that it is of no use.</summary>
/// <param name="Certificate">The certificate with its private key.</param>
/// <param name="Intermediates">What to send behind it.</param>
/// <param name="Owned">Disposed with the listener; <see langword="null"/> for certificates that are somebody else's.</param>
internal sealed record ListenerCertificate(X509Certificate2 Certificate, IReadOnlyList<X509Certificate2> Intermediates, IDisposable? Owned)
{
    /// <summary>A self-signed one, made on the spot.</summary>
    public static ListenerCertificate MakeFor(string hostName)
    {
        X509Certificate2 certificate = SelfSignedCertificate.Create(hostName.Trim('[', ']').Replace("IPv6:", ""));
        return new ListenerCertificate(certificate, [], certificate);
    }

    /// <summary>One from a file: what else the file holds is sent behind it.</summary>
    /// <exception cref="CertificateFileException">It cannot be used.</exception>
    public static ListenerCertificate Read(string path, string? password, string? keyPath)
    {
        CertificateWithKey read = CertificateFile.ReadWithPrivateKey(path, password, keyPath);
        if (FaultOf(read.Certificate) is { } fault)
        {
            string subject = read.Certificate.Subject;
            read.Dispose();
            throw new CertificateFileException(path, CertificateFileFault.UnsupportedKey, $"has a certificate ({Quoted.Value(subject)}) with {fault}.");
        }
        return new ListenerCertificate(read.Certificate, read.Others, read);
    }

    /// <summary>
    /// One that is at hand, with what follows it. Of one that stands alone the issuers come from this machine's stores, as Schannel would
    /// send them: up to the root, which a receiver has or does not trust.
    /// </summary>
    /// <exception cref="ArgumentException">It has no private key that can be used; the message says why.</exception>
    public static ListenerCertificate Of(IReadOnlyList<X509Certificate2> certificates)
    {
        X509Certificate2 own = certificates[0];
        string name = $"The certificate '{own.Subject}' ({own.Thumbprint})";
        if (!own.HasPrivateKey)
            throw new ArgumentException($"{name} has no private key, without which no server can present it. Give it with its key: from the store My, or as a .pfx file.");
        if (FaultOf(own) is { } fault)
            throw new ArgumentException($"{name} has {fault}.");
        try
        {
            if (!TrySign(own))
                throw new ArgumentException($"{name} has a key of another kind than RSA or ECDSA, which the listener cannot use.");
        }
        catch (CryptographicException e)
        {
            throw new ArgumentException($"{name} has a private key that cannot be used: {e.Message} Keys of the machine's store want administrator's rights.", e);
        }
        return new ListenerCertificate(own, certificates.Count > 1 ? [.. certificates.Skip(1)] : IssuersOf(own), null);
    }

    // What TLS 1.3 has a signature for and every sender knows. .NET signs with any of these; senders would refuse the handshake.
    private static string? FaultOf(X509Certificate2 certificate)
    {
        const string RsaPss = "1.2.840.113549.1.1.10", Nist256 = "1.2.840.10045.3.1.7", Nist384 = "1.3.132.0.34", Nist521 = "1.3.132.0.35";
        const string Wanted = "which the listener cannot serve; give one with an RSA key, or an EC key on P-256, P-384 or P-521";
        if (certificate.GetKeyAlgorithm() == RsaPss)
            return $"an RSASSA-PSS key, {Wanted}";
        if (PublicKeyFacts.Read(certificate.PublicKey) is not { Algorithm: "ECDSA" })
            return null;
        byte[] parameters = certificate.PublicKey.EncodedParameters.RawData;
        return new[] { Nist256, Nist384, Nist521 }.Any(curve => parameters.AsSpan().SequenceEqual(Curve(curve)))
            ? null
            : $"an EC key on another curve, {Wanted}";

        static byte[] Curve(string oid)
        {
            AsnWriter writer = new(AsnEncodingRules.DER);
            writer.WriteObjectIdentifier(oid);
            return writer.Encode();
        }
    }

    private static bool TrySign(X509Certificate2 certificate)
    {
        byte[] hash = new byte[32];
        using RSA? rsa = certificate.GetRSAPrivateKey();
        using ECDsa? ec = rsa is null ? certificate.GetECDsaPrivateKey() : null;
        return (rsa?.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ?? ec?.SignHash(hash)) is not null;
    }

    private static IReadOnlyList<X509Certificate2> IssuersOf(X509Certificate2 certificate)
    {
        using BuiltChain chain = ChainBuilder.Build(certificate, [], new CertificateVerifierOptions());
        return [.. chain.Elements.Select(element => element.Certificate).Skip(1)
            .Where(issuer => !CertificateInfoFactory.IsSelfIssued(issuer))
            .Select(issuer => new X509Certificate2(issuer.RawData))];
    }
}
