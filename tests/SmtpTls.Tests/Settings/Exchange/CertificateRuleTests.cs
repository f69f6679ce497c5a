using SmtpTls.Exchange;
using static SmtpTls.Tests.Exchange.Samples;

namespace SmtpTls.Tests.Exchange;

public sealed class CertificateRuleTests
{
    private static readonly RuleCase[] All =
    [
        Case("CertificateExpired", Certificate with { NotAfter = Now.AddSeconds(-1) }),
        Case("CertificateExpiresSoon", Certificate with { NotAfter = Now.AddDays(59) }),
        Case("CertificateExpiresSoon", Certificate with { NotAfter = Now.AddDays(29) }),
        Case("CertificateNotYetValid", Certificate with { NotBefore = Now.AddSeconds(1) }),
        Case("CertificateStatus", Certificate with { Status = "Revoked" }),
        Case("CertificateStatus", Certificate with { Status = "PendingRequest" }),
        Case("CertificateStatus", Certificate with { Status = "Invalid" }),
        Case("NoPrivateKey", Certificate with { HasPrivateKey = false }),
        Case("NotInMachineStore", Certificate with { IsInUserStore = true }),
        Case("NotForServerAuthentication", Certificate with { AllowsServerAuthentication = false }),
        Case("NotBoundToSmtp", Certificate with { IsBoundToSmtp = false }),
        Case("SelfSigned", Certificate with { IsSelfSigned = true }),
        Case("WeakKey", Certificate with { KeyAlgorithm = "RSA", KeySize = 1024 }),
        Case("WeakKey", Certificate with { KeySize = 1024 }),
        Case("WeakSignature", Certificate with { HasWeakSignature = true, SignatureAlgorithm = "sha1RSA" }),
        Case("EmptySubject", Certificate with { Subject = "" }),
        new("SameName", () => Findings(Certificate, Certificate, Renewed), () => Findings(Certificate, Certificate, Certificate with { }, Certificate with { Issuer = "CN=x" })),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, All.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_rule_finds_what_breaks_it_and_nothing_else(int number) => All[number].Verify();

    [Fact]
    public void Every_rule_has_a_case() => Assert.Equal(CertificateRules.All.Select(rule => rule.Id), All.Select(one => one.Id).Distinct());

    [Fact]
    public void Within_30_days_the_renewal_is_urgent()
    {
        Assert.Contains("in 59 days. Renew it in time", Assert.Single(Findings(Certificate with { NotAfter = Now.AddDays(59) })).Text, StringComparison.Ordinal);
        Assert.Contains("in 1 day. Renew it now", Assert.Single(Findings(Certificate with { NotAfter = Now.AddDays(1) })).Text, StringComparison.Ordinal);
        Assert.Empty(Findings(Certificate with { NotAfter = Now.AddDays(61) }));
    }

    [Theory]
    [InlineData("ECDSA", 256)]
    [InlineData("RSA", 2048)]
    [InlineData(null, 384)]
    public void A_key_that_is_long_enough_is_not_weak(string? algorithm, int size) => Assert.Empty(Findings(Certificate with { KeyAlgorithm = algorithm, KeySize = size }));

    [Fact]
    public void Nothing_is_said_of_what_is_not_known() =>
        Assert.Empty(Findings(new ExchangeCertificate { Issuer = Certificate.Issuer, Subject = Certificate.Subject }));

    [Fact]
    public void The_other_certificate_of_the_same_name_is_told() =>
        Assert.Contains(Renewed.Thumbprint!, Assert.Single(Findings(Certificate, Renewed)).Text, StringComparison.Ordinal);

    private static RuleCase Case(string id, ExchangeCertificate broken) => new(id, () => Findings(broken), () => Findings(Certificate));

    private static Finding[] Findings(ExchangeCertificate certificate, params ExchangeCertificate[] others) =>
        CertificateRules.Judge(new CertificateFacts(certificate, others, Now));
}
