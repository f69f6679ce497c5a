using SmtpTls.Dns;
using SmtpTls.Policy;

namespace SmtpTls.Tests.Policy;

public sealed class DaneLookupTests : IAsyncDisposable
{
    private const string Digest = "0102030405060708091011121314151617181920212223242526272829303132";

    private readonly DnsServerStub _dns = new();

    [Fact]
    public async Task Secure_records_count()
    {
        _dns.Secure("example.com").Zone($"mx.example.com A 192.0.2.1\n_25._tcp.mx.example.com TLSA 3 1 1 {Digest}");

        DaneHost found = await FindAsync();

        Assert.Equal((DaneOutcome.Published, "mx.example.com", $"3 1 1 {Digest}"), (found.Outcome, found.BaseDomain, Assert.Single(found.Records).ToString()));
    }

    [Fact]
    public async Task A_proven_denial_is_no_DANE()
    {
        _dns.Secure("example.com").Zone("mx.example.com A 192.0.2.1");

        Assert.Equal(DaneOutcome.None, (await FindAsync()).Outcome);
    }

    [Fact]
    public async Task Without_secure_addresses_a_sender_does_not_even_ask()
    {
        _dns.Secure("example.org").Zone("mx.example.com A 192.0.2.1").Respond("_25._tcp.mx.example.com", DnsMessage.Tlsa, 2);

        Assert.Equal(DaneOutcome.Insecure, (await FindAsync()).Outcome);
        Assert.DoesNotContain(_dns.Questions, question => question.Contains("TLSA", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_look_up_that_fails_there_is_told_of_no_one()
    {
        _dns.Secure("example.org").Zone("mx.example.com A 192.0.2.1").Respond("_25._tcp.mx.example.com", DnsMessage.Tlsa, 2);

        Assert.Equal(DaneOutcome.Insecure, (await FindAsync(curious: true)).Outcome);
    }

    [Fact]
    public async Task A_resolver_that_does_not_validate_knows_nothing()
    {
        _dns.Zone($"mx.example.com A 192.0.2.1\n_25._tcp.mx.example.com TLSA 3 1 1 {Digest}");

        DaneHost found = await FindAsync();

        Assert.Equal(DaneOutcome.Unknown, found.Outcome);
        Assert.Contains("does not validate DNSSEC", found.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, null)]
    [InlineData(5, null)]
    [InlineData(2, 6)]
    [InlineData(2, 7)]
    public async Task What_cannot_be_looked_up_may_be_there(int responseCode, int? extendedError)
    {
        _dns.Secure("example.com").Zone("mx.example.com A 192.0.2.1").Respond("_25._tcp.mx.example.com", DnsMessage.Tlsa, responseCode, extendedError);

        DaneHost found = await FindAsync();

        Assert.Equal(DaneOutcome.LookupFailed, found.Outcome);
        Assert.Equal(extendedError is null ? DnssecState.Indeterminate : DnssecState.Bogus, found.TlsaDnssec!.State);
    }

    [Fact]
    public async Task Bogus_answers_are_not_had_from_the_next_server()
    {
        await using DnsServerStub careless = new DnsServerStub().Zone("mx.example.com A 192.0.2.66");
        _dns.Secure("example.com").Respond("mx.example.com", DnsMessage.A, 2, 6).Respond("mx.example.com", DnsMessage.Aaaa, 2, 6);

        DaneHost found = await FindAsync(more: careless);

        Assert.Equal((DaneOutcome.LookupFailed, 0), (found.Outcome, found.Addresses.Count));
        Assert.Empty(careless.Questions);
    }

    [Fact]
    public async Task The_expanded_name_comes_first_and_the_alias_after_it()
    {
        _dns.Secure("example.com").Zone($"""
            mx.example.com CNAME host.example.com
            host.example.com A 192.0.2.1
            _25._tcp.host.example.com TLSA 3 1 1 {Digest}
            other.example.com CNAME bare.example.com
            bare.example.com A 192.0.2.2
            _25._tcp.other.example.com TLSA 3 1 1 {Digest}
            """);

        Assert.Equal(("host.example.com", DaneOutcome.Published), Base(await FindAsync()));
        Assert.Equal(("other.example.com", DaneOutcome.Published), Base(await FindAsync("other.example.com")));
    }

    [Fact]
    public async Task A_secure_alias_that_leads_to_an_insecure_host_may_have_records_itself()
    {
        _dns.Secure("example.com").Zone($"mx.example.com CNAME host.example.org\nhost.example.org A 192.0.2.1\n_25._tcp.mx.example.com TLSA 3 1 1 {Digest}");

        Assert.Equal(("mx.example.com", DaneOutcome.Published), Base(await FindAsync()));
    }

    [Fact]
    public async Task The_word_of_a_resolver_far_away_is_only_a_claim()
    {
        DnssecJudge judge = new(areTrusted: false, _ => Task.FromResult(true));
        DnsAnswer answer = new()
        {
            Status = DnsAnswerStatus.Found,
            CanonicalName = "example.com",
            Server = new DnsClient.NameServer(System.Net.IPAddress.Parse("192.0.2.53")),
            AuthenticData = true,
        };

        DnssecVerdict far = await judge.JudgeAsync(answer, TestContext.Current.CancellationToken);
        DnssecVerdict trusted = await new DnssecJudge(areTrusted: true, _ => Task.FromResult(true)).JudgeAsync(answer, TestContext.Current.CancellationToken);

        Assert.Equal((DnssecState.Secure, DnssecVoucher.Claimed, false), (far.State, far.Voucher, far.Counts));
        Assert.Equal("Secure (claimed)", far.ToString());
        Assert.True(trusted.Counts);
    }

    [Theory]
    [InlineData(nameof(DnsAnswerStatus.Found), DaneOutcome.Claimed)]
    [InlineData(nameof(DnsAnswerStatus.NoData), DaneOutcome.None)]
    [InlineData(nameof(DnsAnswerStatus.Failed), DaneOutcome.Unknown)]
    public async Task A_claim_makes_no_policy(string tlsa, DaneOutcome expected)
    {
        DaneHost found = await new DaneLookup(new Claims(Enum.Parse<DnsAnswerStatus>(tlsa)), curious: false).FindAsync("mx.example.com", 25, null, TestContext.Current.CancellationToken);

        Assert.Equal(expected, found.Outcome);
    }

    [Fact]
    public async Task Endless_aliases_and_garbage_end_in_a_failure()
    {
        _dns.Secure("example.com").Zone("mx.example.com CNAME mx2.example.com\nmx2.example.com CNAME mx.example.com")
            .Garbage("g.example.com", DnsMessage.A).Garbage("g.example.com", DnsMessage.Aaaa);

        Assert.Equal(DaneOutcome.LookupFailed, (await FindAsync()).Outcome);
        Assert.Equal(DaneOutcome.LookupFailed, (await FindAsync("g.example.com")).Outcome);
    }

    [Fact]
    public async Task A_silent_DNS_does_not_hold_up_the_test_of_a_server_that_the_system_knows()
    {
        _dns.Silence("mx.example.com", DnsMessage.A).Silence("mx.example.com", DnsMessage.Aaaa);
        DnsClientResolver resolver = new(new DnsResolverOptions { NameServers = [_dns.EndPoint], Timeout = TimeSpan.FromMinutes(1) });
        PolicyLookup policies = new(resolver, new PolicyHost(resolver, new PolicyFetchOptions()), patience: TimeSpan.FromMilliseconds(100));

        HostPolicy policy = await policies.For(null, "mx.example.com", 25, TestContext.Current.CancellationToken).GetAsync();

        Assert.Equal(DaneOutcome.Unknown, policy.Dane.Outcome);
        Assert.Contains("did not say within 0.1 s", policy.Dane.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_are_counted_once_and_not_asked_for_again()
    {
        _dns.Secure("example.com").Zone($"mx.example.com A 192.0.2.1\n_25._tcp.mx.example.com TLSA 3 1 1 {Digest}");
        DaneLookup lookup = new(Resolver(), curious: false);
        (LookupCount first, LookupCount second) = (new(), new());

        await lookup.FindAsync("mx.example.com", 25, first, TestContext.Current.CancellationToken);
        await lookup.FindAsync("mx.example.com", 25, second, TestContext.Current.CancellationToken);

        Assert.Equal((3, 0), (first.Value, second.Value));
        Assert.Equal(3, _dns.Questions.Count);
    }

    public ValueTask DisposeAsync() => _dns.DisposeAsync();

    /// <summary>A resolver far away that says of everything that it is secure.</summary>
    private sealed class Claims(DnsAnswerStatus tlsa) : IVouchedDns
    {
        public Task<VouchedAnswer> AskAsync(string name, DnsClient.QueryType type, LookupCount? count, CancellationToken cancellationToken)
        {
            DnsClient.DnsString owner = DnsClient.DnsString.FromResponseQueryString(name + ".");
            DnsAnswer answer = new()
            {
                CanonicalName = name,
                Status = type switch { DnsClient.QueryType.TLSA => tlsa, DnsClient.QueryType.A => DnsAnswerStatus.Found, _ => DnsAnswerStatus.NoData },
                Records = type == DnsClient.QueryType.A
                    ? [new DnsClient.Protocol.ARecord(new(owner, DnsClient.Protocol.ResourceRecordType.A, DnsClient.QueryClass.IN, 60, 4), System.Net.IPAddress.Loopback)]
                    : [],
                Error = "SERVFAIL.",
            };
            return Task.FromResult(new VouchedAnswer(answer, new DnssecVerdict { State = DnssecState.Secure, Voucher = DnssecVoucher.Claimed }));
        }
    }

    private static (string Base, DaneOutcome Outcome) Base(DaneHost host) => (host.BaseDomain, host.Outcome);

    private Task<DaneHost> FindAsync(string host = "mx.example.com", bool curious = false, DnsServerStub? more = null) =>
        new DaneLookup(Resolver(more), curious).FindAsync(host, 25, null, TestContext.Current.CancellationToken);

    private DnsClientResolver Resolver(DnsServerStub? more = null) => new(new DnsResolverOptions
    {
        NameServers = more is null ? [_dns.EndPoint] : [_dns.EndPoint, more.EndPoint],
        Timeout = TimeSpan.FromSeconds(2),
        Retries = 0,
    });
}
