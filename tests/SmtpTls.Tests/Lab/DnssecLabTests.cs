using System.Net;
using System.Text.RegularExpressions;
using DnsClient;
using SmtpTls.Dns;
using SmtpTls.Dns.Validation;

namespace SmtpTls.Tests.Lab;

/// <summary>The zones of tests/lab/dnssec.json through resolvers that validate nothing, beside Unbound and delv.</summary>
public sealed partial class DnssecLabTests
{
    private static readonly Dictionary<string, int> Types = new()
    {
        ["A"] = RecordType.A, ["AAAA"] = RecordType.Aaaa, ["TLSA"] = RecordType.Tlsa, ["TXT"] = RecordType.Txt,
    };

    /// <summary>Where Unbound or delv differ from the RFC; docs/dnssec.md says why.</summary>
    private static readonly string[] Differing = ["rsasha1.", "rsasha1-nsec3.", "ds-sha1-good-sha256-bad.", "revoked."];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Each_question_gets_the_state_of_the_RFC_through_a_resolver_that_does_not_validate(int forwarder)
    {
        LabDescription lab = LabDescription.Require();
        Validator validator = new(
            new WireDns([new NameServer(IPEndPoint.Parse(lab.Policies.Forwarders[forwarder]))], new DnsResolverOptions()),
            TrustAnchors.Parse(await File.ReadAllTextAsync(lab.Policies.TrustAnchor, TestContext.Current.CancellationToken)),
            () => DateTimeOffset.UtcNow);
        List<string> wrong = [];
        foreach (DnssecQuestion question in lab.Policies.Dnssec)
        {
            ValidatedAnswer answer = await validator.AskAsync(
                WireName.Parse(question.Name), Types[question.Type], null, TestContext.Current.CancellationToken);
            if (answer.State.ToString() != question.State)
                wrong.Add($"{question.Name} {question.Type}: {answer.State}, right {question.State}: {answer.Reason}");
        }

        Assert.True(lab.Policies.Dnssec.Select(question => question.Zone).Distinct().Count() > 50 && lab.Policies.Dnssec.Count > 700);
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task Unbound_agrees()
    {
        LabDescription lab = LabDescription.Require();
        string batch = Path.GetTempFileName();
        DnssecQuestion[] questions = [.. Compared(lab)];
        await File.WriteAllLinesAsync(batch, questions.Select(question => $"{question.Name} {question.Type}"), TestContext.Current.CancellationToken);

        string output = await Peer.RunAsync("dig", ["@" + lab.Policies.Resolver.Split(':')[0], "+dnssec", "+tries=1", "+noall", "+comments", "-f", batch], "");

        File.Delete(batch);
        string[] answers = [.. Header().Matches(output).Select(header => header.Groups[1].Value == "SERVFAIL" ? "Bogus"
            : header.Groups[2].Value.Split(' ').Contains("ad") ? "Secure" : "Insecure")];
        Assert.Equal(questions.Length, answers.Length);
        Assert.Equal(questions.Select(question => $"{question.Name} {question.State}"), questions.Zip(answers, (question, state) => $"{question.Name} {state}"));
    }

    [Fact]
    public async Task Delv_agrees()
    {
        LabDescription lab = LabDescription.Require();
        List<string> wrong = [];
        // A process for each question: one that is answered and one that is denied of each zone.
        foreach (DnssecQuestion question in Compared(lab).Where(question => question.Id is "tlsa" or "nodata"))
        {
            string output = await Peer.RunAsync(
                "delv", ["@" + lab.Policies.Resolver.Split(':')[0], "-a", lab.Policies.DelvAnchors, "+root=.", question.Name, question.Type], "");
            string state = output.Contains("unsigned answer", StringComparison.Ordinal) ? "Insecure"
                : output.Contains("fully validated", StringComparison.Ordinal) ? "Secure" : "Bogus";
            if (state != question.State) wrong.Add($"{question.Name} {question.Type}: {state}, right {question.State}: {output}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Policies_are_the_same_as_through_a_validating_resolver(int forwarder)
    {
        LabDescription lab = LabDescription.Require();
        using PowerShellEngine engine = new();

        string[] trusted = Policies(engine, lab, lab.Policies.Resolver, "-DnssecValidation Resolver");
        string[] validated = Policies(engine, lab, lab.Policies.Forwarders[forwarder], "-DnssecValidation Local -TrustAnchor $anchor");

        Assert.Equal(trusted, validated);
    }

    [Fact]
    public void The_chain_and_what_is_weak_in_it_are_shown()
    {
        LabDescription lab = LabDescription.Require();
        using PowerShellEngine engine = new();

        string[] told = [.. engine.Run(
            "param($dns, $anchor) 'soon', 'rsasha1', 'ds-sha1', 'salt', 'ecdsap256' | ForEach-Object { \"mx.$_.world.test\" } | "
            + "Get-SmtpTlsPolicy -DnsServer $dns -TrustAnchor $anchor | ForEach-Object { \"$($_.Domain.Split('.')[1]): $($_.DnssecChain.Zone -join ' ') $(@($_.Findings.Id -like 'Dnssec*') -join ' ')\" }",
            ("dns", lab.Policies.Forwarders[0]), ("anchor", lab.Policies.TrustAnchor)).ThrowOnError().Output.Select(line => line.ToString())];

        Assert.Contains("soon: . test world.test soon.world.test DnssecExpiresSoon DnssecExpiresSoon", told);
        Assert.Contains("rsasha1: . test world.test rsasha1.world.test DnssecSha1", told);
        Assert.Contains("ds-sha1: . test world.test ds-sha1.world.test DnssecDsSha1", told);
        Assert.Contains("salt: . test world.test salt.world.test DnssecIterations", told);
        Assert.Contains("ecdsap256: . test world.test ecdsap256.world.test ", told);
    }

    private static IEnumerable<DnssecQuestion> Compared(LabDescription lab) =>
        lab.Policies.Dnssec.Where(question => !Differing.Any(zone => question.Name.Contains("." + zone, StringComparison.Ordinal)) && question.Id != "to-forged");

    private static string[] Policies(PowerShellEngine engine, LabDescription lab, string resolver, string validation) =>
    [
        .. engine.RunWithInput(
            PolicyCases.Known.Select(one => one.Domain),
            $"param($dns, $port, $root, $anchor) $input | Get-SmtpTlsPolicy -DnsServer $dns -Port $port -TrustedRoot $root -TimeoutSec 30 {validation} | "
            + "ForEach-Object { \"$($_.Domain) $($_.Route) $($_.Dnssec.State) $($_.Dane) $($_.MtaSts) $($_.Action) $(@($_.Mx.Tlsa).Count)\" }",
            ("dns", resolver), ("port", lab.Policies.Port), ("root", lab.Root), ("anchor", lab.Policies.TrustAnchor)).ThrowOnError().Output
            .Select(line => line.ToString()).Order(StringComparer.Ordinal),
    ];

    [GeneratedRegex("status: ([A-Z]+),.*\\n;; flags: ([a-z ]*);")]
    private static partial Regex Header();
}
