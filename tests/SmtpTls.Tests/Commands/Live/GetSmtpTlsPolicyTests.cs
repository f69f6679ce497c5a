using System.Collections;
using System.Management.Automation;

namespace SmtpTls.Tests.Commands;

public sealed class GetSmtpTlsPolicyTests : IDisposable
{
    private const string Digest = "0102030405060708091011121314151617181920212223242526272829303132";

    private readonly PowerShellEngine _engine = new();

    [Fact]
    public async Task A_domain_with_DANE_is_said_to_be_safe_and_why()
    {
        await using DnsServerStub dns = new DnsServerStub().Secure("example.com").Zone($"""
            example.com MX 10 mx.example.com
            mx.example.com A 192.0.2.1
            _25._tcp.mx.example.com TLSA 3 1 1 {Digest}
            _smtp._tls.example.com TXT v=TLSRPTv1; rua=mailto:tls@example.com
            """);

        PSObject policy = Get(dns, "example.com").ThrowOnError().Only;

        Assert.Equal(("example.com", "Published", "None", "DeliverAuthenticated"),
            (policy.Text("Domain"), policy.Text("Dane"), policy.Text("MtaSts"), policy.Text("Action")));
        Assert.Equal("Secure", policy.Text("Dnssec"));
        Assert.Contains("authenticated servers only", policy.Text("Effective"), StringComparison.Ordinal);
        Assert.Equal("Delay mail, but neither read nor change it.", policy.Text("Attack"));
        PSObject mx = PSObject.AsPSObject(((IEnumerable)policy.Get("Mx")!).Cast<object>().Single());
        Assert.Equal(("mx.example.com", "mx.example.com", 10), (mx.Text("Host"), mx.Text("TlsaBaseDomain"), mx.Get("Preference")));
        Assert.Equal((6, 0), (policy.Get("Lookups"), policy.Get("Connections")));
        Assert.Equal(["MtaStsMissing", "TlsaNoRollover"], Ids(policy));
    }

    [Fact]
    public async Task Faults_of_the_DNS_are_findings_and_the_next_domain_goes_on()
    {
        await using DnsServerStub dns = new DnsServerStub().Secure("test").Zone("""
            null.test MX 0 .
            literal.test MX 10 192.0.2.1
            alias.test MX 10 www.alias.test
            www.alias.test CNAME host.alias.test
            host.alias.test A 192.0.2.1
            bare.test A 192.0.2.1
            lost.test MX 10 nowhere.lost.test
            mixed.test MX 0 .
            mixed.test MX 10 host.alias.test
            txt.test MX 0 .
            """).Respond("_mta-sts.txt.test", DnsMessage.Txt, 2).Respond("_smtp._tls.txt.test", DnsMessage.Txt, 2).Respond("bogus.test", DnsMessage.Mx, 2, 6).Respond("down.test", DnsMessage.Mx, 2);

        Dictionary<string, PSObject> all = Get(dns, "null.test", "literal.test", "alias.test", "bare.test", "lost.test", "mixed.test", "none.test", "txt.test", "bogus.test", "down.test")
            .ThrowOnError().Output.ToDictionary(policy => policy.Text("Domain"));

        (string Domain, string Finding, string Action)[] expected =
        [
            ("null.test", "MxNull", "NoMail"),
            ("literal.test", "MxAddressLiteral", "Refuse"),
            ("alias.test", "MxAlias", "DeliverOpportunistic"),
            ("bare.test", "MxImplicit", "DeliverOpportunistic"),
            ("lost.test", "MxWithoutAddress", "Refuse"),
            ("mixed.test", "MxNotClean", "DeliverOpportunistic"),
            ("none.test", "MxMissing", "Refuse"),
            ("txt.test", "MtaStsLookupFailed", "NoMail"),
            ("txt.test", "TlsRptLookupFailed", "NoMail"),
            ("bogus.test", "MxBogus", "Refuse"),
            ("down.test", "MxLookupFailed", "Refuse"),
        ];
        Assert.All(expected, one => Assert.Contains(one.Finding, Ids(all[one.Domain])));
        Assert.All(expected, one => Assert.Equal(one.Action, all[one.Domain].Text("Action")));
    }

    [Fact]
    public async Task A_resolver_that_does_not_validate_is_told_of()
    {
        await using DnsServerStub dns = new DnsServerStub().Zone($"example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n_25._tcp.mx.example.com TLSA 3 1 1 {Digest}");

        PSObject policy = Get(dns, "example.com").ThrowOnError().Only;

        Assert.Equal(("Indeterminate", "Unknown"), (policy.Text("Dnssec"), policy.Text("Dane")));
        Assert.Contains("DnssecUnknown", Ids(policy));
    }

    [Fact]
    public async Task Records_that_an_attacker_could_make_bad_use_of_are_told_of()
    {
        await using DnsServerStub dns = new DnsServerStub().Secure("test").Zone($"""
            two.test MX 10 a.two.test
            two.test MX 20 b.two.test
            a.two.test A 192.0.2.1
            b.two.test A 192.0.2.2
            _25._tcp.a.two.test TLSA 3 1 1 {Digest}
            sts.test MX 10 a.two.test
            _mta-sts.sts.test TXT v=STSv1; id=1
            _mta-sts.sts.test TXT v=STSv1; id=2
            other.test MX 10 a.two.test
            _mta-sts.other.test TXT v=spf1 -all
            """);

        Dictionary<string, PSObject> all = Get(dns, "two.test", "sts.test", "other.test").ThrowOnError().Output.ToDictionary(policy => policy.Text("Domain"));

        Assert.Contains("TlsaMissingForHost", Ids(all["two.test"]));
        Assert.Equal("DeliverOpportunistic", all["two.test"].Text("Action"));
        Assert.Contains("MtaStsRecordAmbiguous", Ids(all["sts.test"]));
        Assert.Contains("MtaStsMissing", Ids(all["other.test"]));
    }

    [Fact]
    public async Task A_long_TXT_record_of_something_else_is_left_alone_and_a_long_one_of_ours_told()
    {
        string padding = new('x', 3000);
        await using DnsServerStub dns = new DnsServerStub().Zone($"""
            example.com MX 0 .
            _mta-sts.example.com TXT v=STSv1; id={padding}
            _smtp._tls.example.com TXT {padding}
            """).Truncate("_mta-sts.example.com", DnsMessage.Txt);

        PSObject policy = Get(dns, "example.com").ThrowOnError().Only;

        Assert.Contains("MtaStsRecordInvalid", Ids(policy));
        Assert.Contains("TlsRptMissing", Ids(policy));
    }

    // RFC 8461 section 3.1, RFC 8460 section 3: what does not begin with the version and a semicolon is discarded.
    [Theory]
    [InlineData(" v=STSv1; id=1", "something before")]
    [InlineData("v = STSv1; id=1", "blanks")]
    [InlineData("V=STSv1; id=1", "capital and small letters")]
    [InlineData("v=STSV1; id=1", "capital and small letters")]
    [InlineData("v=STSv1 id=1", "semicolon is missing")]
    [InlineData("v=STSv1", "ends after")]
    [InlineData("v=STSv1\\; id=1", "backslash")]
    [InlineData("\"v=STSv1; id=1\"", "quotation mark")]
    [InlineData("v=STSv2; id=1", "version v=STSv1")]
    public async Task A_record_that_senders_ignore_is_quoted_with_what_is_wrong(string record, string named)
    {
        await using DnsServerStub dns = new DnsServerStub().Zone("example.com MX 0 .")
            .Zone($"_mta-sts.example.com TXT {record}")
            .Zone($"_smtp._tls.example.com TXT {record.Replace("STS", "TLSRPT", StringComparison.Ordinal)}");

        PSObject policy = Get(dns, "example.com").ThrowOnError().Only;
        PSObject[] findings = [.. ((IEnumerable)policy.Get("Findings")!).Cast<object>().Select(PSObject.AsPSObject)];

        Assert.Contains(named, findings.Single(finding => finding.Text("Id") == "MtaStsRecordIgnored").Text("Text"), StringComparison.Ordinal);
        Assert.Contains("STS", findings.Single(finding => finding.Text("Id") == "MtaStsRecordIgnored").Text("Text"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(named.Replace("STS", "TLSRPT", StringComparison.Ordinal), findings.Single(finding => finding.Text("Id") == "TlsRptRecordIgnored").Text("Text"), StringComparison.Ordinal);
        Assert.Equal("Invalid", policy.Text("MtaSts"));
    }

    [Fact]
    public async Task An_anchor_that_is_whole_in_the_DNS_is_a_warning_with_both_sides()
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 root = TestCertificate.Root();
        await using DnsServerStub dns = new DnsServerStub().Secure("example.com")
            .Zone($"example.com MX 10 mx.example.com\nmx.example.com A 192.0.2.1\n_25._tcp.mx.example.com TLSA 2 0 0 {Convert.ToHexString(root.RawData)}");

        PSObject policy = Get(dns, "example.com").ThrowOnError().Only;

        Assert.Contains("TlsaFullAnchor", Ids(policy));
        Assert.Equal("Published", policy.Text("Dane"));
    }

    [Fact]
    public async Task Logs_and_reports_lead_to_the_remote_domain()
    {
        await using DnsServerStub dns = new DnsServerStub().Zone("partner.test MX 0 .");

        EngineResult result = _engine.Run(
            """
            param($dns)
            function Give($type, $properties) { $one = [pscustomobject]$properties; $one.PSObject.TypeNames.Insert(0, $type); $one }
            Give Deserialized.SmtpTls.LogSummary @{ Server = 'own.example'; RemoteDomain = $null; RecipientDomain = 'partner.test' } | Get-SmtpTlsPolicy -DnsServer $dns
            Give SmtpTls.TlsReportEntry @{ PolicyDomain = "partner.test `r" } | Get-SmtpTlsPolicy -DnsServer $dns
            Give SmtpTls.LogSession @{ Server = 'own.example'; RecipientDomain = $null } | Get-SmtpTlsPolicy -DnsServer $dns
            [pscustomobject]@{ Server = 'mx.partner.test' } | Get-SmtpTlsPolicy -DnsServer $dns
            """,
            ("dns", dns.EndPoint.ToString()));

        Assert.Equal(["partner.test", "partner.test"], result.Output.Select(policy => policy.Text("Domain")));
        Assert.Equal(["NoRemoteDomain", "InvalidDomain"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public void Input_that_is_no_domain_is_an_error_and_the_others_go_on()
    {
        EngineResult result = _engine.RunWithInput(["not a domain", "user@[127.0.0.1]", ""], "$input | Get-SmtpTlsPolicy -DnsServer 127.0.0.1:1");

        Assert.Equal(["InvalidDomain", "InvalidDomain", "InvalidDomain"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
    }

    [Fact]
    public async Task Results_survive_serialization_and_serve_as_previous_ones()
    {
        await using DnsServerStub dns = new DnsServerStub().Zone("example.com MX 0 .");

        EngineResult result = _engine.Run("""
            param($dns)
            $first = Get-SmtpTlsPolicy example.com -DnsServer $dns
            $read = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($first, 6))
            $read
            Get-SmtpTlsPolicy postmaster@example.com -DnsServer $dns -Previous $read
            Get-SmtpTlsPolicy example.com -DnsServer $dns -Previous 'what'
            """, ("dns", dns.EndPoint.ToString()));

        Assert.Equal(["example.com", "example.com", "example.com"], result.Output.Select(policy => policy.Text("Domain")));
        Assert.Equal(result.Output[1].Text("Effective"), result.Output[0].Text("Effective"));
        Assert.StartsWith("InvalidPrevious", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    public void Dispose() => _engine.Dispose();

    private EngineResult Get(DnsServerStub dns, params string[] domains) =>
        _engine.RunWithInput(domains, "param($dns) $input | Get-SmtpTlsPolicy -DnsServer $dns", ("dns", dns.EndPoint.ToString()));

    private static IEnumerable<string> Ids(PSObject policy) =>
        ((IEnumerable)policy.Get("Findings")!).Cast<object>().Select(finding => PSObject.AsPSObject(finding).Text("Id"));
}
