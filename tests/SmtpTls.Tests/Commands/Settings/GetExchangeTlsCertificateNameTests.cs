using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tests.Commands;

public sealed class GetExchangeTlsCertificateNameTests : IDisposable
{
    private const string Secret = "correct horse";

    private static readonly X509Certificate2 Root = TestCertificate.Root("CN=Example CA, O=\"Example, Inc.\", C=DE");
    private static readonly X509Certificate2 Good = Leaf().Create();

    private readonly PowerShellEngine _engine = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smtptls-");

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("CN=mail.contoso.com")]
    [InlineData("CN=mail.contoso.com, O=\"Contoso, Ltd.\", L=Köln, C=DE")]
    [InlineData("CN=\"The \"\"Mail\"\" Server\", E=postmaster@contoso.com")]
    [InlineData("CN=mail+OU=IT, O=Пример")]
    [InlineData("")]
    public void The_name_is_what_NET_writes_untouched(string subject)
    {
        using X509Certificate2 certificate = (Leaf() with { Subject = subject }).Create();

        EngineResult live = Run("param($certificate) $certificate | Get-ExchangeTlsCertificateName", certificate);
        EngineResult deserialized = Run(
            """
            param($certificate)
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($certificate)) | Get-ExchangeTlsCertificateName
            """,
            certificate);

        Assert.Equal($"<I>{certificate.Issuer}<S>{certificate.Subject}", live.ThrowOnError().Only.BaseObject);
        Assert.Equal(live.Only.BaseObject, deserialized.ThrowOnError().Only.BaseObject);
        Assert.Equal(live.Warnings, deserialized.Warnings);
        Assert.Equal(subject.Length == 0 ? 1 : 0, live.Warnings.Count);
    }

    [Theory]
    [InlineData("bag")]
    [InlineData("raw data")]
    [InlineData("raw data as numbers")]
    [InlineData("raw data in Base64")]
    [InlineData("deserialized type")]
    public void A_certificate_is_taken_in_every_form(string form)
    {
        string script = form switch
        {
            "bag" => "[pscustomobject]@{ Issuer = $certificate.Issuer; Subject = $certificate.Subject; Thumbprint = $certificate.Thumbprint; NotAfter = $certificate.NotAfter }",
            "raw data" => "[pscustomobject]@{ RawData = $certificate.RawData; Thumbprint = '' }",
            "raw data as numbers" => "[pscustomobject]@{ RawData = [object[]]$certificate.RawData }",
            "raw data in Base64" => "[pscustomobject]@{ RawData = [Convert]::ToBase64String($certificate.RawData) }",
            _ => "[System.Management.Automation.PSSerializer]::Deserialize($clixml)",
        };

        PSObject result = _engine.Run(
            $"param($certificate, $clixml) {script} | Get-ExchangeTlsCertificateName -AsObject", ("certificate", Good), ("clixml", Clixml(Good))).ThrowOnError().Only;

        Assert.Equal($"<I>{Good.Issuer}<S>{Good.Subject}", result.Text("TlsCertificateName"));
        Assert.Equal(Good.Thumbprint, result.Text("Thumbprint"));
        Assert.Equal(new DateTimeOffset(Good.NotAfter), result.Get("NotAfter"));
        Assert.Empty(Findings(result));
    }

    [Theory]
    [InlineData("Services = 'IMAP, POP'", "NotBoundToSmtp")]
    [InlineData("Services = 'IMAP', 'POP'", "NotBoundToSmtp")]
    [InlineData("Services = 11", "NotBoundToSmtp")]
    [InlineData("Services = 'None'", "NotBoundToSmtp")]
    [InlineData("Services = 'IMAP, SMTP'", null)]
    [InlineData("Services = 24", null)]
    [InlineData("Services = $null", null)]
    [InlineData("HasPrivateKey = $false", "NoPrivateKey")]
    [InlineData("HasPrivateKey = $true", null)]
    [InlineData("HasPrivateKey = $null", null)]
    [InlineData("Status = 'PendingRequest'", "CertificateStatus")]
    [InlineData("NotAfter = '2020-01-01T00:00:00Z'", "CertificateExpired")]
    [InlineData("NotBefore = [datetime]'2999-01-01'", "CertificateNotYetValid")]
    [InlineData("IsSelfSigned = $true", "SelfSigned")]
    public void What_Exchange_says_of_a_certificate_is_looked_at(string property, string? id)
    {
        PSObject result = _engine.Run($"[pscustomobject]@{{ Issuer = 'CN=a'; Subject = 'CN=b'; {property} }} | Get-ExchangeTlsCertificateName -AsObject").ThrowOnError().Only;

        Assert.Equal(id is null ? [] : [id], Findings(result));
    }

    [Fact]
    public void Services_beside_a_certificate_survive_serialization()
    {
        EngineResult result = Run(
            """
            param($certificate)
            $certificate.psobject.Properties.Add([psnoteproperty]::new('Services', 'IIS'))
            $certificate | Get-ExchangeTlsCertificateName
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($certificate)) | Get-ExchangeTlsCertificateName
            """,
            X509CertificateLoader.LoadCertificate(Good.RawData));

        Assert.Equal(2, result.ThrowOnError().Warnings.Count);
        Assert.All(result.Warnings, warning => Assert.Contains("not assigned to SMTP", warning, StringComparison.Ordinal));
    }

    [Fact]
    public void What_stands_in_the_certificate_is_looked_at()
    {
        using X509Certificate2 bad = new TestCertificate { NotAfter = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), NotBefore = new(2019, 1, 1, 0, 0, 0, TimeSpan.Zero), ExtendedKeyUsage = "1.3.6.1.5.5.7.3.2" }.Create();

        Assert.Equal(["CertificateExpired", "NotForServerAuthentication", "SelfSigned"], Findings(Run("param($certificate) Get-ExchangeTlsCertificateName $certificate -AsObject", bad).ThrowOnError().Only));
    }

    [Fact]
    public void Two_certificates_of_one_name_are_told_and_one_given_twice_is_not()
    {
        using X509Certificate2 renewed = Leaf().Create();

        EngineResult result = _engine.Run("param($all) $all | Get-ExchangeTlsCertificateName", ("all", new[] { Good, renewed, Good }));

        Assert.Equal(3, result.ThrowOnError().Output.Count);
        Assert.Contains(renewed.Thumbprint, result.Warnings[0], StringComparison.Ordinal);
        Assert.Empty(_engine.Run("param($all) $all | Get-ExchangeTlsCertificateName", ("all", new[] { Good, Good })).Warnings);
    }

    [Fact]
    public void It_stands_where_Set_SendConnector_wants_it()
    {
        EngineResult result = Run(
            """
            param($certificate)
            function Set-SendConnector {
                [CmdletBinding()]
                param([Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] $Identity, [string] $TlsCertificateName)
                process { "$Identity $TlsCertificateName" }
            }
            Set-SendConnector Internet -TlsCertificateName ($certificate | Get-ExchangeTlsCertificateName)
            'Internet', 'Partner' | Set-SendConnector -TlsCertificateName ($certificate | Get-ExchangeTlsCertificateName -AsObject)
            """,
            Good);

        Assert.Equal(
            [$"Internet <I>{Good.Issuer}<S>{Good.Subject}", $"Internet <I>{Good.Issuer}<S>{Good.Subject}", $"Partner <I>{Good.Issuer}<S>{Good.Subject}"],
            result.ThrowOnError().Output.Select(line => line.ToString()));
    }

    // Set-SendConnector would take nothing for "remove the name".
    [Theory]
    [InlineData("@() | Get-ExchangeTlsCertificateName", "NoCertificateGiven")]
    [InlineData("[pscustomobject]@{ Color = 'red' } | Get-ExchangeTlsCertificateName", "InvalidCertificate")]
    [InlineData("Get-ExchangeTlsCertificateName -Thumbprint 0000000000000000000000000000000000000000", "CertificateNotFound")]
    public void Where_there_is_no_name_the_statement_ends(string script, string id)
    {
        EngineResult result = _engine.Run($"function Set-SendConnector($Identity, $TlsCertificateName) {{ 'removed' }}; Set-SendConnector Internet -TlsCertificateName ({script})");

        Assert.Empty(result.Output);
        Assert.Equal(id + ",SmtpTls.Commands.GetExchangeTlsCertificateNameCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.False(_engine.Run($"{script} -ErrorAction SilentlyContinue; 'on'").Terminated);
    }

    [Fact]
    public void Bad_input_is_an_error_of_its_own_and_the_rest_goes_on()
    {
        EngineResult result = _engine.Run(
            """
            param($good)
            [pscustomobject]@{ Color = 'red' }, 42, [pscustomobject]@{ RawData = [byte[]](1, 2, 3) }, 'no such file.cer', $good | Get-ExchangeTlsCertificateName
            """,
            ("good", Good));

        Assert.Equal($"<I>{Good.Issuer}<S>{Good.Subject}", result.Only.ToString());
        Assert.Equal(
            ["InvalidCertificate", "InvalidCertificate", "InvalidCertificate", "PathNotFound"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("Get-ExchangeCertificate", result.Errors[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_read_and_the_CAs_in_them_left_out()
    {
        X509Certificate2Collection both = [Good, Root];
        File.WriteAllText(Path("chain.pem"), Good.ExportCertificatePem() + "\n" + Root.ExportCertificatePem());
        File.WriteAllBytes(Path("chain.p7b"), both.Export(X509ContentType.Pkcs7)!);
        File.WriteAllBytes(Path("with key.pfx"), both.Export(X509ContentType.Pkcs12, Secret)!);
        File.WriteAllBytes(Path("without key.pfx"), new X509Certificate2Collection { X509CertificateLoader.LoadCertificate(Good.RawData) }.Export(X509ContentType.Pkcs12, Secret)!);
        File.WriteAllBytes(Path("root.cer"), Root.RawData);
        using SecureString password = new System.Net.NetworkCredential("", Secret).SecurePassword;

        EngineResult result = _engine.Run(
            """
            param($folder, $password)
            Get-ExchangeTlsCertificateName -Path $folder/*.p* -Password $password -AsObject
            [System.IO.FileInfo]::new("$folder/root.cer") | Get-ExchangeTlsCertificateName -AsObject
            """,
            ("folder", _folder.FullName), ("password", password));

        string[] good = [Good.Thumbprint, Good.Thumbprint, Good.Thumbprint, Good.Thumbprint, Root.Thumbprint];
        Assert.Equal(good, result.ThrowOnError().Output.Select(one => one.Text("Thumbprint")));
        Assert.Equal(["NoPrivateKey"], Assert.Single(result.Output.Select(Findings), findings => findings.Contains("NoPrivateKey")));
    }

    [Theory]
    [InlineData("damaged", "is damaged")]
    [InlineData("protected", "protected by a password")]
    [InlineData("wrong password", "cannot be opened with this password")]
    public void A_pfx_file_that_cannot_be_read_is_told(string fault, string text)
    {
        byte[] pfx = Good.Export(X509ContentType.Pkcs12, Secret);
        File.WriteAllBytes(Path("x.pfx"), fault == "damaged" ? pfx[..50] : pfx);
        using SecureString password = new System.Net.NetworkCredential("", "other").SecurePassword;

        EngineResult result = _engine.Run(
            $"param($path, $password) Get-ExchangeTlsCertificateName -LiteralPath $path {(fault == "wrong password" ? "-Password $password" : "")}",
            ("path", Path("x.pfx")), ("password", password));

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Contains(text, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_thumbprint_as_people_paste_it_leads_into_the_stores()
    {
        using X509Certificate2 certificate = Leaf().Create();
        using X509Store store = new(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        store.Add(certificate);
        try
        {
            string pasted = "\u200e" + string.Join(' ', certificate.Thumbprint.ToLowerInvariant().Chunk(2).Select(pair => new string(pair)));

            PSObject result = _engine.Run("param($pasted) Get-ExchangeTlsCertificateName -Thumbprint $pasted -AsObject", ("pasted", pasted)).ThrowOnError().Only;

            Assert.Equal(certificate.Thumbprint, result.Text("Thumbprint"));
            Assert.Equal(["NotInMachineStore"], Findings(result));
        }
        finally
        {
            store.Remove(certificate);
        }
    }

    [Fact]
    public void What_is_no_thumbprint_is_told() =>
        Assert.Contains("40 hexadecimal digits", Assert.Single(_engine.Run("Get-ExchangeTlsCertificateName -Thumbprint AC44").Errors).ToString(), StringComparison.Ordinal);

    private static TestCertificate Leaf() => new()
    {
        Subject = "CN=mail.contoso.com",
        Issuer = Root,
        NotBefore = new DateTimeOffset(2021, 1, 1, 0, 0, 0, TimeSpan.Zero),
        NotAfter = new DateTimeOffset(2039, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    // As Get-ExchangeCertificate arrives by remoting where its type cannot be made anew: all but RawData is lost.
    private static string Clixml(X509Certificate2 certificate) =>
        $"""
        <Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">
          <Obj RefId="0">
            <TN RefId="0">
              <T>Deserialized.Microsoft.Exchange.Management.SystemConfigurationTasks.ExchangeCertificate</T>
              <T>Deserialized.System.Security.Cryptography.X509Certificates.X509Certificate2</T>
              <T>Deserialized.System.Object</T>
            </TN>
            <ToString>[Subject]_x000A_  {certificate.Subject}</ToString>
            <Props><BA N="RawData">{Convert.ToBase64String(certificate.RawData)}</BA></Props>
            <MS><S N="PSComputerName">mbx1.contoso.com</S></MS>
          </Obj>
        </Objs>
        """;

    private EngineResult Run(string script, X509Certificate2 certificate) => _engine.Run(script, ("certificate", certificate));

    private string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    private static string[] Findings(PSObject result) =>
        [.. ((System.Collections.IEnumerable)result.Get("Findings")!).Cast<object>().Select(finding => PSObject.AsPSObject(finding).Text("Id"))];
}
