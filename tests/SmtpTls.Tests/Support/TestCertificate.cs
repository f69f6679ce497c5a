using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tests.Support;

/// <summary>A certificate to be made: good unless told otherwise, for the years around <see cref="Now"/>.</summary>
internal sealed record TestCertificate
{
    /// <summary>The moment that the tests judge for.</summary>
    public static readonly DateTimeOffset Now = new(2030, 6, 15, 12, 0, 0, TimeSpan.Zero);

    public string Subject { get; init; } = "CN=mx.example.com";

    public X509Certificate2? Issuer { get; init; }

    public bool Authority { get; init; }

    public string[] DnsNames { get; init; } = ["mx.example.com"];

    public string[] Addresses { get; init; } = [];

    public DateTimeOffset NotBefore { get; init; } = Now.AddYears(-1);

    public DateTimeOffset NotAfter { get; init; } = Now.AddDays(30);

    public AsymmetricAlgorithm? Key { get; init; }

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public X509KeyUsageFlags? KeyUsage { get; init; }

    public string? ExtendedKeyUsage { get; init; } = "1.3.6.1.5.5.7.3.1";

    public X509Extension[] Extensions { get; init; } = [];

    public static X509Certificate2 Root(string subject = "CN=Test Root", AsymmetricAlgorithm? key = null) => new TestCertificate
    {
        Subject = subject,
        Authority = true,
        Key = key ?? RSA.Create(2048),
        NotBefore = Now.AddYears(-10),
        NotAfter = Now.AddYears(10),
    }.Create();

    public static X509Certificate2 Intermediate(X509Certificate2 issuer, string subject = "CN=Test Intermediate", AsymmetricAlgorithm? key = null) =>
        new TestCertificate
        {
            Subject = subject,
            Issuer = issuer,
            Authority = true,
            Key = key,
            NotBefore = Now.AddYears(-5),
            NotAfter = Now.AddYears(5),
        }.Create();

    /// <summary>For cmdlets, which judge for today: a certificate that outlasts the tests.</summary>
    public static X509Certificate2 Lasting(TestCertificate certificate) => (certificate with
    {
        Key = ECDsa.Create(ECCurve.NamedCurves.nistP256),
        NotBefore = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero),
        NotAfter = new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero),
    }).Create();

    public X509Certificate2 Create()
    {
        AsymmetricAlgorithm key = Key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256);
        X500DistinguishedName subject = new(Subject);
        CertificateRequest request = key is RSA rsa
            ? new(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        AddExtensions(request);
        if (Issuer is null)
        {
            return request.CreateSelfSigned(NotBefore, NotAfter);
        }

        using X509Certificate2 bare = request.Create(Issuer.SubjectName, Generator(Issuer), NotBefore, NotAfter, RandomNumberGenerator.GetBytes(8));
        return key is RSA r ? bare.CopyWithPrivateKey(r) : bare.CopyWithPrivateKey((ECDsa)key);
    }

    private void AddExtensions(CertificateRequest request)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(Authority, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            KeyUsage ?? (Authority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature), critical: true));
        if (ExtendedKeyUsage is not null && !Authority)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ExtendedKeyUsage)], critical: false));
        }

        if (!Authority && DnsNames.Length + Addresses.Length > 0)
        {
            SubjectAlternativeNameBuilder names = new();
            Array.ForEach(DnsNames, names.AddDnsName);
            Array.ForEach(Addresses, address => names.AddIpAddress(IPAddress.Parse(address)));
            request.CertificateExtensions.Add(names.Build());
        }

        foreach (X509Extension extension in Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }
    }

    private X509SignatureGenerator Generator(X509Certificate2 issuer) => issuer.GetRSAPrivateKey() is { } rsa
        ? Hash == HashAlgorithmName.SHA256 ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1) : new OldSignature(rsa, Hash)
        : X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!);

    /// <summary>MD5 and SHA-1, which .NET no longer signs certificates with.</summary>
    private sealed class OldSignature(RSA key, HashAlgorithmName hash) : X509SignatureGenerator
    {
        // AlgorithmIdentifier of md5WithRSAEncryption and sha1WithRSAEncryption (RFC 3279 section 2.2.1), the last octet of the OID apart.
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, hash == HashAlgorithmName.MD5 ? (byte)4 : (byte)5, 0x05, 0x00];

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignData(data, hash, RSASignaturePadding.Pkcs1);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
