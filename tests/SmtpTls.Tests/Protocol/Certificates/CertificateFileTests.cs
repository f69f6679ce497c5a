using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.OpenSsl;
using Org.BouncyCastle.Security;
using SmtpTls.Certificates;
using static SmtpTls.Tests.Support.TestCertificate;

namespace SmtpTls.Tests.Certificates;

public sealed class CertificateFileTests : IDisposable
{
    private const string Secret = "correct horse";

    private static readonly X509Certificate2 TestRoot = Root("CN=File Root");
    private static readonly X509Certificate2 RsaLeaf = new TestCertificate { Subject = "CN=rsa", Issuer = TestRoot, Key = RSA.Create(2048) }.Create();
    private static readonly X509Certificate2 EcLeaf = new TestCertificate { Subject = "CN=ec", Issuer = TestRoot }.Create();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtptls-");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> CertificateForms => ["der", "pem", "pem with text", "p7b", "p7b pem", "pfx without password"];

    public static TheoryData<string> KeyForms =>
    [
        "RSA PKCS #8", "RSA PKCS #1", "RSA PKCS #8 encrypted", "RSA PKCS #1 encrypted", "RSA pfx", "RSA pfx AES", "EC PKCS #8", "EC SEC 1", "EC PKCS #8 encrypted", "EC pfx",
    ];

    [Theory]
    [MemberData(nameof(CertificateForms))]
    public void Certificates_are_read_in_every_form(string form)
    {
        X509Certificate2Collection both = [EcLeaf, TestRoot];
        string path = form switch
        {
            "der" => Write(EcLeaf.RawData),
            "pem" => Write(EcLeaf.ExportCertificatePem() + "\n" + TestRoot.ExportCertificatePem()),
            "pem with text" => Write("\uFEFFBag Attributes\r\n subject=x\r\n" + EcLeaf.ExportCertificatePem().Replace("\n", "\r\n") + "\r\n" + TestRoot.ExportCertificatePem()),
            "p7b" => Write(both.Export(X509ContentType.Pkcs7)!),
            "p7b pem" => Write(PemEncoding.WriteString("PKCS7", both.Export(X509ContentType.Pkcs7)!)),
            _ => Write(both.Export(X509ContentType.Pkcs12)!),
        };

        IReadOnlyList<X509Certificate2> read = CertificateFile.ReadCertificates(path);

        string[] expected = form == "der" ? ["CN=ec"] : ["CN=ec", "CN=File Root"];
        Assert.Equal(expected.Order(StringComparer.Ordinal), read.Select(c => c.Subject).Order(StringComparer.Ordinal));
        Assert.All(read, certificate => Assert.False(certificate.HasPrivateKey));
    }

    [Theory]
    [MemberData(nameof(KeyForms))]
    public void A_damaged_file_is_one_error_that_names_the_file(string form)
    {
        X509Certificate2 leaf = form.StartsWith("RSA", StringComparison.Ordinal) ? RsaLeaf : EcLeaf;
        byte[] whole = form.Contains("pfx") ? Pfx(leaf, PbeEncryptionAlgorithm.TripleDes3KeyPkcs12) : System.Text.Encoding.ASCII.GetBytes(KeyPem(form) + "\n" + leaf.ExportCertificatePem() + "\n");
        Random random = new(20261128);
        for (int i = 0; i < 150; i++)
        {
            byte[] damaged = i % 3 == 0 ? whole[..random.Next(1, whole.Length)] : [.. whole];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string path = Write(damaged);

            try
            {
                CertificateFile.ReadWithPrivateKey(path, Secret).Certificate.Dispose();
                Assert.All(CertificateFile.ReadServerCertificates(path, Secret), read => read.Certificate.Dispose());
            }
            catch (CertificateFileException e)
            {
                Assert.Contains(path, e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [MemberData(nameof(KeyForms))]
    public void A_private_key_is_read_in_every_form_and_can_sign(string form)
    {
        X509Certificate2 leaf = form.StartsWith("RSA", StringComparison.Ordinal) ? RsaLeaf : EcLeaf;
        string? password = form.Contains("encrypted") || form.Contains("pfx") ? Secret : null;
        string path = form.Contains("pfx")
            ? Write(Pfx(leaf, form.Contains("AES") ? PbeEncryptionAlgorithm.Aes256Cbc : PbeEncryptionAlgorithm.TripleDes3KeyPkcs12))
            : Write(KeyPem(form) + "\n" + TestRoot.ExportCertificatePem() + "\n" + leaf.ExportCertificatePem() + "\n");

        using CertificateWithKey read = CertificateFile.ReadWithPrivateKey(path, password);

        Assert.Equal(leaf.Thumbprint, read.Certificate.Thumbprint);
        Assert.Equal([TestRoot.Thumbprint], read.Others.Select(c => c.Thumbprint));
        byte[] data = [1, 2, 3];
        Assert.True(read.Certificate.GetRSAPrivateKey() is { } rsa
            ? leaf.GetRSAPublicKey()!.VerifyData(data, rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss), HashAlgorithmName.SHA256, RSASignaturePadding.Pss)
            : leaf.GetECDsaPublicKey()!.VerifyData(data, read.Certificate.GetECDsaPrivateKey()!.SignData(data, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
    }

    [Fact]
    public void The_key_may_stand_in_a_file_of_its_own()
    {
        string certificate = Write(EcLeaf.ExportCertificatePem());
        string key = Write(KeyPem("EC SEC 1"));

        using CertificateWithKey read = CertificateFile.ReadWithPrivateKey(certificate, keyPath: key);

        Assert.True(read.Certificate.HasPrivateKey);
    }

    [Fact]
    public void Roots_are_read_past_an_encrypted_key_without_its_password()
    {
        string path = Write(KeyPem("EC PKCS #8 encrypted") + "\n" + EcLeaf.ExportCertificatePem());

        Assert.Equal(["CN=ec"], CertificateFile.ReadCertificates(path).Select(c => c.Subject));
    }

    public static TheoryData<string, Enum, string> Unusable => new()
    {
        { "", CertificateFileFault.NoCertificate, "has no certificate in it (it holds: nothing); give a .cer, .crt, .pem, .p7b or .pfx file." },
        { "Dear reader", CertificateFileFault.NoCertificate, "has no certificate in it (it holds: no certificate file at all); give a .cer, .crt, .pem, .p7b or .pfx file." },
        { KeyPem("EC PKCS #8"), CertificateFileFault.NoCertificate, "has no certificate in it (it holds: PRIVATE KEY); give a .cer, .crt, .pem, .p7b or .pfx file." },
        { "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", CertificateFileFault.Damaged, "is damaged: what it holds cannot be read." },
        { "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----", CertificateFileFault.Damaged, "is damaged: what it holds cannot be read." },
        { "-----BEGIN CERTIFICATE-----\nMIIB", CertificateFileFault.NoCertificate, "has no certificate in it; give a .cer, .crt, .pem, .p7b or .pfx file." },
    };

    [Theory]
    [MemberData(nameof(Unusable))]
    public void A_file_without_certificate_is_refused_with_what_would_be_right(string content, Enum fault, string text)
    {
        string path = Write(content);

        CertificateFileException e = Assert.Throws<CertificateFileException>(() => CertificateFile.ReadCertificates(path));

        Assert.Equal((fault, $"'{path}' {text}", path), (e.Fault, e.Message, e.Path));
    }

    [Fact]
    public void A_wrong_password_is_said_to_be_one()
    {
        AssertFault(CertificateFileFault.WrongPassword, Write(Pfx(RsaLeaf, PbeEncryptionAlgorithm.Aes256Cbc)), "wrong");
        AssertFault(CertificateFileFault.PasswordNeeded, Write(Pfx(RsaLeaf, PbeEncryptionAlgorithm.Aes256Cbc)), null);
        foreach (string form in new[] { "EC PKCS #8 encrypted", "RSA PKCS #1 encrypted" })
        {
            string path = Write(KeyPem(form) + "\n" + EcLeaf.ExportCertificatePem() + "\n" + RsaLeaf.ExportCertificatePem());
            AssertFault(CertificateFileFault.WrongPassword, path, "wrong");
            AssertFault(CertificateFileFault.PasswordNeeded, path, null);
        }
    }

    [Fact]
    public void A_damaged_pfx_is_refused()
    {
        byte[] pfx = Pfx(RsaLeaf, PbeEncryptionAlgorithm.Aes256Cbc);

        AssertFault(CertificateFileFault.Damaged, Write(pfx[..^100]), Secret);
        AssertFault(CertificateFileFault.Damaged, Write([.. pfx[..20], .. new byte[200], .. pfx[220..]]), Secret);
    }

    [Fact]
    public void A_missing_or_foreign_key_is_refused()
    {
        AssertFault(CertificateFileFault.NoPrivateKey, Write(EcLeaf.ExportCertificatePem()), null);
        AssertFault(CertificateFileFault.NoPrivateKey, Write(EcLeaf.RawData), null);
        AssertFault(CertificateFileFault.NoPrivateKey, Write(EcLeaf.ExportCertificatePem() + "\n" + KeyPem("RSA PKCS #8")), null);
    }

    [Fact]
    public void Blocks_that_are_never_closed_hide_none_that_is()
    {
        string good = EcLeaf.ExportCertificatePem();
        string open = string.Concat(Enumerable.Repeat("-----BEGIN CERTIFICATE-----\nAAAA\n", 100_000)) + string.Concat(Enumerable.Repeat("-----BEGIN ", 100_000));
        string path = Path.Combine(_folder.FullName, "open.pem");
        File.WriteAllText(path, open + "x-----\n" + good + open);

        Assert.Equal("CN=ec", Assert.Single(CertificateFile.ReadCertificates(path)).Subject);
    }

    [Fact]
    public void A_file_that_is_damaged_anywhere_is_told_as_such()
    {
        byte[] pfx = EcLeaf.Export(X509ContentType.Pkcs12);
        string path = Path.Combine(_folder.FullName, "damaged.pfx");
        for (int i = 0; i < pfx.Length; i += 7)
        {
            byte[] damaged = [.. pfx];
            // Numbers of rounds are left as they are: a store that asks for billions is read until the user stops it.
            damaged[i] ^= 0x41;
            File.WriteAllBytes(path, damaged[..(i % 2 == 0 ? damaged.Length : i)]);
            Exception? e = Record.Exception(() => CertificateFile.ReadWithPrivateKey(path));
            Assert.True(e is null or CertificateFileException, $"Byte {i}: {e}");
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        string path = Path.Combine(_folder.FullName, "missing.pem");

        Assert.Contains(path, Assert.Throws<FileFaultException>(() => CertificateFile.ReadCertificates(path)).Message);
    }

    private static void AssertFault(CertificateFileFault fault, string path, string? password)
    {
        CertificateFileException e = Assert.Throws<CertificateFileException>(() => CertificateFile.ReadWithPrivateKey(path, password));
        Assert.Equal<Enum>(fault, e.Fault);
        Assert.StartsWith($"'{path}' ", e.Message);
        Assert.DoesNotContain(password ?? Secret, e.Message);
    }

    private static byte[] Pfx(X509Certificate2 leaf, PbeEncryptionAlgorithm algorithm) => new X509Certificate2Collection { leaf, WithoutKey(TestRoot) }
        .ExportPkcs12(
            algorithm == PbeEncryptionAlgorithm.Aes256Cbc ? Pkcs12ExportPbeParameters.Pbes2Aes256Sha256 : Pkcs12ExportPbeParameters.Pkcs12TripleDesSha1,
            Secret);

    private static X509Certificate2 WithoutKey(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawData);

    private static string KeyPem(string form)
    {
        RSA rsa = RsaLeaf.GetRSAPrivateKey()!;
        ECDsa ec = EcLeaf.GetECDsaPrivateKey()!;
        PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2000);
        return form switch
        {
            "RSA PKCS #8" => rsa.ExportPkcs8PrivateKeyPem(),
            "RSA PKCS #1" => rsa.ExportRSAPrivateKeyPem(),
            "RSA PKCS #8 encrypted" => rsa.ExportEncryptedPkcs8PrivateKeyPem(Secret, encryption),
            "RSA PKCS #1 encrypted" => OpenSslEncryptedPem(rsa),
            "EC PKCS #8" => ec.ExportPkcs8PrivateKeyPem(),
            "EC SEC 1" => ec.ExportECPrivateKeyPem(),
            "EC PKCS #8 encrypted" => ec.ExportEncryptedPkcs8PrivateKeyPem(Secret, encryption),
            _ => throw new ArgumentException(form),
        };
    }

    // With Proc-Type and DEK-Info lines, as OpenSSL wrote keys before 1.0 and still does with -traditional.
    private static string OpenSslEncryptedPem(RSA key)
    {
        using StringWriter text = new();
        using PemWriter writer = new(text);
        writer.WriteObject(DotNetUtilities.GetRsaKeyPair(key.ExportParameters(true)).Private, "AES-128-CBC", Secret.ToCharArray(), new SecureRandom());
        writer.Writer.Flush();
        return text.ToString();
    }

    private string Write(string content)
    {
        string path = NewPath();
        File.WriteAllText(path, content);
        return path;
    }

    private string Write(byte[] content)
    {
        string path = NewPath();
        File.WriteAllBytes(path, content);
        return path;
    }

    private string NewPath() => Path.Combine(_folder.FullName, Path.GetRandomFileName());
}
