using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using static SmtpTls.Tests.Support.TestScripts;

namespace SmtpTls.Tests.Commands;

public sealed class TestSmtpStartTlsTests : IDisposable
{
    private const string Refusal = "S: 554 5.7.1 Go away\nC: QUIT\nS: 221 Bye";

    private const string PlainMail = "S: 250 Ok\nC: QUIT\nS: 221 Bye";

    private readonly PowerShellEngine _engine = new();
    private readonly X509Certificate2 _root = TestCertificate.Lasting(new TestCertificate { Subject = "CN=Test Root", Authority = true });
    private readonly X509Certificate2 _certificate;

    public TestSmtpStartTlsTests() => _certificate = TestCertificate.Lasting(new TestCertificate { Issuer = _root, DnsNames = ["mx1.example.com"], Addresses = ["127.0.0.1"] });

    public void Dispose()
    {
        _engine.Dispose();
        _root.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public async Task A_domain_is_tested_on_every_address_of_every_mx()
    {
        await using ScriptedServer server = new(Good, PlainTaken, Good, PlainTaken) { Certificate = _certificate };
        await using DnsServerStub dns = new DnsServerStub().Zone(
            """
            example.com MX 20 mx2.example.com
            example.com MX 10 mx1.example.com
            mx1.example.com A 127.0.0.1
            mx2.example.com A 127.0.0.9
            """);

        EngineResult result = _engine.Run(
            "param($dns, $port, $root) Test-SmtpStartTls example.com -Port $port -DnsServer $dns -TrustedRoot $root -HeloName client.example.com",
            ("dns", dns.EndPoint.ToString()), ("port", server.Port), ("root", _root)).ThrowOnError();

        Assert.Equal(["mx1.example.com", "mx2.example.com"], result.Output.Select(r => r.Text("MxHost")));
        PSObject good = result.Output[0];
        Assert.Equal("SmtpTls.StartTlsResult", good.BaseObject.GetType().FullName);
        Assert.Equal(
            ("example.com", "127.0.0.1", "Authenticated", "Opportunistic", "True", "True", "Authenticated", "2"),
            (good.Text("Domain"), good.Text("Address"), good.Text("Status"), good.Text("StartTls"), good.Text("CertificateValid"),
                good.Text("NameMatch"), good.Text("Level"), good.Text("Connections")));
        Assert.Equal("Unreachable", result.Output[1].Text("Status"));
        Assert.Contains(server.Received, line => line == "EHLO client.example.com");
        Assert.NotEmpty(result.Progress);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public void Bad_input_is_an_error_about_that_input_and_the_rest_goes_on()
    {
        string[] bad = ["not a domain", "https://example.com/x", "a@b@c", "", new string('x', 300), new string('x', 64) + ".com", "evil\r\nRCPT TO:<x>"];

        EngineResult result = _engine.RunWithInput([.. bad, "user@[127.0.0.1]"], "$input | Test-SmtpStartTls -Port 1");

        Assert.Equal(bad, result.Errors.Select(error => (string)error.TargetObject));
        Assert.All(result.Errors, error =>
        {
            Assert.Equal("InvalidDomain,SmtpTls.Commands.TestSmtpStartTlsCommand", error.FullyQualifiedErrorId);
            Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        });
        Assert.Equal("Unreachable", result.Only.Text("Status"));
    }

    [Fact]
    public void Bad_input_can_be_a_result_so_that_a_list_is_done_to_its_end()
    {
        EngineResult result = _engine.Run(
            """
            'not a domain', "user@[127.0.0.1] `r" | Test-SmtpStartTls -Port 1 -InvalidInputAsResult -ErrorAction Stop
            Test-SmtpStartTls -Server '127.0.0.1:0' -InvalidInputAsResult
            Test-SmtpStartTls 'a b' -InvalidInputAsResult -Summary
            """).ThrowOnError();

        Assert.Equal(["InvalidInput", "InvalidInput", "InvalidInput", "Unreachable"], result.Output.Select(one => one.Text("Status")).Order());
        string[] shown = [.. result.Output.Select(one => one.BaseObject.ToString()!)];
        Assert.All(new[] { "not a domain", "127.0.0.1:0", "a b" }, input => Assert.Contains(shown, one => one.StartsWith(input + ": ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_summary_is_one_verdict_where_the_worst_server_counts()
    {
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = _certificate };
        await using DnsServerStub dns = new DnsServerStub().Zone(
            """
            example.com MX 10 mx1.example.com
            example.com MX 20 mx2.example.com
            mx1.example.com A 127.0.0.1
            mx2.example.com A 127.0.0.9
            """);

        PSObject summary = _engine.Run(
            "param($dns, $port, $root) Test-SmtpStartTls example.com -Port $port -DnsServer $dns -TrustedRoot $root -Summary",
            ("dns", dns.EndPoint.ToString()), ("port", server.Port), ("root", _root)).ThrowOnError().Only;

        Assert.Equal("SmtpTls.StartTlsSummary", summary.BaseObject.GetType().FullName);
        Assert.Equal(("example.com", "Unreachable", "Authenticated"), (summary.Text("Domain"), summary.Text("Status"), summary.Text("Level")));
        Assert.Equal((2, 1), (summary.Get("Addresses"), summary.Get("NotTested")));
        Assert.Equal("All servers that could be tested are encrypted and authenticated. 1 of 2 addresses could not be tested.", summary.Text("Verdict"));
    }

    [Theory]
    [InlineData("-Server '127.0.0.1:0'", "InvalidServer", "1 to 65535")]
    [InlineData("-Server '127.0.0.1:70000'", "InvalidServer", "1 to 65535")]
    [InlineData("-Server 'a b'", "InvalidServer", "a b")]
    [InlineData("-Server 127.0.0.1 -Port 0", "ParameterArgumentValidationError", "0")]
    [InlineData("-Server 127.0.0.1 -MailFrom \"a@b.example`r`nRCPT TO:<x@y.example>\"", "InvalidMailFrom", "b.example")]
    [InlineData("-Server 127.0.0.1 -MailFrom example.com", "InvalidMailFrom", "example.com")]
    [InlineData("-Server 127.0.0.1 -Recipient \"a@b.example>`nDATA\"", "InvalidRecipient", "b.example")]
    [InlineData("-Server 127.0.0.1 -HeloName \"x`r`nQUIT\"", "InvalidHeloName", "QUIT")]
    [InlineData("-Server 127.0.0.1 -DnsServer 'dns.example.com'", "InvalidDnsServer", "dns.example.com")]
    [InlineData("-Server 127.0.0.1 -TrustedRoot /no/such/file.pem", "ParameterArgumentTransformationError", "file.pem")]
    [InlineData("-Server 127.0.0.1 -TrustedRoot ([IO.Path]::GetTempPath())", "ParameterArgumentTransformationError", "is a folder")]
    [InlineData("-Server 127.0.0.1 -TrustedRoot 42", "ParameterArgumentTransformationError", "42")]
    [InlineData("-Server 127.0.0.1 -Protocol Tls14", "CannotConvertArgumentNoMessage", "Tls14")]
    public void A_bad_argument_is_named_with_what_would_be_right(string arguments, string errorId, string named)
    {
        EngineResult result = _engine.Run($"Test-SmtpStartTls {arguments} -TimeoutSec 1");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(errorId + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(named, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_client_certificate_needs_its_private_key()
    {
        using X509Certificate2 bare = X509CertificateLoader.LoadCertificate(_certificate.RawData);

        EngineResult result = _engine.Run("param($c) Test-SmtpStartTls -Server 127.0.0.1 -ClientCertificate $c", ("c", bare));

        Assert.StartsWith("ClientCertificateWithoutPrivateKey", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_certificate_behind_a_password_is_opened_elsewhere()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pfx");
        File.WriteAllBytes(path, _certificate.Export(X509ContentType.Pfx, "secret"));
        try
        {
            EngineResult result = _engine.Run("param($path) Test-SmtpStartTls -Server 127.0.0.1 -ClientCertificate $path", ("path", path));

            string error = Assert.Single(result.Errors).ToString();
            Assert.Contains(path, error, StringComparison.Ordinal);
            Assert.Contains("Get-PfxCertificate", error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(PlainMail, "Encrypted   ")]
    [InlineData("S: 550 5.7.1 No bounces here\nC: QUIT\nS: 221 Bye", "Encrypted ! ")]
    public async Task The_table_marks_a_server_that_refuses_inside_good_tls(string answer, string status)
    {
        await using ScriptedServer server = new(
            $"{Hello}\nC: STARTTLS\nS: 220 Go\nTLS\nC: EHLO\nS: 250 hi\nC: MAIL FROM:<>\n{answer}", PlainTaken) { Certificate = _certificate };

        (_, string table, _) = await Pwsh.RunAsync($"Test-SmtpStartTls -Server 127.0.0.1:{server.Port}");

        Assert.Contains(status, table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trusted_roots_come_from_a_file_as_well()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".pem");
        await File.WriteAllTextAsync(path, _root.ExportCertificatePem(), TestContext.Current.CancellationToken);
        try
        {
            await using ScriptedServer server = new(Good, PlainTaken) { Certificate = _certificate };

            PSObject result = _engine.Run("param($port, $path) Test-SmtpStartTls -Server 127.0.0.1 -Port $port -TrustedRoot $path",
                ("port", server.Port), ("path", path)).ThrowOnError().Only;

            Assert.Equal(("Authenticated", "True"), (result.Text("Status"), result.Text("NameMatch")));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Servers_and_domains_come_by_property_name()
    {
        await using ScriptedServer server = new(Refusal);
        string name = $"127.0.0.1:{server.Port}";

        EngineResult result = _engine.RunWithInput(
            [name, "user@[127.0.0.1]"],
            """
            param($port)
            $all = @($input)
            [pscustomobject]@{ Server = $all[0] } | Test-SmtpStartTls
            [pscustomobject]@{ EmailAddress = $all[1]; Name = 'somebody' } | Test-SmtpStartTls -Port $port
            """,
            ("port", server.Port)).ThrowOnError();

        Assert.Equal(["Refused", "Refused"], result.Output.Select(r => r.Text("Status")));
    }

    // What an admin has at hand leads to the remote side, never to the own server.
    [Fact]
    public async Task Logs_queues_connectors_and_reports_lead_to_the_remote_domain()
    {
        await using ScriptedServer server = new(Refusal);
        await using DnsServerStub dns = new DnsServerStub().Zone("partner.test MX 10 mx.partner.test\nmx.partner.test A 127.0.0.1");

        EngineResult result = _engine.Run(
            """
            param($dns, $port)
            function Give($type, $properties) { $one = [pscustomobject]$properties; $one.PSObject.TypeNames.Insert(0, $type); $one }
            Give Deserialized.SmtpTls.LogSession @{ Server = 'own.example'; RecipientDomain = 'partner.test' } | Test-SmtpStartTls -DnsServer $dns -Port $port
            Give SmtpTls.LogSession @{ Server = 'own.example'; RecipientDomain = '' } | Test-SmtpStartTls -DnsServer $dns -Port $port
            Give Deserialized.SmtpTls.LogSummary @{ Server = 'own.example'; RemoteDomain = $null } | Test-SmtpStartTls -DnsServer $dns -Port $port
            Give SmtpTls.LogSummary @{ Server = 'own.example'; RemoteDomain = "partner.test `r" } | Test-SmtpStartTls -DnsServer $dns -Port $port
            Give SmtpTls.TlsReportEntry @{ PolicyDomain = 'partner.test'; MxHost = 'x.example' } | Test-SmtpStartTls -DnsServer $dns -Port $port
            [pscustomobject]@{ Identity = 'own\3'; DeliveryType = 'DnsConnectorDelivery'; NextHopDomain = 'partner.test' } | Test-SmtpStartTls -DnsServer $dns -Port $port
            [pscustomobject]@{ Identity = 'own\4'; DeliveryType = 'SmartHostConnectorDelivery'; NextHopDomain = '[127.0.0.1]' } | Test-SmtpStartTls -Port $port
            [pscustomobject]@{ Identity = 'own\5'; DeliveryType = 'MapiDelivery'; NextHopDomain = 'db1' } | Test-SmtpStartTls -DnsServer $dns -Port $port
            [pscustomobject]@{ Identity = 'Out'; SmartHosts = @('mx.partner.test', '[127.0.0.1]'); AddressSpaces = @('smtp:*;1') } | Test-SmtpStartTls -DnsServer $dns -Port $port
            [pscustomobject]@{ Nothing = 1 } | Test-SmtpStartTls -DnsServer $dns -Port $port
            """,
            ("dns", dns.EndPoint.ToString()), ("port", server.Port));

        Assert.Equal(
            ["127.0.0.1", "127.0.0.1", "mx.partner.test", "mx.partner.test", "mx.partner.test", "mx.partner.test", "mx.partner.test"],
            result.Output.Select(one => one.Text("MxHost")).Order());
        Assert.All(result.Output, one => Assert.Equal("Refused", one.Text("Status")));
        Assert.Equal(
            ["NoRemoteDomain", "NoRemoteDomain", "NoRemoteDomain", "NoTarget"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public async Task Progress_ends_when_an_error_ends_the_command()
    {
        await using ScriptedServer server = new("HANG");

        EngineResult result = _engine.Run(
            """
            param($port)
            try { "127.0.0.1:$port" | ForEach-Object { [pscustomobject]@{ Server = $_ } } | Test-SmtpStartTls -TimeoutSec 1 | ForEach-Object { throw 'enough' } } catch { }
            """,
            ("port", server.Port));

        Assert.NotEmpty(result.Progress);
        Assert.Equal(ProgressRecordType.Completed, result.Progress[^1].RecordType);
    }

    [Fact]
    public async Task Progress_says_how_many_are_under_way_while_all_of_them_wait()
    {
        await using ScriptedServer server = new("HANG", "HANG", "HANG", "HANG", "HANG", "HANG");
        string[] servers = [.. Enumerable.Repeat($"127.0.0.1:{server.Port}", 3)];

        EngineResult result = _engine.Run("param($servers) Test-SmtpStartTls -Server $servers -TimeoutSec 2", ("servers", servers)).ThrowOnError();

        Assert.Equal(3, result.Output.Count);
        Assert.Contains(result.Progress, record => record.StatusDescription == "0 done, 3 under way");
    }

    [Fact]
    public async Task A_slow_target_holds_up_nobody()
    {
        await using ScriptedServer slow = new("HANG");
        await using ScriptedServer fast = new(Refusal);

        EngineResult result = _engine.Run(
            "param($slow, $fast) Test-SmtpStartTls -Server \"127.0.0.1:$slow\", \"127.0.0.1:$fast\", \"127.0.0.1:$fast\" -TimeoutSec 1 -ThrottleLimit 2",
            ("slow", slow.Port), ("fast", fast.Port)).ThrowOnError();

        Assert.Equal(["Refused", "Refused", "Unreachable"], result.Output.Select(r => r.Text("Status")));
    }

    [Fact]
    public async Task No_more_targets_are_read_than_are_tested()
    {
        await using ScriptedServer server = new("HANG");

        EngineResult result = _engine.Run(
            """
            param($port)
            $global:read = 0
            1..6 | ForEach-Object { $global:read++; [pscustomobject]@{ Server = "127.0.0.1:$port" } } |
                Test-SmtpStartTls -ThrottleLimit 3 -TimeoutSec 1 | ForEach-Object { $global:read }
            """,
            ("port", server.Port)).ThrowOnError();

        Assert.Equal(6, result.Output.Count);
        Assert.InRange((int)result.Output[0].BaseObject, 3, 4);
    }

    [Fact]
    public async Task Stopping_the_pipeline_stops_the_tests()
    {
        await using ScriptedServer server = new("HANG");
        using PowerShell shell = _engine.Create("param($port) Test-SmtpStartTls -Server \"127.0.0.1:$port\"", ("port", server.Port));
        IAsyncResult running = shell.BeginInvoke();
        while (server.Connections == 0)
            await Task.Delay(10, TestContext.Current.CancellationToken);

        shell.Stop();

        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    [Fact]
    public async Task A_result_survives_serialization()
    {
        await using ScriptedServer server = new(Good, PlainTaken) { Certificate = _certificate };

        PSObject result = _engine.Run("param($port) Test-SmtpStartTls -Server \"127.0.0.1:$port\"", ("port", server.Port)).ThrowOnError().Only;
        PSObject back = (PSObject)PSSerializer.Deserialize(PSSerializer.Serialize(result, 3));

        foreach (string property in new[] { "Status", "StartTls", "Protocol", "CipherSuite", "Failure", "Level", "Score", "DaysLeft" })
            Assert.Equal(result.Text(property), back.Properties[property].Value?.ToString() ?? "");
    }
}
