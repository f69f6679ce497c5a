using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Org.BouncyCastle.Cms;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Pkcs;
using Org.BouncyCastle.X509;
using BouncyCertificate = Org.BouncyCastle.X509.X509Certificate;

namespace SmtpTls.Certificates;

/// <summary>
/// Reads the formats that certificates come in: DER, PEM (PKCS #1, PKCS #8, SEC 1 and OpenSSL's own encrypted keys), PKCS #7
/// and PKCS #12. BouncyCastle reads them, because .NET Framework knows but a few.
/// </summary>
/// <param name="path">The file, for messages.</param>
/// <param name="password">Its password, or <see langword="null"/>.</param>
/// <param name="withKeys">Whether private keys are wanted; otherwise no password is needed for a PEM file.</param>
internal sealed class CertificateFileReader(string path, string? password, bool withKeys)
{
    /// <exception cref="CertificateFileException">It cannot be read.</exception>
    public CertificateFileContent Read(byte[] content)
    {
        try
        {
            return PemBlock.IsPem(content) ? ReadPem(Encoding.UTF8.GetString(content)) : ReadDer(content);
        }
        catch (Exception e) when (e is not (CertificateFileException or OutOfMemoryException))
        {
            throw new CertificateFileException(path, CertificateFileFault.Damaged, "is damaged: what it holds cannot be read.", e);
        }
    }

    private CertificateFileContent ReadPem(string text)
    {
        List<BouncyCertificate> certificates = [];
        List<AsymmetricKeyParameter> keys = [];
        List<string> others = [];
        foreach (PemBlock block in PemBlock.ReadAll(text))
        {
            switch (block.Label)
            {
                case "CERTIFICATE" or "X509 CERTIFICATE" or "TRUSTED CERTIFICATE":
                    certificates.Add(ReadCertificate(block.Decode()));
                    break;
                case "PKCS7" or "CMS":
                    certificates.AddRange(ReadPkcs7(block.Decode()));
                    break;
                case var _ when block.IsPrivateKey && withKeys:
                    keys.Add(ReadKey(block));
                    break;
                default:
                    others.Add(block.Label);
                    break;
            }
        }

        return new CertificateFileContent { Certificates = certificates, Keys = keys, Others = others };
    }

    private AsymmetricKeyParameter ReadKey(PemBlock block)
    {
        bool isEncrypted = block.Text.Contains("ENCRYPTED");
        if (isEncrypted && password is null)
        {
            throw new CertificateFileException(path, CertificateFileFault.PasswordNeeded, "has an encrypted private key; give its password.");
        }

        try
        {
            return new PemReader(new StringReader(block.Text), new Password(password)).ReadObject() switch
            {
                AsymmetricCipherKeyPair pair => pair.Private,
                AsymmetricKeyParameter key => key,
                _ => throw new FormatException(),
            };
        }
        catch (Exception e) when (isEncrypted && e is not OutOfMemoryException)
        {
            throw WrongPassword(e);
        }
    }

    private CertificateFileContent ReadDer(byte[] content)
    {
        const string NoCertificateFile = "no certificate file at all";
        if (content.Length == 0 || content[0] != 0x30)
        {
            return new CertificateFileContent { Others = [content.Length == 0 ? "nothing" : NoCertificateFile] };
        }

        // Certificate begins with a SEQUENCE, ContentInfo (PKCS #7) with an OBJECT IDENTIFIER, PFX with version 3, a private key with 0 or 1.
        AsnReader outer = new AsnReader(content, AsnEncodingRules.BER).ReadSequence();
        Asn1Tag first = outer.PeekTag();
        if (first == Asn1Tag.Sequence)
        {
            return new CertificateFileContent { Certificates = [ReadCertificate(content)] };
        }

        if (first == Asn1Tag.ObjectIdentifier)
        {
            return new CertificateFileContent { Certificates = [.. ReadPkcs7(content)] };
        }

        const int PfxVersion = 3;
        return first == Asn1Tag.Integer && outer.TryReadInt32(out int version) && version == PfxVersion
            ? ReadPkcs12(content)
            : new CertificateFileContent { Others = [first == Asn1Tag.Integer ? "PRIVATE KEY" : NoCertificateFile] };
    }

    private static BouncyCertificate ReadCertificate(byte[] content) =>
        new X509CertificateParser().ReadCertificate(content) ?? throw new FormatException();

    private static IEnumerable<BouncyCertificate> ReadPkcs7(byte[] content) => new CmsSignedData(content).GetCertificates().EnumerateMatches(null);

    private CertificateFileContent ReadPkcs12(byte[] content)
    {
        Pkcs12Store store = new Pkcs12StoreBuilder().Build();
        try
        {
            store.Load(new MemoryStream(content), (password ?? "").ToCharArray());
        }
        catch (IOException e) when (e.Message.Contains("wrong password"))
        {
            throw password is null
                ? new CertificateFileException(path, CertificateFileFault.PasswordNeeded, "is protected by a password; give it.", e)
                : WrongPassword(e);
        }

        string[] aliases = [.. store.Aliases];
        if (aliases.Length == 0)
            return new CertificateFileContent { Certificates = ReadNameless(content), WithKey = [] };

        // The certificate of each key comes first, with the chain that stands behind it.
        IEnumerable<BouncyCertificate> ofKeys = aliases.Where(store.IsKeyEntry).SelectMany(store.GetCertificateChain).Select(entry => entry.Certificate);
        IEnumerable<BouncyCertificate> alone = aliases.Where(store.IsCertificateEntry).Select(alias => store.GetCertificate(alias).Certificate);
        return new CertificateFileContent
        {
            Certificates = [.. ofKeys.Concat(alone).Distinct()],
            WithKey = [.. aliases.Where(store.IsKeyEntry).Select(alias => store.GetCertificate(alias)?.Certificate).OfType<BouncyCertificate>()],
            Keys = withKeys ? [.. aliases.Where(store.IsKeyEntry).Select(alias => store.GetKey(alias).Key)] : [],
        };
    }

    // Certificates that have neither a key nor a friendly name are in the store, but BouncyCastle gives nothing to ask for them by.
    private List<BouncyCertificate> ReadNameless(byte[] content)
    {
        X509Certificate2Collection certificates = [];
        certificates.Import(content, password, X509KeyStorageFlags.DefaultKeySet);
        List<BouncyCertificate> read = [];
        foreach (X509Certificate2 certificate in certificates)
        {
            using (certificate) read.Add(ReadCertificate(certificate.RawData));
        }

        return read;
    }

    private CertificateFileException WrongPassword(Exception e) => new(
        path, CertificateFileFault.WrongPassword, "cannot be opened with this password; give the one it was exported with.", e);

    private sealed class Password(string? password) : IPasswordFinder
    {
        public char[] GetPassword() => (password ?? "").ToCharArray();
    }
}
