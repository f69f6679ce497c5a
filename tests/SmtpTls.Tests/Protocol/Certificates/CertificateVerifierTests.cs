using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using static SmtpTls.Tests.Support.TestCertificate;

namespace SmtpTls.Tests.Certificates;

public sealed class CertificateVerifierTests
{
    private static readonly X509Certificate2 TestRoot = Root();
    private static readonly X509Certificate2 TestIntermediate = Intermediate(TestRoot, key: RSA.Create(2048));

    private static CertificateVerifierOptions Trusting(params X509Certificate2[] roots) => new() { TrustedRoots = roots, Time = Now };

    private static Task<CertificateVerdict> VerifyAsync(
        CertificateVerifierOptions options, string? name, params X509Certificate2[] sent) =>
        CertificateVerifier.VerifyAsync(sent, name, options, TestContext.Current.CancellationToken);

    private static async Task AssertProblemAsync(CertificateProblem problem, string failure, string reason, params X509Certificate2[] sent)
    {
        CertificateVerdict verdict = await VerifyAsync(Trusting(TestRoot), "mx.example.com", sent);

        Assert.Equal([problem], verdict.Problems);
        Assert.Equal([reason], verdict.Reasons);
        Assert.Equal(failure, verdict.Failure);
        Assert.False(verdict.Valid);
        Assert.True(verdict.NameMatch);
    }

    [Fact]
    public async Task A_good_chain_to_a_trusted_root_is_valid()
    {
        X509Certificate2 leaf = new TestCertificate { Issuer = TestIntermediate, DnsNames = ["*.example.com"], Addresses = ["192.0.2.1"] }.Create();

        CertificateVerdict verdict = await VerifyAsync(Trusting(TestRoot), "MX.example.com.", leaf, TestIntermediate);

        Assert.True(verdict.Valid);
        Assert.True(verdict.NameMatch);
        Assert.Equal("*.example.com", verdict.MatchedName);
        Assert.Equal(30, verdict.DaysLeft);
        Assert.Empty(verdict.Problems);
        Assert.Empty(verdict.Reasons);
        Assert.Null(verdict.Failure);
        Assert.Equal(["CN=mx.example.com", "CN=Test Intermediate"], verdict.ChainSent.Select(c => c.Subject));
        Assert.Equal(["CN=mx.example.com", "CN=Test Intermediate", "CN=Test Root"], verdict.ChainBuilt.Select(c => c.Subject));
        Assert.Equal(leaf.Thumbprint, verdict.Certificate?.Thumbprint);
    }

    [Fact]
    public async Task Order_and_surplus_of_what_is_sent_do_not_matter()
    {
        X509Certificate2 leaf = new TestCertificate { Issuer = TestIntermediate }.Create();

        CertificateVerdict verdict = await VerifyAsync(Trusting(Root("CN=Another"), TestRoot), null, leaf, TestRoot, Root("CN=Stranger"), TestIntermediate);

        Assert.True(verdict.Valid);
        Assert.Null(verdict.NameMatch);
    }

    [Fact]
    public async Task A_root_that_was_sent_cross_signed_is_still_the_trusted_one()
    {
        RSA key = RSA.Create(2048);
        X509Certificate2 root = Root("CN=New Root", key);
        X509Certificate2 crossSigned = Intermediate(Root("CN=Old Root"), "CN=New Root", key);
        X509Certificate2 leaf = new TestCertificate { Issuer = root }.Create();

        CertificateVerdict verdict = await VerifyAsync(Trusting(root), null, leaf, crossSigned);

        Assert.True(verdict.Valid);
    }

    [Fact]
    public async Task Nothing_sent_is_a_finding()
    {
        CertificateVerdict verdict = await VerifyAsync(Trusting(TestRoot), "mx.example.com");

        Assert.Equal([CertificateProblem.NoCertificate], verdict.Problems);
        Assert.Null(verdict.Valid);
        Assert.Null(verdict.NameMatch);
        Assert.Equal(FailureType.ValidationFailure, verdict.Failure);
    }

    [Fact]
    public Task A_self_signed_certificate_is_called_so() => AssertProblemAsync(
        CertificateProblem.SelfSigned,
        FailureType.CertificateNotTrusted,
        "The certificate is self-signed and not among the trusted roots.",
        new TestCertificate().Create());

    [Fact]
    public async Task A_self_signed_certificate_that_is_given_as_root_is_trusted()
    {
        X509Certificate2 leaf = new TestCertificate().Create();

        Assert.True((await VerifyAsync(Trusting(leaf), "mx.example.com", leaf)).Valid);
    }

    [Fact]
    public async Task An_untrusted_root_is_called_so_whether_sent_or_not()
    {
        X509Certificate2 otherRoot = Root("CN=Other Root");
        X509Certificate2 otherIntermediate = Intermediate(otherRoot, "CN=Other Intermediate");
        X509Certificate2 leaf = new TestCertificate { Issuer = otherIntermediate }.Create();

        await AssertProblemAsync(
            CertificateProblem.UntrustedRoot, FailureType.CertificateNotTrusted, "The root 'CN=Other Root' is not trusted.", leaf, otherIntermediate, otherRoot);
        await AssertProblemAsync(
            CertificateProblem.UntrustedRoot,
            FailureType.CertificateNotTrusted,
            "The chain ends in 'CN=Other Intermediate'; the certificate of its issuer 'CN=Other Root' is neither sent by the server nor known here.",
            leaf,
            otherIntermediate);
    }

    [Fact]
    public Task A_missing_intermediate_is_called_so_and_not_fetched() => AssertProblemAsync(
        CertificateProblem.MissingIntermediate,
        FailureType.CertificateNotTrusted,
        "The certificate of the issuer 'CN=Test Intermediate' is neither sent by the server nor known here.",
        new TestCertificate { Issuer = TestIntermediate }.Create());

    [Fact]
    public void An_intermediate_that_only_this_machine_has_is_missing_all_the_same()
    {
        X509Certificate2 leaf = new TestCertificate { Issuer = TestIntermediate }.Create();
        using BuiltChain chain = new()
        {
            Elements = [.. new[] { leaf, TestIntermediate, TestRoot }.Select(c => new BuiltChainElement(c, X509ChainStatusFlags.NoError, IsOwn: false))],
            Status = X509ChainStatusFlags.NoError,
        };

        Assert.Equal([CertificateProblem.MissingIntermediate], ChainInspector.Inspect(chain, [leaf], Now).Select(f => f.Problem));
        Assert.Empty(ChainInspector.Inspect(chain, [leaf, TestIntermediate], Now));
    }

    [Fact]
    public void A_missing_link_higher_up_is_told_whatever_this_machine_has()
    {
        X509Certificate2 lower = Intermediate(TestIntermediate, "CN=Lower");
        X509Certificate2 leaf = new TestCertificate { Issuer = lower }.Create();
        using BuiltChain chain = new()
        {
            Elements = [.. new[] { leaf, lower, TestIntermediate, TestRoot }.Select(c => new BuiltChainElement(c, X509ChainStatusFlags.NoError, IsOwn: false))],
            Status = X509ChainStatusFlags.NoError,
        };

        CertificateFinding finding = Assert.Single(ChainInspector.Inspect(chain, [leaf, lower], Now));

        Assert.Equal(CertificateProblem.MissingIntermediate, finding.Problem);
        Assert.Equal(
            "The server does not send 'CN=Test Intermediate', the certificate of the issuer of 'CN=Lower'; this machine has it, others need not.", finding.Text);
        Assert.Empty(ChainInspector.Inspect(chain, [leaf, lower, TestIntermediate], Now));
    }

    [Fact]
    public async Task Keys_that_are_too_long_are_told_and_not_computed_with()
    {
        X509Certificate2 hostile = HostileCertificate.Rsa(16_384, 300_000);

        CertificateVerdict verdict = await VerifyAsync(Trusting(TestRoot), null, hostile, hostile);

        Assert.Equal([CertificateProblem.UnsupportedKey], verdict.Problems);
        Assert.Equal(
            "The certificate has an RSA key of 16,384 bits with a public exponent of 300,000 bits (64 bits is the most); nothing is computed with it here.",
            verdict.Reasons[0]);
        Assert.StartsWith("Certificate 2 of those sent has an RSA key", verdict.Reasons[1], StringComparison.Ordinal);
        Assert.False(verdict.Valid);
        Assert.Equal((16_384, "RSA"), (verdict.Certificate!.KeySize, verdict.Certificate.KeyAlgorithm));

        X509Certificate2 leaf = new TestCertificate { Issuer = TestIntermediate }.Create();
        Assert.Equal(
            [CertificateProblem.UnsupportedKey], (await VerifyAsync(Trusting(TestRoot), null, leaf, TestIntermediate, hostile)).Problems);
    }

    [Fact]
    public async Task Expired_and_not_yet_valid_are_told_for_the_leaf_and_above()
    {
        await AssertProblemAsync(
            CertificateProblem.Expired,
            FailureType.CertificateExpired,
            "The certificate expired on 2030-06-14 12:00 UTC.",
            new TestCertificate { Issuer = TestIntermediate, NotAfter = Now.AddDays(-1) }.Create(),
            TestIntermediate);
        await AssertProblemAsync(
            CertificateProblem.NotYetValid,
            FailureType.CertificateNotTrusted,
            "The certificate is not valid before 2030-06-16 12:00 UTC.",
            new TestCertificate { Issuer = TestIntermediate, NotBefore = Now.AddDays(1) }.Create(),
            TestIntermediate);

        X509Certificate2 old = new TestCertificate
        {
            Subject = "CN=Old Intermediate", Issuer = TestRoot, Authority = true, NotBefore = Now.AddYears(-3), NotAfter = Now.AddDays(-2),
        }.Create();
        await AssertProblemAsync(
            CertificateProblem.Expired,
            FailureType.CertificateExpired,
            "The CA certificate 'CN=Old Intermediate' expired on 2030-06-13 12:00 UTC.",
            IssuedByRenewed(old),
            old);
    }

    // A leaf that outlives its issuer's certificate, because the CA has been renewed with its key and the server still sends the old one.
    private static X509Certificate2 IssuedByRenewed(X509Certificate2 issuer) => new TestCertificate
    {
        Issuer = new TestCertificate
        {
            Subject = issuer.Subject, Authority = true, Key = issuer.GetECDsaPrivateKey(), NotBefore = Now.AddYears(-3), NotAfter = Now.AddYears(3),
        }.Create(),
    }.Create();

    [Fact]
    public async Task Days_left_are_whole_days_and_negative_after_the_end()
    {
        X509Certificate2 leaf = new TestCertificate { Issuer = TestIntermediate, NotAfter = Now.AddDays(5) }.Create();

        Assert.Equal(4, (await VerifyAsync(Trusting(TestRoot) with { Time = Now.AddHours(1) }, null, leaf)).DaysLeft);
        Assert.Equal(-1, (await VerifyAsync(Trusting(TestRoot) with { Time = Now.AddDays(5).AddHours(1) }, null, leaf)).DaysLeft);
    }

    [Fact]
    public async Task A_key_below_2048_bits_is_weak() => await AssertProblemAsync(
        CertificateProblem.WeakKey,
        FailureType.CertificateNotTrusted,
        "The certificate has a key of 1024 bits (RSA); 2048 is the least.",
        new TestCertificate { Issuer = TestIntermediate, Key = RSA.Create(1024) }.Create(),
        TestIntermediate);

    [Theory]
    [InlineData("SHA1", "The certificate is signed with sha1RSA.")]
    [InlineData("MD5", "The certificate is signed with md5RSA.")]
    public async Task A_signature_of_an_old_hash_is_weak(string hash, string reason) => await AssertProblemAsync(
        CertificateProblem.WeakSignature,
        FailureType.CertificateNotTrusted,
        reason,
        new TestCertificate { Issuer = TestIntermediate, Hash = new HashAlgorithmName(hash) }.Create(),
        TestIntermediate);

    [Fact]
    public async Task A_certificate_for_clients_only_has_the_wrong_usage() => await AssertProblemAsync(
        CertificateProblem.WrongKeyUsage,
        FailureType.CertificateNotTrusted,
        "The certificate may not be used for server authentication (extended key usage).",
        new TestCertificate { Issuer = TestIntermediate, ExtendedKeyUsage = "1.3.6.1.5.5.7.3.2" }.Create(),
        TestIntermediate);

    [Theory]
    [InlineData(null)]
    [InlineData("2.5.29.37.0")]
    public async Task No_extended_key_usage_and_any_purpose_allow_everything(string? purpose)
    {
        X509Certificate2 leaf = new TestCertificate { Issuer = TestIntermediate, ExtendedKeyUsage = purpose }.Create();

        Assert.True((await VerifyAsync(Trusting(TestRoot), null, leaf, TestIntermediate)).Valid);
    }

    [Fact]
    public async Task A_key_that_may_only_sign_crls_has_the_wrong_usage() => await AssertProblemAsync(
        CertificateProblem.WrongKeyUsage,
        FailureType.CertificateNotTrusted,
        "The certificate may not be used for TLS (key usage).",
        new TestCertificate { Issuer = TestIntermediate, KeyUsage = X509KeyUsageFlags.CrlSign }.Create(),
        TestIntermediate);

    [Fact]
    public async Task An_issuer_that_is_no_ca_is_found()
    {
        X509Certificate2 noAuthority = new TestCertificate { Subject = "CN=No CA", Issuer = TestIntermediate, Key = RSA.Create(2048) }.Create();

        await AssertProblemAsync(
            CertificateProblem.WrongKeyUsage,
            FailureType.CertificateNotTrusted,
            "The CA certificate 'CN=No CA' has issued a certificate and is no CA (basic constraints, key usage).",
            new TestCertificate { Issuer = noAuthority }.Create(),
            noAuthority,
            TestIntermediate);
    }

    [Fact]
    public async Task A_signature_that_does_not_verify_is_an_invalid_chain()
    {
        byte[] damaged = new TestCertificate { Issuer = TestIntermediate }.Create().RawData;
        damaged[^5] ^= 0x55;

        await AssertProblemAsync(
            CertificateProblem.InvalidChain,
            FailureType.CertificateNotTrusted,
            "The certificate has a signature that its issuer's key does not verify.",
            X509CertificateLoader.LoadCertificate(damaged),
            TestIntermediate);
    }

    [Fact]
    public async Task The_wrong_name_alone_leaves_the_chain_valid()
    {
        X509Certificate2 leaf = new TestCertificate { Issuer = TestIntermediate, DnsNames = ["a.example.com", "b.example.com"] }.Create();

        CertificateVerdict verdict = await VerifyAsync(Trusting(TestRoot), "mx.example.com", leaf, TestIntermediate);

        Assert.True(verdict.Valid);
        Assert.False(verdict.NameMatch);
        Assert.Null(verdict.MatchedName);
        Assert.Equal([CertificateProblem.NameMismatch], verdict.Problems);
        Assert.Equal(["The certificate is for 'a.example.com', 'b.example.com', not for mx.example.com."], verdict.Reasons);
        Assert.Equal(FailureType.CertificateHostMismatch, verdict.Failure);
    }

    [Fact]
    public async Task Several_problems_come_in_order_of_weight()
    {
        X509Certificate2 leaf = new TestCertificate { Key = RSA.Create(1024), DnsNames = ["other.example.com"], NotAfter = Now.AddDays(-1) }.Create();

        CertificateVerdict verdict = await VerifyAsync(Trusting(), "mx.example.com", leaf);

        Assert.Equal(
            [CertificateProblem.SelfSigned, CertificateProblem.Expired, CertificateProblem.NameMismatch, CertificateProblem.WeakKey],
            verdict.Problems);
        Assert.Equal(FailureType.CertificateNotTrusted, verdict.Failure);
    }

    [Fact]
    public async Task What_was_sent_stays_usable()
    {
        X509Certificate2 leaf = new TestCertificate { Issuer = TestIntermediate }.Create();

        await VerifyAsync(Trusting(TestRoot), null, leaf, TestIntermediate);

        Assert.True((await VerifyAsync(Trusting(TestRoot), null, leaf, TestIntermediate)).Valid);
        Assert.NotNull(leaf.GetECDsaPrivateKey());
    }

    [Fact]
    public async Task A_cancelled_token_ends_the_waiting() => await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
        CertificateVerifier.VerifyAsync([TestRoot], null, Trusting(), new CancellationToken(canceled: true)));
}
