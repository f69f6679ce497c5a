using Org.BouncyCastle.Crypto;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace SmtpTls.Certificates;

/// <summary>What a file holds, whatever its format.</summary>
internal sealed record CertificateFileContent
{
    /// <summary>The certificates in the order of the file.</summary>
    public IReadOnlyList<BouncyCertificate> Certificates { get; init; } = [];

    /// <summary>The private keys; empty where none was asked for.</summary>
    public IReadOnlyList<AsymmetricKeyParameter> Keys { get; init; } = [];

    /// <summary>The certificates that the file has a key for; <see langword="null"/> for a format that holds certificates alone, or was not asked.</summary>
    public IReadOnlyList<BouncyCertificate>? WithKey { get; init; }

    /// <summary>What else was seen, for a message: labels of PEM blocks, or a format's name.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}
