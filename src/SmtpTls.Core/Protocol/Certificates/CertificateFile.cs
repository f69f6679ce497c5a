using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Crypto;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace SmtpTls.Certificates;

/// <summary>Certificates from files: .cer, .crt, .der, .pem, .p7b, .pfx, .p12; told apart by content, not by name.</summary>
internal static class CertificateFile
{
    /// <summary>Bundles of all public roots have a fraction of a megabyte.</summary>
    private const int MaxLength = 16 * 1024 * 1024;

    /// <summary>All certificates of a file, without private keys. The caller disposes them.</summary>
    /// <param name="path">A path of the file system.</param>
    /// <param name="password">The password of a .pfx file; <see langword="null"/> for none.</param>
    /// <exception cref="CertificateFileException">There is no certificate in it, or it cannot be read.</exception>
    /// <exception cref="FileFaultException">The file cannot be opened.</exception>
    public static IReadOnlyList<X509Certificate2> ReadCertificates(string path, string? password = null)
    {
        CertificateFileContent content = Read(path, password, withKeys: false);
        return Guarded<IReadOnlyList<X509Certificate2>>(path, () => [.. content.Certificates.Select(Convert)]);
    }

    /// <summary>
    /// The certificates of a file that are no CA's (all, where there are no others), without private keys, and whether the file has the key of
    /// each, which only a .pfx file tells. The caller disposes them.
    /// </summary>
    /// <inheritdoc cref="ReadCertificates"/>
    public static IReadOnlyList<(X509Certificate2 Certificate, bool? HasKey)> ReadServerCertificates(string path, string? password = null)
    {
        CertificateFileContent content = Read(path, password, withKeys: false);
        return Guarded<IReadOnlyList<(X509Certificate2, bool?)>>(path, () =>
        {
            List<BouncyCertificate> servers = [.. content.Certificates.Where(certificate => certificate.GetBasicConstraints() < 0)];
            return [.. (servers.Count > 0 ? servers : content.Certificates).Select(certificate => (Convert(certificate), content.WithKey?.Contains(certificate)))];
        });
    }

    /// <summary>A certificate with its private key and the certificates beside it. The caller disposes them.</summary>
    /// <param name="path">A path of the file system.</param>
    /// <param name="password">The password of the .pfx file or of the encrypted PEM key; <see langword="null"/> for none.</param>
    /// <param name="keyPath">The PEM file of the private key, where that is not in the same file.</param>
    /// <exception cref="CertificateFileException">There is no certificate or no key in it, or it cannot be read.</exception>
    /// <exception cref="FileFaultException">A file cannot be opened.</exception>
    public static CertificateWithKey ReadWithPrivateKey(string path, string? password = null, string? keyPath = null)
    {
        CertificateFileContent content = Read(path, password, withKeys: keyPath is null);
        IReadOnlyList<AsymmetricKeyParameter> keys = keyPath is null
            ? content.Keys
            : new CertificateFileReader(keyPath, password, withKeys: true).Read(InputFile.ReadAll(keyPath, MaxLength)).Keys;
        string keyFile = keyPath ?? path;
        if (keys.Count == 0)
        {
            throw new CertificateFileException(
                keyFile,
                CertificateFileFault.NoPrivateKey,
                "has no private key; give a .pfx file, or a .pem file with the certificate and its key.");
        }

        foreach (AsymmetricKeyParameter key in keys)
        {
            if (Guarded(keyFile, () => content.Certificates.FirstOrDefault(c => PrivateKeys.BelongsTo(key, c))) is { } leaf)
            {
                return Guarded(keyFile, () => Join(keyFile, leaf, key, content.Certificates));
            }
        }

        throw keys.Any(PrivateKeys.IsSupported)
            ? new CertificateFileException(
                keyFile, CertificateFileFault.NoPrivateKey, "has a private key that belongs to none of the certificates given; give the key of the certificate.")
            : UnsupportedKey(keyFile, null);
    }

    private static CertificateWithKey Join(
        string keyFile, BouncyCertificate leaf, AsymmetricKeyParameter key, IReadOnlyList<BouncyCertificate> all)
    {
        try
        {
            return new CertificateWithKey(PrivateKeys.Join(leaf, key), [.. all.Where(c => !c.Equals(leaf)).Select(Convert)]);
        }
        catch (CryptographicException e)
        {
            throw UnsupportedKey(keyFile, e);
        }
    }

    // What is read from a damaged file may look whole until it is used.
    private static T Guarded<T>(string path, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is not (CertificateFileException or OutOfMemoryException))
        {
            throw new CertificateFileException(path, CertificateFileFault.Damaged, "is damaged: what it holds cannot be used.", e);
        }
    }

    private static CertificateFileException UnsupportedKey(string path, Exception? e) => new(
        path, CertificateFileFault.UnsupportedKey, "has a private key that cannot be used here; give one of RSA, or of ECDSA on a NIST curve.", e);

    private static CertificateFileContent Read(string path, string? password, bool withKeys)
    {
        CertificateFileContent content = new CertificateFileReader(path, password, withKeys).Read(InputFile.ReadAll(path, MaxLength));
        if (content.Certificates.Count > 0)
        {
            return content;
        }

        string held = content.Others.Count == 0 ? "" : $" (it holds: {string.Join(", ", content.Others.Take(3))})";
        throw new CertificateFileException(
            path, CertificateFileFault.NoCertificate, $"has no certificate in it{held}; give a .cer, .crt, .pem, .p7b or .pfx file.");
    }

    private static X509Certificate2 Convert(BouncyCertificate certificate) => new(certificate.GetEncoded());
}
