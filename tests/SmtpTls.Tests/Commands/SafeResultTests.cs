using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace SmtpTls.Tests.Commands;

/// <summary>Gives each cmdlet that reads strangers' text a hostile source, and walks every string of what comes out.</summary>
public sealed class SafeResultTests : IDisposable
{
    // A terminal's command, one of C1, text turned around, and a character without width.
    private const string Evil = "a\u001b[2J\u009b31m\u202eb\u200bc";

    // Names that are compared with those of other programs to the character.
    private static readonly string[] Exact = ["TlsCertificateName", "Pem"];

    private readonly PowerShellEngine _engine = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("smtptls-safe").FullName;

    public void Dispose()
    {
        _engine.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Hops() => Check("Get-SmtpTlsHop $path -Summary", Write("a.eml",
        $"Received: from x{Evil} ({Evil} [192.0.2.1]) by mx{Evil} (Postfix) with ESMTPS{Evil} (version=TLSv1.3 cipher=X1{Evil} bits=256 subject=\"{Evil}\") id 1;\r\n Tue, 3 Jun 2025 10:11:12 +0200\r\n\r\nx"));

    [Fact]
    public void Reports() => Check("Import-SmtpTlsReport $path", Write("a.json", JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["organization-name"] = Evil,
        ["contact-info"] = Evil,
        ["report-id"] = Evil,
        ["date-range"] = new Dictionary<string, object> { ["start-datetime"] = "2025-01-01T00:00:00Z", ["end-datetime"] = "2025-01-01T23:59:59Z" },
        ["policies"] = new[]
        {
            new Dictionary<string, object>
            {
                ["policy"] = new Dictionary<string, object> { ["policy-type"] = "sts" + Evil, ["policy-string"] = new[] { Evil }, ["policy-domain"] = Evil, ["mx-host"] = new[] { Evil } },
                ["summary"] = new Dictionary<string, object> { ["total-successful-session-count"] = 1, ["total-failure-session-count"] = 1 },
                ["failure-details"] = new[]
                {
                    new Dictionary<string, object>
                    {
                        ["result-type"] = Evil, ["sending-mta-ip"] = Evil, ["receiving-mx-hostname"] = Evil, ["receiving-mx-helo"] = Evil, ["receiving-ip"] = Evil,
                        ["failed-session-count"] = 1, ["additional-information"] = Evil, ["failure-reason-code"] = Evil,
                    },
                },
            },
        },
    })));

    [Fact]
    public void Registries() => Check("Get-SchannelTlsPolicy $path", Write("a.reg",
        "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.0" + Evil + "\\Client]\r\n\"Enabled" + Evil + "\"=dword:0\r\n"
        + "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName]\r\n\"ComputerName\"=\"" + Evil + "\"\r\n"
        + "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Cryptography\\Configuration\\Local\\SSL\\00010002]\r\n\"Functions\"=\"TLS_" + Evil + "\"\r\n"));

    [Fact]
    public void Connectors() => Check(
        "param($path) Get-ExchangeTlsPolicy ([pscustomobject]@{ PSTypeName = 'Microsoft.Exchange.Data.SendConnector'; Identity = $path; Name = $path; Fqdn = $path; TlsDomain = $path; SmartHosts = @($path); AddressSpaces = @($path); TlsAuthLevel = $path; SourceTransportServers = @($path) })",
        Evil);

    [Fact]
    public void Certificates() => Check("New-SmtpTlsaRecord -Certificate $path; Get-ExchangeTlsCertificateName -Path $path -AsObject", Write("a.cer", Certificate()));

    [Fact]
    public void Errors() => Check("Resolve-SmtpTlsError $path", $"454 4.7.0 TLS not available {Evil}\nAUTH PLAIN AGFsaWNlAHNlY3JldA==");

    [Fact]
    public void Logs() => Check("Get-SmtpTlsLogSession $path; Get-SmtpTlsLogSummary $path -GroupBy RemoteName", Write("a.log",
        $"Jan 11 10:00:00 mx postfix/smtpd[1]: connect from x{Evil}.example[192.0.2.1]\nJan 11 10:00:01 mx postfix/smtpd[1]: SSL_accept error from x{Evil}.example[192.0.2.1]: {Evil}\n"
        + $"Jan 11 10:00:02 mx postfix/smtpd[1]: disconnect from x{Evil}.example[192.0.2.1] ehlo=1 starttls=0/1 commands=1/2\n"));

    private static byte[] Certificate()
    {
        using var key = RSA.Create(2048);
        CertificateRequest request = new(new X500DistinguishedName($"CN=\"x{Evil}\", O=\"{Evil}\""), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 certificate = request.CreateSelfSigned(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2045, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return certificate.RawData;
    }

    private void Check(string script, string path)
    {
        EngineResult result = _engine.Run(script.StartsWith("param", StringComparison.Ordinal) ? script : "param($path) " + script, ("path", path));
        List<string> unsafeTexts = [];
        Assert.NotEmpty(result.Output);
        foreach (PSObject one in result.Output)
            Walk(one, one.BaseObject.GetType().Name, 0, unsafeTexts);
        unsafeTexts.AddRange(result.Errors.Select(error => error.ToString()).Concat(result.Warnings).Where(IsUnsafe).Select(text => "message: " + Show(text)));
        Assert.Empty(unsafeTexts);
    }

    private static void Walk(object? value, string path, int depth, List<string> found)
    {
        object? inner = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (inner is string text)
        {
            if (IsUnsafe(text))
                found.Add($"{path}: {Show(text)}");
        }
        else if (inner is IEnumerable many)
        {
            foreach (object? item in many)
                Walk(item, path + "[]", depth, found);
        }
        else if (inner is not null && depth < 6 && inner.GetType().Namespace?.StartsWith("SmtpTls", StringComparison.Ordinal) == true && !inner.GetType().IsEnum)
        {
            foreach (PSPropertyInfo property in PSObject.AsPSObject(inner).Properties.Where(property => !Exact.Contains(property.Name)))
                Walk(property.Value, $"{path}.{property.Name}", depth + 1, found);
        }
    }

    // Line breaks and tabs belong to some texts.
    private static bool IsUnsafe(string text) => text.EnumerateRunes().Any(rune => rune.Value is not ('\n' or '\r' or '\t')
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Show(string text) => JsonSerializer.Serialize(text);

    private string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    private string Write(string name, byte[] content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
