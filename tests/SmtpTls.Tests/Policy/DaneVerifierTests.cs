using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Policy;

namespace SmtpTls.Tests.Policy;

public sealed class DaneVerifierTests
{
    private static readonly X509Certificate2 Root = TestCertificate.Root();
    private static readonly X509Certificate2 Intermediate = TestCertificate.Intermediate(Root);
    private static readonly X509Certificate2 Leaf = new TestCertificate { Issuer = Intermediate }.Create();
    private static readonly string[] Names = ["mx.example.com", "example.com"];

    public static TheoryData<int, int> SelectorsAndMatchingTypes => new() { { 0, 0 }, { 0, 1 }, { 0, 2 }, { 1, 0 }, { 1, 1 }, { 1, 2 } };

    [Theory]
    [MemberData(nameof(SelectorsAndMatchingTypes))]
    public void A_record_of_the_leaf_and_one_of_the_anchor_match_in_every_form(int selector, int matchingType)
    {
        Assert.NotNull(Verify([Record(3, selector, matchingType, Leaf)], Leaf, Intermediate).Matched);
        Assert.NotNull(Verify([Record(2, selector, matchingType, Intermediate)], Leaf, Intermediate).Matched);
        Assert.NotNull(Verify([Record(2, selector, matchingType, Root)], Leaf, Intermediate, Root).Matched);
    }

    [Fact]
    public void The_public_key_is_taken_as_it_is_encoded() =>
        Assert.Equal(Leaf.PublicKey.ExportSubjectPublicKeyInfo(), TlsaData.PublicKeyInfo(Leaf.RawData));

    [Fact]
    public void With_DANE_EE_neither_name_nor_expiry_nor_issuer_counts()
    {
        X509Certificate2 old = new TestCertificate { DnsNames = ["elsewhere.example"], NotAfter = TestCertificate.Now.AddDays(-1) }.Create();

        Assert.NotNull(Verify([Record(3, 1, 1, old)], old).Matched);
    }

    [Fact]
    public void A_record_of_the_leaf_does_not_match_a_certificate_above_it() =>
        Assert.Null(Verify([Record(3, 0, 1, Intermediate)], Leaf, Intermediate).Matched);

    [Fact]
    public void A_record_of_the_anchor_does_not_match_the_leaf() =>
        Assert.Contains("does not send the trust anchor", Verify([Record(2, 0, 1, Leaf)], Leaf, Intermediate).Reason, StringComparison.Ordinal);

    [Fact]
    public void The_anchor_must_be_in_what_the_server_sends() =>
        Assert.Contains("does not send the trust anchor", Verify([Record(2, 0, 1, Root)], Leaf, Intermediate).Reason, StringComparison.Ordinal);

    [Fact(Timeout = 60_000)]
    public async Task Hostile_keys_in_the_chain_cost_no_time()
    {
        TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        await Task.Yield();
        X509Certificate2 hostile = HostileCertificate.Rsa(16_384, 300_000);
        X509Certificate2 leaf = new TestCertificate { Issuer = Intermediate, Subject = "CN=leaf" }.Create();

        Assert.Contains("16,384 bits with a public exponent", Verify([Record(2, 0, 1, Intermediate)], hostile, Intermediate).Reason, StringComparison.Ordinal);
        Assert.NotNull(Verify([Record(2, 0, 1, Intermediate)], leaf, hostile, Intermediate).Matched);
    }

    [Fact]
    public void Long_keys_use_up_the_budget_of_a_server_and_usual_ones_do_not()
    {
        WorkBudget budget = new();
        PublicKeyFacts usual = new("RSA", 2048) { ExponentSize = 17 }, longest = new("RSA", 16_384) { ExponentSize = 64 };

        Assert.All(Enumerable.Range(0, 100), _ => Assert.True(budget.TrySpend(usual)));
        Assert.InRange(Enumerable.Range(0, 100).Count(_ => budget.TrySpend(longest)), 10, 23);
        Assert.True(budget.IsSpent);
    }

    // RFC 7671 section 5.2.2 demands a sent anchor of digests only; posttls-finger and Postfix verify 2 0 0 and 2 1 0 without.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_anchor_that_is_whole_in_the_DNS_need_not_be_sent(int selector)
    {
        DaneVerdict verdict = Verify([Record(2, selector, 0, Root)], Leaf, Intermediate);

        Assert.NotNull(verdict.Matched);
        Assert.True(Assert.Single(verdict.Records).Matches);
        Assert.NotNull(Verify([Record(2, selector, 0, Intermediate)], Leaf).Matched);
        Assert.Null(Verify([Record(2, selector, 0, Root)], Leaf).Matched);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void An_anchor_in_the_DNS_that_has_signed_nothing_is_none(int selector) =>
        Assert.Contains("has issued", Verify([Record(2, selector, 0, TestCertificate.Root())], Leaf, Intermediate).Reason, StringComparison.Ordinal);

    [Fact]
    public void With_DANE_TA_the_name_counts_and_may_be_that_of_the_next_hop()
    {
        X509Certificate2 other = new TestCertificate { Issuer = Intermediate, DnsNames = ["elsewhere.example"] }.Create();
        X509Certificate2 nextHop = new TestCertificate { Issuer = Intermediate, DnsNames = ["example.com"] }.Create();

        Assert.Contains("3.2.2", Verify([Record(2, 0, 1, Intermediate)], other, Intermediate).Reason, StringComparison.Ordinal);
        Assert.NotNull(Verify([Record(2, 0, 1, Intermediate)], nextHop, Intermediate).Matched);
    }

    [Fact]
    public void With_DANE_TA_the_expiry_counts()
    {
        X509Certificate2 old = new TestCertificate { Issuer = Intermediate, NotAfter = TestCertificate.Now.AddDays(-1) }.Create();

        Assert.Contains("does not hold", Verify([Record(2, 0, 1, Intermediate)], old, Intermediate).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_anchor_that_has_signed_nothing_below_it_is_none()
    {
        // The same name as the intermediate, another key: sending the true one beside it proves nothing.
        X509Certificate2 impostor = TestCertificate.Intermediate(Root, key: RSA.Create(2048));
        X509Certificate2 forged = new TestCertificate { Issuer = impostor }.Create();

        Assert.Contains("nothing that was sent has issued", Verify([Record(2, 0, 1, Intermediate)], forged, Intermediate).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaf_that_issues_does_not_extend_the_chain()
    {
        X509Certificate2 noAuthority = new TestCertificate { Issuer = Intermediate, Key = RSA.Create(2048) }.Create();
        X509Certificate2 below = new TestCertificate { Issuer = noAuthority }.Create();

        Assert.Contains("does not hold", Verify([Record(2, 0, 1, Intermediate)], below, noAuthority, Intermediate).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void One_record_that_matches_is_enough_and_the_others_are_told()
    {
        DaneVerdict verdict = Verify([Record(3, 1, 1, Root), Record(3, 1, 1, Leaf), Record(1, 1, 1, Leaf)], Leaf, Intermediate);

        Assert.Equal(Record(3, 1, 1, Leaf).Data, verdict.Matched!.Data);
        Assert.Equal([false, true, null], verdict.Records.Select(one => one.Matches));
    }

    [Fact]
    public void A_stale_record_of_the_stronger_digest_hides_a_good_one_of_the_weaker() =>
        Assert.Null(Verify([Record(3, 1, 1, Leaf), Record(3, 1, 2, Root)], Leaf, Intermediate).Matched);

    [Fact]
    public void Certificates_that_cannot_be_read_are_no_match()
    {
        DaneVerdict verdict = DaneVerifier.Verify([Record(2, 1, 1, Intermediate), Record(3, 1, 1, Leaf)], [[0x30, 0x03, 1], [0x30]], Names, TestCertificate.Now);

        Assert.Null(verdict.Matched);
        Assert.NotNull(verdict.Reason);
    }

    private static DaneVerdict Verify(TlsaRecord[] records, params X509Certificate2[] sent) =>
        DaneVerifier.Verify(records, [.. sent.Select(one => one.RawData)], Names, TestCertificate.Now);

    private static TlsaRecord Record(int usage, int selector, int matchingType, X509Certificate2 certificate) => TlsaRecords.Record(
        "_25._tcp.mx.example.com", (TlsaUsage)usage, (TlsaSelector)selector, (TlsaMatchingType)matchingType,
        TlsaData.Of(certificate.RawData, (TlsaSelector)selector, (TlsaMatchingType)matchingType));
}
