using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Exchange.Data;
using Microsoft.Exchange.Data.Directory;
using Microsoft.Exchange.Data.Directory.SystemConfiguration;
using SmtpTls.Tests.Exchange;

namespace SmtpTls.Tests.Commands;

public sealed class GetExchangeTlsPolicyTests : IDisposable
{
    private static readonly SmtpSendConnectorConfig Send = new()
    {
        Identity = new ADObjectId("To Office 365"),
        RequireTLS = true,
        TlsAuthLevel = TlsAuthLevel.DomainValidation,
        TlsDomain = new SmtpDomain("mail.protection.outlook.com"),
        SmartHosts = new([new SmartHost("contoso.mail.protection.outlook.com")]),
        CloudServicesMailEnabled = true,
        Fqdn = new Fqdn("mail.contoso.com"),
        TlsCertificateName = new SmtpX509Identifier("CN=Example CA", "CN=mail.contoso.com"),
        AddressSpaces = new([new AddressSpace("*")]),
        SourceTransportServers = new([new ADObjectId("MBX1")]),
    };

    private static readonly ReceiveConnector Receive = new()
    {
        Identity = new ADObjectId(@"MBX1\Default Frontend MBX1"),
        Server = new ADObjectId("MBX1"),
        AuthMechanism = AuthMechanisms.Tls | AuthMechanisms.BasicAuth,
        PermissionGroups = PermissionGroups.AnonymousUsers | PermissionGroups.ExchangeUsers,
        Bindings = new([new IPBinding("[::]", 25), new IPBinding("0.0.0.0", 25)]),
        RequireTLS = true,
        SuppressXAnonymousTls = true,
    };

    private readonly PowerShellEngine _engine = new();

    public static TheoryData<string> Forms => [.. ObjectForms.All];

    public void Dispose() => _engine.Dispose();

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_send_connector_gives_the_same_answer_in_every_form(string form)
    {
        PSObject policy = Judge(ObjectForms.In(Send, form));

        Assert.Equal(
            ("To Office 365", "Send", "Required", "Domain", "mail.protection.outlook.com", "mail.contoso.com", "<I>CN=Example CA<S>CN=mail.contoso.com", "NotChecked"),
            (policy.Text("Identity"), policy.Text("Direction"), policy.Text("Mode"), policy.Text("Authentication"), policy.Text("CheckedName"),
                policy.Text("Fqdn"), policy.Text("CertificateName"), policy.Text("CertificateState")));
        Assert.Empty(Findings(policy));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_receive_connector_gives_the_same_answer_in_every_form(string form)
    {
        PSObject policy = Judge(ObjectForms.In(Receive, form));

        Assert.Equal(
            (@"MBX1\Default Frontend MBX1", "Receive", "Required", "EncryptionOnly"),
            (policy.Text("Identity"), policy.Text("Direction"), policy.Text("Mode"), policy.Text("Authentication")));
        Assert.Equal(["InternetMailRequiresTls", "XAnonymousTlsSuppressed"], Findings(policy));
    }

    [Fact]
    public void Certificates_are_looked_up_and_the_latest_begun_is_taken()
    {
        using X509Certificate2 root = TestCertificate.Root("CN=Example CA");
        using X509Certificate2 old = Leaf(root, 2020);
        using X509Certificate2 renewed = Leaf(root, 2021);

        PSObject policy = _engine.Run(
            "param($connector, $all) $connector | Get-ExchangeTlsPolicy -Certificate $all", ("connector", Send), ("all", new[] { old, renewed, root })).ThrowOnError().Only;

        Assert.Equal(("Ambiguous", renewed.Thumbprint), (policy.Text("CertificateState"), policy.Text("CertificateThumbprint")));
        Assert.Equal(["CertificateAmbiguous"], Findings(policy));
    }

    [Fact]
    public void The_organization_is_looked_at_where_it_is_given()
    {
        EngineResult result = _engine.Run(
            """
            param($receive)
            $config = [pscustomobject]@{ TLSSendDomainSecureList = @('partner.example'); TLSReceiveDomainSecureList = @() }
            $service = [pscustomobject]@{ Name = 'MBX1'; UseDowngradedExchangeServerAuth = $false }
            [pscustomobject]@{ Identity = 'p'; DomainSecureEnabled = $true; AddressSpaces = 'partner.example' }, $receive |
                Get-ExchangeTlsPolicy -TransportConfig $config -TransportService $service
            """,
            ("receive", Receive));

        Assert.Equal(("Mutual", "partner.example"), (result.ThrowOnError().Output[0].Text("Authentication"), result.Output[0].Text("CheckedName")));
        Assert.Contains("DowngradedAuthMissing", Findings(result.Output[1]));
    }

    // The documented attributes (Set-SendConnector: Identity, "Accept pipeline input: True"), with the type that Exchange converts texts to.
    [Theory]
    [InlineData("[string] $Identity")]
    [InlineData("$Identity")]
    public void What_comes_out_goes_on_into_Set_SendConnector_and_Set_ReceiveConnector(string parameter)
    {
        EngineResult result = _engine.Run(
            $$"""
            param($all)
            function Set-SendConnector {
                [CmdletBinding()]
                param(
                    [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)] {{parameter}},
                    [bool] $RequireTLS, [string] $TlsCertificateName)
                process { "$Identity $RequireTLS" }
            }
            $all | Get-ExchangeTlsPolicy | Set-SendConnector -RequireTLS $true
            """,
            ("all", new object[] { Send, Receive }));

        Assert.Equal(["To Office 365 True", @"MBX1\Default Frontend MBX1 True"], result.ThrowOnError().Output.Select(line => line.ToString()));
    }

    [Fact]
    public void Bad_input_is_an_error_of_its_own_and_the_rest_goes_on()
    {
        EngineResult result = _engine.Run(
            """
            param($send)
            [pscustomobject]@{ Name = 'x'; Color = 'red' }, [pscustomobject]@{ RequireTLS = $true; SmartHosts = 'x' }, 42, $send |
                Get-ExchangeTlsPolicy -Certificate 'no such file.cer', 42 -TransportConfig 'x' -TransportService 'y'
            """,
            ("send", Send));

        Assert.Equal("To Office 365", result.Only.Text("Identity"));
        Assert.Equal(
            ["InvalidTransportConfig", "InvalidTransportService", "PathNotFound", "InvalidCertificate", "InvalidConnector", "InvalidConnector", "InvalidConnector"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Contains("Get-SendConnector", result.Errors[^1].ToString(), StringComparison.Ordinal);
        Assert.Contains("'42' (Int32)", result.Errors[^1].ToString(), StringComparison.Ordinal);
        Assert.Contains("'x' (String) is no transport configuration", result.Errors[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(42, ((PSObject)result.Errors[^1].TargetObject).BaseObject);
    }

    [Fact]
    public void An_empty_pipeline_is_an_error() =>
        Assert.Equal("NoConnectorGiven,SmtpTls.Commands.GetExchangeTlsPolicyCommand", Assert.Single(_engine.Run("@() | Get-ExchangeTlsPolicy").Errors).FullyQualifiedErrorId);

    [Fact]
    public void A_value_that_Exchange_does_not_know_is_named_and_nothing_else_is_lost()
    {
        PSObject policy = _engine.Run("[pscustomobject]@{ Identity = 'x'; RequireTLS = 'True'; TlsAuthLevel = 'Strict'; SmartHosts = 'a.example' } | Get-ExchangeTlsPolicy").ThrowOnError().Only;

        Assert.Equal(("Required", "EncryptionOnly"), (policy.Text("Mode"), policy.Text("Authentication")));
        Assert.Equal(["UnknownValue"], Findings(policy));
    }

    [Theory]
    [InlineData("1", "Required", "")]
    [InlineData("'1'", "Required", "")]
    [InlineData("0", "Opportunistic", "")]
    [InlineData("'TRUE'", "Required", "")]
    [InlineData("'perhaps'", "Opportunistic", "RequireTLS 'perhaps' is not a value that Exchange documents; it is taken as not set.")]
    [InlineData("2", "Opportunistic", "RequireTLS '2' is not a value that Exchange documents; it is taken as not set.")]
    public void A_switch_may_come_as_text_or_number_and_what_is_neither_is_named(string value, string mode, string finding)
    {
        PSObject policy = _engine.Run($"[pscustomobject]@{{ Identity = 'x'; RequireTLS = {value}; AddressSpaces = '*' }} | Get-ExchangeTlsPolicy").ThrowOnError().Only;

        Assert.Equal(mode, policy.Text("Mode"));
        Assert.Equal(finding, string.Join("; ", Findings(policy, "Text")));
    }

    [Fact]
    public void Of_a_number_of_flags_those_count_that_have_a_name()
    {
        PSObject policy = _engine.Run("[pscustomobject]@{ Identity = 'x'; AuthMechanism = 1025; Bindings = '0.0.0.0:25' } | Get-ExchangeTlsPolicy").ThrowOnError().Only;

        Assert.Equal("Opportunistic", policy.Text("Mode"));
        Assert.Equal(["UnknownValue"], Findings(policy));
    }

    [Fact]
    public void None_beside_other_mechanisms_is_seen_in_text_and_in_lists()
    {
        EngineResult result = _engine.Run(
            "[pscustomobject]@{ Identity = 'x'; AuthMechanism = 'None, Tls' }, [pscustomobject]@{ Identity = 'x'; AuthMechanism = 'None', 'Tls' } | Get-ExchangeTlsPolicy");

        Assert.All(result.ThrowOnError().Output, policy => Assert.Equal(["AuthNoneNotAlone"], Findings(policy)));
    }

    // Set-SendConnector's own object as Export-Clixml has written it in an Exchange Management Shell, the properties that do not matter left out.
    [Fact]
    public void What_Export_Clixml_has_written_is_taken()
    {
        string file = Path.Combine(PowerShellEngine.RepositoryRoot, "tests", "SmtpTls.Tests", "Settings", "Exchange", "Data", "SendConnector.xml");

        PSObject policy = Judge(PSSerializer.Deserialize(File.ReadAllText(file)));

        Assert.Equal(
            ("My company to Office 365", "Send", "Required", "Certificate", "mail.contoso.com", "<I>CN=Example CA<S>CN=mail.contoso.com"),
            (policy.Text("Identity"), policy.Text("Direction"), policy.Text("Mode"), policy.Text("Authentication"), policy.Text("Fqdn"), policy.Text("CertificateName")));
        Assert.Empty(Findings(policy));
    }

    [Fact]
    public void The_answer_survives_serialization()
    {
        PSObject policy = _engine.Run(
            "param($policy) [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($policy, 1))",
            ("policy", Judge(Receive))).ThrowOnError().Only;

        Assert.Equal(("Receive", "Required"), (policy.Properties["Direction"].Value.ToString(), policy.Properties["Mode"].Value.ToString()));
        Assert.Contains("InternetMailRequiresTls", Findings(policy));
    }

    private PSObject Judge(object connector) => _engine.Run("param($connector) $connector | Get-ExchangeTlsPolicy", ("connector", connector)).ThrowOnError().Only;

    private static string[] Findings(PSObject policy, string property = "Id") =>
        [.. ((System.Collections.IEnumerable)policy.Get("Findings")!).Cast<object>().Select(finding => PSObject.AsPSObject(finding).Text(property))];

    private static X509Certificate2 Leaf(X509Certificate2 root, int year) => new TestCertificate
    {
        Subject = "CN=mail.contoso.com",
        Issuer = root,
        DnsNames = ["mail.contoso.com"],
        NotBefore = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero),
        NotAfter = new DateTimeOffset(2039, 1, 1, 0, 0, 0, TimeSpan.Zero),
    }.Create();
}
