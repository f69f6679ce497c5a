using SmtpTls.Dns.Validation;

namespace SmtpTls.Tests.Dns;

/// <summary>Answers of real signed zones, and what happens to the verdict when anything in them is changed.</summary>
public sealed class ValidatorTests
{
    private const string Tlsa = "_25._tcp.mx.ecdsap256.world.test";

    public static TheoryData<string, int, string, string> Questions
    {
        get
        {
            TheoryData<string, int, string, string> data = [];
            foreach ((string name, int type, string state, string status) in RecordedDns.Questions) data.Add(name, type, state, status);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task Each_answer_has_its_state(string name, int type, string state, string status)
    {
        ValidatedAnswer answer = await AskAsync(new RecordedDns(), name, type);

        Assert.True(state == answer.State.ToString(), $"{answer.State}: {answer.Reason}");
        Assert.Equal(status, answer.Status.ToString());
        Assert.Equal(answer.State == DnssecState.Secure, answer.Reason.Length == 0);
    }

    [Fact]
    public async Task The_chain_names_each_zone_its_key_and_the_end_of_its_signatures()
    {
        ValidatedAnswer answer = await AskAsync(new RecordedDns(), Tlsa, RecordType.Tlsa);

        Assert.Equal([".", "test", "world.test", "ecdsap256.world.test"], answer.Links.Select(link => link.Zone));
        Assert.All(answer.Links, link => Assert.Equal(("ECDSAP256SHA256", DnssecState.Secure), (link.Algorithm, link.State)));
        Assert.All(answer.Links, link => Assert.True(link.SignedUntil > RecordedDns.Time));
        Assert.Equal([null, "SHA-256", "SHA-256", "SHA-256"], answer.Links.Select(link => link.Digest));
        Assert.Contains("DS record at the parent names key", answer.Links[3].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_link_says_what_the_parent_names_and_the_zone_lacks()
    {
        ValidatedAnswer answer = await AskAsync(new RecordedDns(), "mx.ds-bad.world.test", RecordType.A);

        Assert.Equal(DnssecState.Bogus, answer.State);
        Assert.Matches("^The DS record at the parent names key [0-9]+, which ds-bad.world.test does not have.$", answer.Reason);
        Assert.Equal("ds-bad.world.test", answer.Links[^1].Zone);
    }

    [Fact]
    public async Task A_zone_is_asked_for_its_keys_once()
    {
        RecordedDns dns = new();
        Validator validator = dns.Validator();
        CancellationToken none = TestContext.Current.CancellationToken;

        _ = await validator.AskAsync(WireName.Parse(Tlsa), RecordType.Tlsa, null, none);
        int first = dns.Asked;
        _ = await validator.AskAsync(WireName.Parse("mx.ecdsap256.world.test"), RecordType.A, null, none);

        // The root's keys, and DS and DNSKEY of each of the three zones, and the question itself.
        Assert.Equal(8, first);
        Assert.Equal(first + 1, dns.Asked);
    }

    [Theory]
    [InlineData(40, "expired on")]
    [InlineData(-40, "is not valid before")]
    public async Task At_another_time_nothing_holds(int days, string reason)
    {
        ValidatedAnswer answer = await new RecordedDns().Validator(RecordedDns.Time.AddDays(days))
            .AskAsync(WireName.Parse(Tlsa), RecordType.Tlsa, null, TestContext.Current.CancellationToken);

        Assert.Equal(DnssecState.Bogus, answer.State);
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_half_an_hour_off_does_no_harm()
    {
        DateTimeOffset end = (await AskAsync(new RecordedDns(), Tlsa, RecordType.Tlsa)).Links.Min(link => link.SignedUntil)!.Value;

        ValidatedAnswer answer = await new RecordedDns().Validator(end.AddMinutes(30))
            .AskAsync(WireName.Parse(Tlsa), RecordType.Tlsa, null, TestContext.Current.CancellationToken);

        Assert.Equal(DnssecState.Secure, answer.State);
    }

    [Fact]
    public async Task The_real_root_s_anchors_do_not_vouch_for_another_root()
    {
        ValidatedAnswer answer = await new RecordedDns().Validator(anchors: TrustAnchors.Root)
            .AskAsync(WireName.Parse(Tlsa), RecordType.Tlsa, null, TestContext.Current.CancellationToken);

        Assert.Equal(DnssecState.Bogus, answer.State);
        Assert.Contains("names key 20326 or 38696, which the root does not have", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RecordType.Rrsig, DnssecState.Indeterminate, "gives no signatures")]
    [InlineData(RecordType.Dnskey, DnssecState.Indeterminate, "gives no signatures")]
    public async Task A_resolver_that_strips_signatures_leaves_nothing_known(int stripped, DnssecState state, string reason)
    {
        RecordedDns dns = new() { Change = (_, _, message) => MessageEditor.Without(message, stripped) };

        ValidatedAnswer answer = await AskAsync(dns, Tlsa, RecordType.Tlsa);

        Assert.Equal(state, answer.State);
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_stripped_of_its_signatures_is_bogus_where_the_zone_is_signed()
    {
        RecordedDns dns = new() { Change = (_, type, message) => type == RecordType.Tlsa ? MessageEditor.Without(message, RecordType.Rrsig) : message };

        ValidatedAnswer answer = await AskAsync(dns, Tlsa, RecordType.Tlsa);

        Assert.Equal(DnssecState.Bogus, answer.State);
        Assert.Contains("has no signature, though ecdsap256.world.test is signed", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resolver_that_falls_silent_leaves_nothing_known()
    {
        RecordedDns dns = new() { Change = (_, type, message) => type == RecordType.Ds ? null : message };

        Assert.Equal(DnssecState.Indeterminate, (await AskAsync(dns, Tlsa, RecordType.Tlsa)).State);
    }

    /// <summary>The count is raised by SMTPTLS_FUZZ_COUNT.</summary>
    [Fact]
    public async Task No_changed_answer_is_ever_secure()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("SMTPTLS_FUZZ_COUNT"), out int given) ? given : 300;
        (string Name, int Type, string State, string Status)[] secure = [.. RecordedDns.Questions.Where(question => question.State == "Secure")];
        Dictionary<(string, int), string> right = [];
        foreach ((string name, int type, _, _) in secure) right[(name, type)] = Told(await AskAsync(new RecordedDns(), name, type));
        Random random = new(20261128);
        for (int i = 0; i < count; i++)
        {
            (string name, int type, _, _) = secure[random.Next(secure.Length)];
            int seed = random.Next();
            // One message in three is changed, so that most chains still lead to the change.
            RecordedDns dns = new() { Change = (_, _, message) => new Random(seed ^ message.Length).Next(3) == 0 ? MessageEditor.Mutate(message, seed) : message };

            ValidatedAnswer answer = await AskAsync(dns, name, type);

            Assert.True(answer.State != DnssecState.Secure || Told(answer) == right[(name, type)], $"seed {seed}, {name}: {Told(answer)}, right: {right[(name, type)]}");
        }
    }

    private static string Told(ValidatedAnswer answer) =>
        $"{answer.Status} {answer.CanonicalName} {string.Join(",", answer.Records.Select(record => Convert.ToHexString(record.Data)).Order())}";

    private static Task<ValidatedAnswer> AskAsync(RecordedDns dns, string name, int type) =>
        dns.Validator().AskAsync(WireName.Parse(name), type, null, TestContext.Current.CancellationToken);
}
