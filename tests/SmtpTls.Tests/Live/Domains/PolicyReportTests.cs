using System.Net;
using SmtpTls.Dns;
using SmtpTls.Domains;
using SmtpTls.Policy;
using SmtpTls.Smtp;
using SmtpTls.Testing;

namespace SmtpTls.Tests.Domains;

/// <summary>What follows from facts, without any network.</summary>
public sealed class PolicyReportTests
{
    private const string Policy = "version: STSv1\nmode: enforce\nmax_age: 604800\nmx: mx.example.com\n";

    private static readonly DnssecVerdict Secure = new() { State = DnssecState.Secure, Voucher = DnssecVoucher.TrustedResolver };

    [Fact]
    public void A_policy_that_differs_under_the_same_id_is_never_fetched_again()
    {
        string changed = Policy.Replace("mx.example.com", "old.example.com");

        Assert.Contains("MtaStsIdUnchanged", Ids(PolicyReport.Of(Facts(), new PreviousPolicy("1", changed))));
        Assert.DoesNotContain("MtaStsIdUnchanged", Ids(PolicyReport.Of(Facts(), new PreviousPolicy("0", changed))));
        Assert.DoesNotContain("MtaStsIdUnchanged", Ids(PolicyReport.Of(Facts(), new PreviousPolicy("1", Policy.Replace("\n", "\r\n")))));
    }

    [Theory]
    [InlineData(DaneOutcome.None, MtaStsOutcome.None, SenderAction.DeliverOpportunistic)]
    [InlineData(DaneOutcome.None, MtaStsOutcome.Testing, SenderAction.DeliverOpportunistic)]
    [InlineData(DaneOutcome.None, MtaStsOutcome.Enforce, SenderAction.DeliverAuthenticated)]
    [InlineData(DaneOutcome.None, MtaStsOutcome.EnforceFailed, SenderAction.Refuse)]
    [InlineData(DaneOutcome.Insecure, MtaStsOutcome.None, SenderAction.DeliverOpportunistic)]
    [InlineData(DaneOutcome.Claimed, MtaStsOutcome.None, SenderAction.DeliverOpportunistic)]
    [InlineData(DaneOutcome.Unknown, MtaStsOutcome.Enforce, SenderAction.DeliverAuthenticated)]
    [InlineData(DaneOutcome.LookupFailed, MtaStsOutcome.Enforce, SenderAction.Refuse)]
    [InlineData(DaneOutcome.Unusable, MtaStsOutcome.None, SenderAction.DeliverEncrypted)]
    [InlineData(DaneOutcome.Unusable, MtaStsOutcome.Enforce, SenderAction.DeliverAuthenticated)]
    [InlineData(DaneOutcome.Published, MtaStsOutcome.EnforceFailed, SenderAction.DeliverAuthenticated)]
    public void DANE_outranks_MTA_STS(DaneOutcome dane, MtaStsOutcome mtaSts, SenderAction expected) =>
        Assert.Equal(expected, EffectivePolicy.ActionOf(Host("mx.example.com", dane), mtaSts));

    [Fact]
    public void The_weakest_server_that_mail_goes_to_decides_for_the_domain()
    {
        TlsPolicy policy = PolicyReport.Of(Facts(
            Host("a.example.com", DaneOutcome.Published), Host("b.example.com", DaneOutcome.None), Host("c.example.com", DaneOutcome.LookupFailed)) with { MtaSts = NoSts }, null);

        Assert.Equal((SenderAction.DeliverOpportunistic, DaneOutcome.LookupFailed), (policy.Action, policy.Dane));
        Assert.Contains("1 of 3 mail servers get none", policy.Effective, StringComparison.Ordinal);
        Assert.StartsWith("Take STARTTLS out", policy.Attack, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DaneOutcome.Invalid)]
    [InlineData(DaneOutcome.LookupFailed)]
    public void A_server_where_DANE_fails_gets_no_mail_that_an_attacker_could_read(DaneOutcome other)
    {
        TlsPolicy policy = PolicyReport.Of(Facts(Host("a.example.com", DaneOutcome.Published), Host("b.example.com", other)) with { MtaSts = NoSts }, null);

        Assert.Equal((SenderAction.DeliverAuthenticated, "Delay mail, but neither read nor change it."), (policy.Action, policy.Attack));
    }

    [Fact]
    public void What_only_a_distant_resolver_claims_is_told_and_does_not_count()
    {
        DomainFacts facts = Facts(Host("mx.example.com", DaneOutcome.Claimed)) with
        {
            Mx = new(Answer, Secure with { Voucher = DnssecVoucher.Claimed, Reason = "192.0.2.53:53 says so." }),
            MtaSts = NoSts,
        };

        TlsPolicy policy = PolicyReport.Of(facts, null);

        Assert.Equal(SenderAction.DeliverOpportunistic, policy.Action);
        Assert.Contains("DnssecClaimed", Ids(policy));
    }

    [Fact]
    public void A_failed_address_look_up_is_told_as_one()
    {
        HostFacts host = Host("mx.example.com", DaneOutcome.LookupFailed);

        Assert.Equal("AddressLookupFailed", Assert.Single(DomainFindings.Of(host with { Dane = host.Dane! with { AddressDnssec = Secure with { State = DnssecState.Indeterminate } } })).Id);
        Assert.Equal("AddressBogus", Assert.Single(DomainFindings.Of(host with { Dane = host.Dane! with { AddressDnssec = Secure with { State = DnssecState.Bogus } } })).Id);
        Assert.Equal("TlsaLookupFailed", Assert.Single(DomainFindings.Of(host with { Dane = host.Dane! with { TlsaDnssec = Secure with { State = DnssecState.Indeterminate } } })).Id);
    }

    [Fact]
    public void REQUIRETLS_and_servers_that_cannot_be_reached_are_told()
    {
        AddressTest good = Test("192.0.2.1", DaneOutcome.None, "REQUIRETLS") with
        {
            Policy = new ServerPolicyOutcome
            {
                Dane = DaneOutcome.None,
                MtaSts = MtaStsOutcome.EnforceFailed,
                MtaStsRule = "MtaStsMxWithoutStartTls",
                MtaStsReason = "No TLS.",
            },
        };
        AddressTest unreachable = good with { Result = good.Result with { Status = TestStatus.Unreachable } };

        Assert.Equal(["MtaStsMxWithoutStartTls", "RequireTlsOffered", "RequireTlsInTheClear"], ServerFindings.Of(good).Select(finding => finding.Id));
        Assert.Equal("ServerNotReached", Assert.Single(ServerFindings.Of(unreachable)).Id);
    }

    // RFC 5321 section 5.1: a sender tries every address.
    [Theory]
    [InlineData(DaneOutcome.Valid, DaneOutcome.Invalid, SenderAction.DeliverAuthenticated)]
    [InlineData(DaneOutcome.Invalid, DaneOutcome.Valid, SenderAction.DeliverAuthenticated)]
    [InlineData(DaneOutcome.Invalid, DaneOutcome.Invalid, SenderAction.Refuse)]
    [InlineData(DaneOutcome.None, DaneOutcome.None, SenderAction.DeliverEncrypted)]
    public void An_address_that_fails_keeps_no_mail_from_the_others(DaneOutcome first, DaneOutcome second, SenderAction expected)
    {
        HostFacts host = Host("mx.example.com", first == DaneOutcome.None ? first : DaneOutcome.Published) with
        {
            Tests = [Test("192.0.2.1", first), Test("192.0.2.2", second)],
        };

        TlsPolicy policy = PolicyReport.Of(Facts(host) with { MtaSts = NoSts }, null);

        Assert.Equal((expected, expected), (policy.Action, policy.Mx[0].Action));
        Assert.Equal(expected == SenderAction.Refuse, policy.Effective.Contains("none of its mail servers passes", StringComparison.Ordinal));
        Assert.Equal(
            first != second, policy.Mx[0].Effective.Contains("try the other addresses (RFC 5321 section 5.1)", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_two_certificates_one_that_matches_brings_some_mail()
    {
        AddressTest test = Test("192.0.2.1", DaneOutcome.Invalid);
        HostFacts host = Host("mx.example.com", DaneOutcome.Published) with { Tests = [test with { Policy = test.Policy! with { MatchesOneCertificateOnly = true } }] };

        TlsPolicy policy = PolicyReport.Of(Facts(host) with { MtaSts = NoSts }, null);

        Assert.Equal((SenderAction.DeliverAuthenticated, DaneOutcome.Invalid), (policy.Action, policy.Dane));
        Assert.Contains("other certificate", policy.Mx[0].Effective, StringComparison.Ordinal);
        Assert.Contains(policy.Findings, finding => finding is { Id: "DaneSecondCertificateMismatch", Severity: FindingSeverity.Error } && finding.Text.StartsWith("Some senders", StringComparison.Ordinal));
    }

    [Fact]
    public void The_worst_findings_come_first()
    {
        FindingSeverity[] severities = [.. PolicyReport.Of(Facts(Host("other.example.com", DaneOutcome.None)), null).Findings.Select(finding => finding.Severity)];

        Assert.Equal(severities.OrderByDescending(severity => severity), severities);
        Assert.Contains(FindingSeverity.Error, severities);
    }

    private static DnsAnswer Answer => new() { Status = DnsAnswerStatus.Found, CanonicalName = "example.com" };

    private static MtaStsFound NoSts => new(new MtaStsPolicy(), MtaStsOutcome.None, [], false);

    private static DomainFacts Facts(params HostFacts[] hosts) => new()
    {
        Domain = "example.com",
        Mx = new(Answer, Secure),
        Route = new MailRoute { Domain = "example.com", Status = MailRouteStatus.Mx },
        Hosts = hosts,
        MtaSts = new(
            new MtaStsPolicy { Id = "1", Text = Policy, Mode = MtaStsMode.Enforce, Mx = ["mx.example.com"], MaxAge = TimeSpan.FromDays(7) }, MtaStsOutcome.Enforce, [], true),
        TlsRpt = new TlsRptPolicy(),
        TlsRptFindings = [],
        Lookups = 0,
    };

    private static HostFacts Host(string name, DaneOutcome outcome) => new(
        new MailHost { Name = name, Preference = 10, Addresses = [IPAddress.Parse("192.0.2.1")] },
        new DaneHost { Host = name, BaseDomain = name, AddressDnssec = Secure, Outcome = outcome, Reason = "So it is." },
        []);

    private static AddressTest Test(string address, DaneOutcome dane, string extension = "SIZE")
    {
        EhloReply ehlo = new(new SmtpReply(250, "mx.example.com", extension), isHelo: false);
        AddressTarget server = new() { Host = "mx.example.com", Address = IPAddress.Parse(address), Port = 25 };
        ProbeObservation seen = new()
        {
            Target = server,
            Dialogue = new DialogueFacts { Opening = new OpeningFacts { Ehlo = ehlo }, TlsEhlo = ehlo },
            Engine = TlsEngineName.Managed,
            Connections = 1,
            Time = default,
            Elapsed = default,
            Steps = [],
            Transcript = [],
        };
        StartTlsResult result = new()
        {
            MxHost = "mx.example.com",
            Address = address,
            Port = 25,
            Time = default,
            Status = TestStatus.Encrypted,
            RequireTls = extension == "REQUIRETLS",
            Dane = dane,
        };
        return new AddressTest(result, seen, new ServerPolicyOutcome { Dane = dane, DaneReason = "So it is." });
    }

    private static IEnumerable<string> Ids(TlsPolicy policy) => policy.Findings.Select(finding => finding.Id);
}
