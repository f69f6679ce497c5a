using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Testing;

/// <summary>The numbers here are those of docs/score.md.</summary>
public sealed class ScoreTests
{
    [Fact]
    public void The_good_server_of_the_documentation()
    {
        StartTlsResult result = Result(TestStatus.Authenticated, SslProtocolVersion.Tls12, valid: true, name: true, days: 60);

        Assert.Equal(95, ScoreFormula.Of(result, Suite("ECDHE", "AES_256_GCM", 256)));
    }

    [Fact]
    public void The_old_server_of_the_documentation()
    {
        StartTlsResult result = Result(TestStatus.Encrypted, SslProtocolVersion.Tls10, valid: false, name: true, days: 3000);

        Assert.Equal(32, ScoreFormula.Of(result, Suite("RSA", "AES_128_CBC", 128)));
    }

    [Theory]
    [InlineData(SslProtocolVersion.Tls13, "any", "AES_256_GCM", 256, true, true, 14, 100)]
    [InlineData(SslProtocolVersion.Tls13, "any", "CHACHA20_POLY1305", 256, true, true, 13, 95)] // 90 of 95
    [InlineData(SslProtocolVersion.Tls13, "any", "AES_128_GCM", 128, true, null, 90, 100)] // 80 of 80: no name to judge
    [InlineData(SslProtocolVersion.Tls12, "RSA", "3DES_EDE_CBC", 112, true, true, 90, 68)] // 65 of 95
    [InlineData(SslProtocolVersion.Tls12, "RSA", "RC4_128", 128, true, true, 90, 68)]
    [InlineData(SslProtocolVersion.Ssl3, "DHE", "AES_256_CBC", 256, false, false, -3, 21)] // 20 of 95
    [InlineData(SslProtocolVersion.Tls12, "ECDHE", "NULL", 0, true, true, 90, 0)]
    public void Each_part_counts_as_documented(
        SslProtocolVersion protocol, string exchange, string cipher, int strength, bool? valid, bool? name, int days, int expected)
    {
        StartTlsResult result = Result(TestStatus.Encrypted, protocol, valid, name, days);

        Assert.Equal(expected, ScoreFormula.Of(result, Suite(exchange, cipher, strength)));
    }

    [Fact]
    public void A_policy_counts_only_where_it_was_looked_at()
    {
        StartTlsResult without = Result(TestStatus.Authenticated, SslProtocolVersion.Tls13, true, true, 90);
        StartTlsResult looked = without with { MtaSts = MtaStsOutcome.None };
        StartTlsResult enforced = without with { MtaSts = MtaStsOutcome.Enforce, Level = TlsLevel.Enforced };
        CipherSuite suite = Suite("any", "AES_256_GCM", 256);

        Assert.Equal((100, 95, 100), (ScoreFormula.Of(without, suite), ScoreFormula.Of(looked, suite), ScoreFormula.Of(enforced, suite)));
    }

    [Fact]
    public void DANE_makes_up_for_a_CA_and_a_policy_that_is_not_fulfilled_limits_the_score()
    {
        StartTlsResult byDane = Result(TestStatus.Authenticated, SslProtocolVersion.Tls13, valid: false, name: false, days: 90) with
        {
            Dane = DaneOutcome.Valid,
            Level = TlsLevel.Enforced,
            MtaSts = MtaStsOutcome.EnforceFailed,
        };
        StartTlsResult good = Result(TestStatus.Encrypted, SslProtocolVersion.Tls13, valid: true, name: true, days: 90);
        StartTlsResult notByDane = good with { Dane = DaneOutcome.Invalid };
        StartTlsResult notByMtaSts = good with { MtaSts = MtaStsOutcome.EnforceFailed };
        StartTlsResult unknown = good with { Status = TestStatus.Authenticated, Dane = DaneOutcome.Unknown };
        CipherSuite suite = Suite("any", "AES_256_GCM", 256);

        Assert.Equal([100, 50, 50, 100], new[] { byDane, notByDane, notByMtaSts, unknown }.Select(result => ScoreFormula.Of(result, suite)));
    }

    [Theory]
    [InlineData(TestStatus.NotOffered)]
    [InlineData(TestStatus.Refused)]
    [InlineData(TestStatus.HandshakeFailed)]
    [InlineData(TestStatus.TemporaryFailure)]
    [InlineData(TestStatus.Unreachable)]
    public void Without_encryption_there_is_no_score(TestStatus status) =>
        Assert.Equal(0, ScoreFormula.Of(Result(status, SslProtocolVersion.Tls13, true, true, 90), Suite("any", "AES_256_GCM", 256)));

    [Theory]
    [InlineData(TestStatus.NotOffered, SslProtocolVersion.Tls13, 256, false, TlsLevel.None)]
    [InlineData(TestStatus.TemporaryFailure, null, null, false, TlsLevel.None)]
    [InlineData(TestStatus.HandshakeFailed, null, null, false, TlsLevel.Opportunistic)]
    [InlineData(TestStatus.Authenticated, SslProtocolVersion.Tls11, 256, true, TlsLevel.Opportunistic)]
    [InlineData(TestStatus.Encrypted, SslProtocolVersion.Tls12, 0, false, TlsLevel.Opportunistic)]
    [InlineData(TestStatus.Encrypted, SslProtocolVersion.Tls12, 128, true, TlsLevel.Encrypted)]
    [InlineData(TestStatus.Authenticated, SslProtocolVersion.Tls12, 128, false, TlsLevel.Authenticated)]
    [InlineData(TestStatus.Authenticated, SslProtocolVersion.Tls13, 256, true, TlsLevel.Enforced)]
    public void The_level_is_that_of_the_documentation(TestStatus status, SslProtocolVersion? protocol, int? strength, bool enforced, TlsLevel expected) =>
        Assert.Equal(expected, TlsLevelRule.Of(status, protocol, strength, enforced));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, 4 * 3 * 3 * 3 * 2)];

    // "Why is it not 100?" always has an answer, and 100 has nothing to warn of.
    [Theory]
    [MemberData(nameof(Cases))]
    public void Findings_say_why_the_score_is_not_100(int number)
    {
        SslProtocolVersion protocol = new[] { SslProtocolVersion.Ssl3, SslProtocolVersion.Tls10, SslProtocolVersion.Tls12, SslProtocolVersion.Tls13 }[number % 4];
        bool? valid = new bool?[] { true, false, null }[number / 4 % 3];
        bool? name = new bool?[] { true, false, null }[number / 12 % 3];
        CipherSuite suite = new[] { Suite("any", "AES_256_GCM", 256), Suite("RSA", "RC4_128", 128), Suite("ECDHE", "AES_256_CBC", 256) }[number / 36 % 3];
        StartTlsResult result = Result(TestStatus.Encrypted, protocol, valid, name, number / 108 % 2 == 0 ? 90 : 3);

        int score = ScoreFormula.Of(result, suite);
        Finding[] findings = TestFindings.Of(new TestSubject(result with { Score = score }, suite, null));

        Assert.Equal(score < 100, findings.Length > 0);
        Assert.True(score < 100 || findings.All(finding => finding.Severity == FindingSeverity.Information));
        Assert.Equal(findings.OrderByDescending(finding => finding.Severity), findings);
    }

    [Fact]
    public void A_common_name_alone_costs_points_and_is_told()
    {
        StartTlsResult result = Result(TestStatus.Authenticated, SslProtocolVersion.Tls13, true, true, 90) with { Certificate = Certificate() };
        CipherSuite suite = Suite("any", "AES_256_GCM", 256);

        Assert.Equal(95, ScoreFormula.Of(result, suite)); // 90 of 95
        Assert.Equal("CommonNameOnly", Assert.Single(TestFindings.Of(new TestSubject(result, suite, null))).Id);
    }

    [Theory]
    [InlineData("DHE", 1024, 89)] // 85 of 95, as 15 - 10
    [InlineData("DHE", 2048, 100)]
    [InlineData("ECDHE", 192, 89)]
    [InlineData("ECDHE", 256, 100)]
    [InlineData("ECDHE", null, 100)]
    public void A_short_key_exchange_costs_points_and_is_told(string exchange, int? bits, int expected)
    {
        StartTlsResult result = Result(TestStatus.Authenticated, SslProtocolVersion.Tls13, true, true, 90) with { KeyExchangeBits = bits };
        CipherSuite suite = Suite(exchange, "AES_256_GCM", 256);

        Assert.Equal(expected, ScoreFormula.Of(result, suite));
        Assert.Equal(expected < 100, TestFindings.Of(new TestSubject(result, suite, null)).Any(finding => finding.Id == "KeyExchangeWeak"));
    }

    [Fact]
    public void An_odd_handshake_limits_the_score_and_is_told()
    {
        StartTlsResult result = Result(TestStatus.Authenticated, SslProtocolVersion.Tls13, true, true, 90) with { HandshakeProblems = [HandshakeProblem.WrongKeyUsage] };
        CipherSuite suite = Suite("any", "AES_256_GCM", 256);
        HandshakeRemark remark = new(HandshakeProblem.WrongKeyUsage, "The key usage lacks digitalSignature.");

        Assert.Equal(90, ScoreFormula.Of(result, suite));
        Finding finding = Assert.Single(TestFindings.Of(new TestSubject(result, suite, null) { Remarks = [remark] }));
        Assert.Equal(("WrongKeyUsage", FindingSeverity.Warning, remark.Text), (finding.Id, finding.Severity, finding.Text));
    }

    private static CertificateInfo Certificate()
    {
        using System.Security.Cryptography.X509Certificates.X509Certificate2 certificate = new TestCertificate { Subject = "CN=mx.example.com", DnsNames = [] }.Create();
        return SmtpTls.Certificates.CertificateInfoFactory.Create(certificate);
    }

    private static StartTlsResult Result(TestStatus status, SslProtocolVersion protocol, bool? valid, bool? name, int days) => new()
    {
        Port = 25,
        Time = default,
        Status = status,
        Protocol = protocol,
        CertificateValid = valid,
        NameMatch = name,
        DaysLeft = days,
    };

    private static CipherSuite Suite(string exchange, string cipher, int strength) => new()
    {
        Code = 0,
        Name = $"TLS_{exchange}_WITH_{cipher}",
        KeyExchange = exchange,
        Authentication = "RSA",
        Encryption = cipher,
        Strength = strength,
        Hash = "SHA256",
        MinProtocol = SslProtocolVersion.Ssl3,
        MaxProtocol = SslProtocolVersion.Tls13,
        Recommended = "N",
    };
}
