using System.Collections;
using System.Management.Automation;

namespace SmtpTls.Tests.Lab;

/// <summary>Every domain of tests/lab/policies.json, looked up and tested by the cmdlets once for all tests.</summary>
public sealed class PolicyLabRun : IDisposable
{
    private readonly PowerShellEngine _engine = new();
    private readonly Lazy<IReadOnlyDictionary<string, PSObject>> _policies;
    private readonly Lazy<IReadOnlyDictionary<string, PSObject>> _tests;

    public PolicyLabRun()
    {
        _policies = new(() => Run("Get-SmtpTlsPolicy -TestServer -ThrottleLimit 16"));
        _tests = new(() => Run("Test-SmtpStartTls"));
    }

    internal PSObject Policy(string domain) => _policies.Value[domain];

    internal PSObject Test(string domain) => _tests.Value[domain];

    public void Dispose() => _engine.Dispose();

    private Dictionary<string, PSObject> Run(string command)
    {
        LabDescription lab = LabDescription.Require();
        return _engine.RunWithInput(
            PolicyCases.Known.Select(one => one.Domain),
            $"param($dns, $port, $root) $input | {command} -DnsServer $dns -Port $port -TrustedRoot $root -TimeoutSec 5",
            ("dns", lab.Policies.Resolver), ("port", lab.Policies.Port), ("root", lab.Root)).ThrowOnError().Output
            .ToDictionary(result => result.Text("Domain"));
    }
}

/// <summary>What policies demand and whether servers fulfil it: verdicts against real zones and servers, and beside the field's tools.</summary>
public sealed class PolicyLabTests(PolicyLabRun run) : IClassFixture<PolicyLabRun>
{
    public static TheoryData<string> Cases => [.. PolicyCases.Known.Select(one => one.Name)];

    /// <summary>Those whose MX records lead to a server.</summary>
    public static TheoryData<string> ServerCases =>
        [.. PolicyCases.Known.Where(one => one.Dnssec != "Bogus" && one.Mx is not ("." or "192.0.2.1") && one.Finding != "AddressBogus").Select(one => one.Name)];

    public static TheoryData<string> DaneCases => [.. PolicyCases.Known.Where(one => one.Dane is not null).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_domain_gets_the_verdict_of_the_RFC(string name)
    {
        _ = LabDescription.Require();
        PolicyCase expected = Case(name);

        PSObject policy = run.Policy(expected.Domain);

        string all = $"{policy.Text("Effective")} {string.Join("\n", (IEnumerable<object>)policy.Get("Findings")!)}";
        PSObject dnssec = PSObject.AsPSObject(policy.Get("Dnssec")!);
        Assert.True(dnssec.Text("State") == expected.Dnssec, dnssec.Text("Reason"));
        Assert.True(expected.Dane is null || policy.Text("Dane") == expected.Dane, $"{policy.Get("Dane")} {all}");
        Assert.True(expected.MtaSts is null || policy.Text("MtaSts") == expected.MtaSts, $"{policy.Get("MtaSts")} {all}");
        Assert.True(policy.Text("Action") == expected.Action, $"{policy.Get("Action")} {all}");
        if (expected.Finding is not null)
            Assert.Contains(expected.Finding, Ids(policy));
    }

    [Theory]
    [MemberData(nameof(ServerCases))]
    public void Test_SmtpStartTls_follows_the_policy(string name)
    {
        _ = LabDescription.Require();
        PolicyCase expected = Case(name);

        PSObject test = run.Test(expected.Domain);

        Assert.Equal(expected.Dane ?? "None", test.Text("Dane"));
        Assert.Equal(expected.MtaSts ?? "None", test.Text("MtaSts"));
        string? failure = (string?)test.Get("Failure");
        string all = $"{test.Text("Status")} {failure} {test.Text("Level")}: {test.Get("Reason")}";
        bool byDane = test.Text("Dane") is "Valid" or "ValidHostOnly";
        string level = (test.Text("Dane"), test.Text("MtaSts"), test.Text("Status")) switch
        {
            ("Valid", _, _) or (not "Invalid" and not "ValidHostOnly", "Enforce", _) => "Enforced",
            ("LookupFailed", _, _) or (_, _, "NotOffered") => "None",
            ("Invalid", _, _) or (_, "EnforceFailed" or "TestingFailed", _) => name == "sts-old-tls" ? "Opportunistic" : "Encrypted",
            _ => "Authenticated",
        };
        Assert.True(level == test.Text("Level"), all);
        Assert.True(test.Text("Status") == (expected.Action switch
        {
            // Senders that get the certificate that matches deliver; the test names the fault of the other one.
            "DeliverAuthenticated" => expected.Dane == "Invalid" ? "Encrypted" : "Authenticated",
            "DeliverInClear" => "NotOffered",
            "Refuse" => expected.Finding is "DaneWithoutStartTls" or "MtaStsMxWithoutStartTls" ? "NotOffered" : expected.Dane == "LookupFailed" ? "DnsFailure" : "Encrypted",
            _ => test.Get("CertificateValid") is true ? "Authenticated" : "Encrypted",
        }), all);
        Assert.True(!byDane || failure is null, all);
        Assert.True(expected.Dane != "Invalid" || failure is "tlsa-invalid" or "starttls-not-supported", all);
        Assert.True(expected.Dane != "LookupFailed" || failure == "dnssec-invalid", all);
    }

    [Theory]
    [MemberData(nameof(DaneCases))]
    public async Task Posttls_finger_agrees_about_DANE(string name)
    {
        LabDescription lab = LabDescription.Require();
        PolicyCase expected = Case(name);

        string output = await Peer.RunAsync(lab.PosttlsFinger[0],
            [.. lab.PosttlsFinger.Skip(1), "-c", "-t", "5", "-l", "dane", "-L", "summary,verbose", $"{expected.Domain}:{lab.Policies.Port}"], "");

        string level = output.Contains("lookup", StringComparison.Ordinal) && !output.Contains("TLS connection established", StringComparison.Ordinal) ? "LookupFailed"
            : output.Contains("Verified TLS connection", StringComparison.Ordinal) ? "Valid"
            : output.Contains("Matched DANE", StringComparison.Ordinal) ? "ValidHostOnly"
            : output.Contains("no matching DANE TLSA records", StringComparison.Ordinal) || output.Contains("num=62", StringComparison.Ordinal)
                || output.Contains("certificate has expired", StringComparison.Ordinal) ? "Invalid"
            : output.Contains("DNSSEC-signed TLSA record", StringComparison.Ordinal) && !output.Contains("TLS connection established", StringComparison.Ordinal) ? "Invalid"
            : "other";
        string right = expected.Dane switch
        {
            // It looks at the one certificate that OpenSSL prefers.
            "Invalid" when expected.Finding == "DaneSecondCertificateMismatch" => "Valid",
            "None" or "Unusable" or "Insecure" => "other",
            { } same => same,
            null => "",
        };
        Assert.True(right == level, $"{right} expected, {level} got:\n{output}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Delv_agrees_about_DNSSEC(string name)
    {
        LabDescription lab = LabDescription.Require();
        PolicyCase expected = Case(name);
        string[] server = lab.Policies.Resolver.Split(':');

        string output = await Peer.RunAsync("delv",
            ["@" + server[0], "-p", server[1], "-a", lab.Policies.DelvAnchors, "+root=.", "+vtrace", expected.Domain, "MX"], "");

        string state = output.Contains("; fully validated", StringComparison.Ordinal) ? "Secure"
            : output.Contains("; unsigned answer", StringComparison.Ordinal) ? "Insecure"
            : output.Contains("resolution failed", StringComparison.Ordinal) ? "Bogus"
            : "?";
        Assert.True(expected.Dnssec == state, output);
    }

    [Fact]
    public void The_whole_run_asks_nothing_twice()
    {
        _ = LabDescription.Require();

        PSObject first = run.Policy("ee-spki-sha256.secure.test");

        // MX, _mta-sts, _smtp._tls, A, AAAA, TLSA; the same host is the MX of others, too, whichever was asked first.
        Assert.InRange((int)first.Get("Lookups")!, 3, 6);
        Assert.InRange((int)run.Policy("alias-target.secure.test").Get("Lookups")!, 3, 6);
    }

    [Fact]
    public async Task Danetool_makes_the_same_records()
    {
        LabDescription lab = LabDescription.Require();
        using PowerShellEngine engine = new();
        foreach ((int selector, int matching, string arguments) in new[] { (1, 1, "--hash sha256"), (0, 1, "--hash sha256 --x509"), (0, 2, "--hash sha512 --x509"), (1, 2, "--hash sha512") })
        {
            string ours = (string)engine.Run(
                $"param($path) New-SmtpTlsaRecord $path -HostName mx.example.com -Usage 2 -Selector {selector} -MatchingType {matching} -Generic",
                ("path", lab.Root)).ThrowOnError().Only.BaseObject;
            string theirs = await Peer.RunAsync("danetool",
                ["--tlsa-rr", "--load-certificate", lab.Root, "--host", "mx.example.com", "--port", "25", "--no-domain", "--ca", .. arguments.Split(' ')], "");
            Assert.Contains(theirs.Split('(')[1].Trim().TrimEnd(')').Trim().Split(' ')[^1], ours, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static PolicyCase Case(string name) => PolicyCases.Known.Single(one => one.Name == name);

    private static IEnumerable<string> Ids(PSObject policy) =>
        ((IEnumerable)policy.Get("Findings")!).Cast<object>().Select(finding => PSObject.AsPSObject(finding).Text("Id"));
}
