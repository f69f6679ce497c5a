using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpTls.Certificates;
using SmtpTls.Cisco;
using SmtpTls.Dns.Validation;
using SmtpTls.Errors;
using SmtpTls.Exchange;
using SmtpTls.Headers;
using SmtpTls.Logs;
using SmtpTls.Policy;
using SmtpTls.Schannel;
using SmtpTls.TlsRpt;

namespace SmtpTls.Fuzz;

/// <summary>Every parser of what strangers send and of what users give.</summary>
internal static class Targets
{
    private static readonly DateTimeOffset Now = new(2030, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] LogTokens =
    [
        "\n", "\r\n", "\0", "\"", "[", "]", "(", ")", ":", ",", "=", "<", ">", " ", "\u00e9", "\uFEFF", "[IPv6:", "192.0.2.8", "TLSv1.3", "Jun 31 25:61:61 ",
        "0000-00-00T00:00:00Z ", "99999999999999999999", "postfix/smtpd[1]: ", "STARTTLS=", "TLS success", "X=TLS1.3:", "#Fields: ", "1718445600.123456 ",
        "{\"log\":\"", "\",\"stream\":\"stdout\",\"time\":\"2024-06-15T10:00:00Z\"}", "<22>1 2024-06-15T10:00:00Z mx1 ",
    ];

    public static IReadOnlyList<Target> All { get; } =
    [
        new("headers", ReadHeaders,
            [
                "(", ")", "\"", "<", ">", "[", "]", ";", "\\", "=\r\n", "=3D", "\r\n ", "\r\n", "\0", "\u00e9", "Received: ", " by ", " with ESMTPS ", " from ",
                "(using TLSv1.3 with cipher ", "(version=", " cipher=", " bits=", "; Tue, 3 Jun 2025 10:11:12 +0000", "; 99999999999", new string('(', 300),
            ])
        {
            Seeds = () => [.. File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Seeds/headers/samples.txt"))
                .Split("\n\n").Where(block => block.Length > 0 && block[0] != '#').Select(block => Encoding.UTF8.GetBytes(block[(block.IndexOf('\n', StringComparison.Ordinal) + 1)..]))],
        },
        .. new[] { "postfix", "exim", "sendmail", "esa-log", "exchange-log" }.Select(dialect => new Target(dialect, ReadLog, LogTokens)),
        new("tlsrpt", bytes => InFile(bytes, path => new TlsReportFile(1_000_000).Read(path, default)),
            ["{", "}", "[", "]", "\"", ",", ":", "null", "-1", "1e400", "\\ud800", "\"policies\"", "\"failed-session-count\":", "\0", "\r\n", "--b1", "From "]),
        new("reg", bytes => InFile(bytes, ReadRegistry),
            ["[", "]", "[-", "\"", "=", "\\", "\\\r\n", "\r\n", "dword:", "hex(7):", "hex:", "=-", "@=", ";", "\0", "HKEY_LOCAL_MACHINE\\"], typeof(RegistryExportException)),
        new("esa", ReadEsa,
            ["[", "]", "=", "{", "}", "\"", "#", ":", "$A", "tls = \"on\"", "\n", "<", ">", "<config>", "</config>", "<listener>", "<hat>", "&x;", "&#0;", "<![CDATA[", "<!DOCTYPE config ["],
            typeof(EsaFileException)),
        new("certificates", ReadCertificates,
            ["-----BEGIN CERTIFICATE-----\n", "-----END CERTIFICATE-----\n", "-----BEGIN PRIVATE KEY-----\n", "-----BEGIN ", "=", "\n", "\0", "DEK-Info: AES-128-CBC,00\n", "MII"],
            typeof(CertificateFileException)),
        new("dns", bytes => WireMessage.Read(bytes), ["\u0000\u0000", "\u0001", "\u00c0\u000c", "?"], typeof(FormatException)),
        new("text", ReadText, [" ", ";", ":", "=", "\r\n", "\0", "v=", "mailto:", "!10m", "<S>", "<I>", "[", "]", "xn--", "*.", "\u00e9", "\u202e", "%", "\\", "error:", "0x80090326", "550 5.7.1 "]),
        new("clixml", ShapedObjects.Read,
            ["<Obj RefId=\"0\">", "<S N=\"Server\">", "<Nil N=\"Identity\" />", "<I32 N=\"Count\">-1</I32>", "<LST>", "<DCT>", "<ToString>", "<B>true</B>", "_x0000_", "&#x9F;"]),
        .. TlsHandshakes.Targets,
    ];

    private static void ReadHeaders(byte[] bytes)
    {
        foreach (string field in HeaderText.ReadFields(Encoding.UTF8.GetString(bytes)))
        {
            Hop hop = new HopReader().Read(field);
            if (hop.Encrypted == true && (hop.Evidence.Length == 0 || hop.Transport is HopTransport.Local or HopTransport.Unknown))
                throw new InvalidOperationException("Encrypted without evidence.");
        }
    }

    private static void ReadLog(byte[] bytes) => InFile(bytes, path =>
    {
        LogScan scan = new(new LogScanOptions { TimeZone = TimeZoneInfo.Utc, Details = true }, _ => { }, _ => { });
        long sessions = 0;
        scan.Read(LogFile.Find(path, new SmtpTls.Common.FileWalk(recurse: true, fault => throw fault)), batch => sessions += batch.Count, default);
        sessions += scan.Joined().Count();
        if (sessions > bytes.Length)
            throw new InvalidOperationException("More sessions than bytes.");
    });

    private static void ReadRegistry(string path)
    {
        RegistryExport export = new(path);
        export.Read(path);
        SchannelPolicyReader.Read(export);
    }

    private static void ReadEsa(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        foreach (EsaTlsPolicy policy in EsaJudge.Judge(EsaFile.Read(stream, "file"), "file", null, Now))
            _ = policy.ToString();
    }

    private static void ReadCertificates(byte[] bytes)
    {
        foreach (string? password in new[] { null, "secret" })
        {
            CertificateFileContent content = new CertificateFileReader("file", password, withKeys: true).Read(bytes);
            foreach (Org.BouncyCastle.X509.X509Certificate read in content.Certificates)
            {
                X509Certificate2 certificate;
                try
                {
                    certificate = X509CertificateLoader.LoadCertificate(read.GetEncoded());
                }
                catch (System.Security.Cryptography.CryptographicException)
                {
                    // The platform refuses some that BouncyCastle takes; CertificateFile says so.
                    continue;
                }
                CertificateNames.Read(certificate);
                CertificateUsage.Read(certificate);
                KeyLimits.FaultOf(certificate);
                certificate.Dispose();
            }
        }
    }

    private static void ReadText(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        TlsRptRecord.Read(text);
        MtaStsRecord.TryReadId(text, out _, out _);
        _ = MtaStsPolicyText.TryRead(text, out _, out _);
        CertificateNameText.Parse(text);
        _ = Dns.MailTarget.TryParse(text, out _, out _);
        ErrorResolver.Resolve(text);
        Thumbprint.Parse(text);
    }

    private static void InFile(byte[] bytes, Action<string> read)
    {
        string path = Path.Combine(Path.GetTempPath(), $"smtptls-fuzz-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}");
        File.WriteAllBytes(path, bytes);
        try
        {
            read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
