using System.Management.Automation;
using SmtpTls.Tests.Schannel;

namespace SmtpTls.Tests.Commands;

public sealed class CompareSmtpTlsCipherSuiteTests : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly RegistryFile _file = new();

    public void Dispose()
    {
        _engine.Dispose();
        _file.Dispose();
    }

    [Theory]
    [InlineData("'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'")] // IANA
    [InlineData("'ECDHE-RSA-AES256-GCM-SHA384'")] // OpenSSL
    [InlineData("'TLS_ECDHE_RSA_AES_256_GCM_SHA384'")] // GnuTLS
    [InlineData("'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384_P384'")] // Schannel before Windows 10
    [InlineData("'0xC030'")]
    [InlineData("0xC030")]
    [InlineData("'AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384'")]
    [InlineData("'AES128-SHA', 'ECDHE-RSA-AES256-GCM-SHA384'")]
    public void Names_are_taken_in_every_spelling(string names)
    {
        PSObject comparison = _engine.Run($"Compare-SmtpTlsCipherSuite -Reference {names} -Difference ECDHE-RSA-AES256-GCM-SHA384").ThrowOnError().Only;

        Assert.Equal(("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", true), (comparison.Text("Preferred"), comparison.Get("InCommon")));
    }

    [Fact]
    public void A_name_that_nobody_knows_is_an_error_and_the_rest_goes_on()
    {
        EngineResult result = _engine.Run("Compare-SmtpTlsCipherSuite AES128-SHA, HIGH 'AES128-SHA:TLS_WITH_NOTHING'");

        Assert.Equal("TLS_RSA_WITH_AES_128_CBC_SHA", result.Only.Text("Preferred"));
        Assert.Equal(["HIGH", "TLS_WITH_NOTHING"], result.Errors.Select(error => error.TargetObject));
        Assert.All(result.Errors, error => Assert.Equal("UnknownCipherSuite,SmtpTls.Commands.CompareSmtpTlsCipherSuiteCommand", error.FullyQualifiedErrorId));
    }

    [Fact]
    public void Where_nothing_is_known_there_is_nothing_to_compare()
    {
        EngineResult result = _engine.Run("Compare-SmtpTlsCipherSuite AES128-SHA NOTHING");

        Assert.Empty(result.Output);
        Assert.Equal(["UnknownCipherSuite", "NoCipherSuite"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Theory]
    [InlineData("$policy")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($policy, 4))")]
    [InlineData("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($policy, 1))")] // remoting
    public void A_policy_of_Schannel_is_one_side_live_or_deserialized(string policy)
    {
        // As the Exchange guide sets it: ECDHE only.
        string path = _file.Write($"""
            [{RegistryFile.Protocols}]
            [HKEY_LOCAL_MACHINE\SOFTWARE\Policies\Microsoft\Cryptography\Configuration\SSL\00010002]
            "Functions"="TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
            """);

        PSObject comparison = _engine.Run(
            $"param($path) $policy = Get-SchannelTlsPolicy $path -WindowsVersion 2016; Compare-SmtpTlsCipherSuite -Reference ({policy}) -Difference 'DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES256-SHA256'",
            ("path", path)).ThrowOnError().Only;

        Assert.Equal((false, "ex01.reg"), (comparison.Get("InCommon"), comparison.Text("Reference")));
        Assert.Contains("ex01.reg has only ECDHE, Difference has only DHE", comparison.Text("Summary"), StringComparison.Ordinal);
        PSObject[] suggestions = [.. ((System.Collections.IEnumerable)comparison.Get("Suggestions")!).Cast<object>().Select(PSObject.AsPSObject)];
        Assert.Equal(("Difference", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"), (suggestions[0].Text("Side"), suggestions[0].Text("CipherSuite")));
        Assert.Contains(suggestions, one => one.Text("Side") == "Reference" && one.Get("Command") as string == "Enable-TlsCipherSuite -Name TLS_DHE_RSA_WITH_AES_256_GCM_SHA384");
        Assert.Equal(("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", false), (suggestions[^1].Text("CipherSuite"), suggestions[^1].Get("Supported")));
    }

    [Fact]
    public void Suites_of_a_scan_belong_to_their_server_and_keep_their_versions()
    {
        EngineResult result = _engine.Run("""
            $offers = foreach ($server in 'mx1.example.com', 'mx2.example.com') {
                [pscustomobject]@{ Server = $server; Port = 25; Protocol = 'Tls12'; CipherSuite = 'TLS_RSA_WITH_AES_128_CBC_SHA' }
                [pscustomobject]@{ Server = $server; Port = 25; Protocol = 'Tls11'; CipherSuite = 'TLS_RSA_WITH_AES_128_CBC_SHA' }
            }
            $offers | Compare-SmtpTlsCipherSuite -Reference AES128-SHA
            """).ThrowOnError();

        Assert.Equal(["mx1.example.com 25", "mx2.example.com 25"], result.Output.Select(comparison => comparison.Text("Difference")));
        PSObject shared = PSObject.AsPSObject(((System.Collections.IEnumerable)result.Output[0].Get("Shared")!).Cast<object>().Single());
        Assert.Equal("Tls12 Tls11", shared.Text("Protocols"));
    }

    [Fact]
    public void Each_session_of_a_listener_is_a_client_of_its_own()
    {
        EngineResult result = _engine.Run("""
            [pscustomobject]@{ HeloName = 'old.example.com'; OfferedProtocols = 'Tls10'; OfferedCipherSuites = 'TLS_RSA_WITH_AES_128_CBC_SHA', 'TLS_EMPTY_RENEGOTIATION_INFO_SCSV' },
            [pscustomobject]@{ HeloName = 'new.example.com'; OfferedProtocols = 'Tls13', 'Tls12'; OfferedCipherSuites = 'TLS_AES_128_GCM_SHA256' } |
                Compare-SmtpTlsCipherSuite -Reference 'TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES256-GCM-SHA384'
            """).ThrowOnError();

        Assert.Equal(
            [("old.example.com", false), ("new.example.com", true)],
            result.Output.Select(comparison => (comparison.Text("Difference"), (bool)comparison.Get("InCommon")!)));
    }

    [Fact]
    public void The_output_of_Windows_own_cmdlet_is_taken() =>
        Assert.Equal("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", _engine.Run("""
            [pscustomobject]@{ Name = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'; CipherSuite = [uint32]49200; Protocols = [uint32[]](771, 65277) } |
                Compare-SmtpTlsCipherSuite -Reference ECDHE-RSA-AES256-GCM-SHA384
            """).ThrowOnError().Only.Text("Preferred"));

    [Fact]
    public async Task The_answer_is_shown_with_the_sentence_and_what_would_help()
    {
        (_, string text, _) = await Pwsh.RunAsync("Compare-SmtpTlsCipherSuite ECDHE-RSA-AES256-GCM-SHA384 DHE-RSA-AES256-GCM-SHA384");

        Assert.Contains("Reference has only ECDHE, Difference has only DHE", text.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Contains("Suggestions    : Difference TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Shared", text, StringComparison.Ordinal);
    }
}
