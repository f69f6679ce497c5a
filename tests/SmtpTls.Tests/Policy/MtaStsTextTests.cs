using SmtpTls.Policy;

namespace SmtpTls.Tests.Policy;

public sealed class MtaStsTextTests
{
    private const string Good = "version: STSv1\nmode: enforce\nmax_age: 604800\nmx: mx.example.com\n";

    [Theory]
    [InlineData("v=STSv1; id=20160831085700Z;", "20160831085700Z")]
    [InlineData("v=STSv1;id=a", "a")]
    [InlineData("v = STSv1 ; id = 1 ; future=x", "1")]
    public void A_record_has_an_id(string record, string id)
    {
        Assert.True(MtaStsRecord.TryReadId(record, out string? found, out string? error), error);
        Assert.Equal(id, found);
    }

    [Theory]
    [InlineData("v=STSv1")]
    [InlineData("v=STSv1; id=")]
    [InlineData("v=STSv1; id=2026-11-25")]
    [InlineData("v=STSv1; id=123456789012345678901234567890123")]
    [InlineData("v=STSv1;; id=1")]
    [InlineData("v=STSv1; id=1; -x=1")]
    [InlineData("v=STSv1; id=1; x")]
    [InlineData("v=STSv1; id=1 2")]
    public void A_record_that_is_not_right_is_refused_in_a_sentence(string record)
    {
        Assert.False(MtaStsRecord.TryReadId(record, out _, out string? error));
        Assert.EndsWith(".", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Good)]
    [InlineData("version: STSv1\r\nmode: enforce\r\nmax_age: 604800\r\nmx: mx.example.com\r\n")]
    [InlineData("version:STSv1\nmode:\tenforce\nmax_age: 604800 \nmx: MX.Example.com")]
    [InlineData(Good + "future: what\nmode: none\nversion: STSv2\nmax_age: 1\n")]
    [InlineData(Good + "\n\n")]
    public void A_policy_is_read_whatever_ends_its_lines_and_the_first_of_each_key_counts(string text)
    {
        Assert.True(MtaStsPolicyText.TryRead(text, out MtaStsPolicyText? policy, out string? error), error);
        Assert.Equal((MtaStsMode.Enforce, TimeSpan.FromSeconds(604800), "mx.example.com"), (policy.Mode, policy.MaxAge, Assert.Single(policy.Mx)));
    }

    [Theory]
    [InlineData("", "version")]
    [InlineData("mode: enforce\nmax_age: 1\nmx: a.example", "version")]
    [InlineData("version: STSv2\nmode: enforce\nmax_age: 1\nmx: a.example", "STSv2")]
    [InlineData("version: STSv1\nmax_age: 1\nmx: a.example", "mode")]
    [InlineData("version: STSv1\nmode: strict\nmax_age: 1\nmx: a.example", "strict")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.example", "max_age")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: -1\nmx: a.example", "-1")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 31557601\nmx: a.example", "31557601")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 99999999999999999999\nmx: a.example", "99999999999999999999")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1", "mx")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1\nmx: *", "*")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1\nmx: a.*.example", "a.*.example")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1\nmx: 192.0.2.1", "192.0.2.1")]
    [InlineData("<html>", "<html>")]
    [InlineData("v\0e\0r\0s\0i\0o\0n\0", "NUL")]
    [InlineData("\uFEFFversion: STSv1\nmode: enforce\nmax_age: 1\nmx: a.example", "byte order mark")]
    [InlineData("version: STSv1\nmode:\u00A0enforce\nmax_age: 1\nmx: a.example", "U+00A0")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1\nmx: a.example\u200B", "U+200B")]
    public void A_policy_that_is_not_right_is_refused_and_the_value_is_named(string text, string named)
    {
        Assert.False(MtaStsPolicyText.TryRead(text, out _, out string? error));
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mode_none_needs_no_mx() =>
        Assert.True(MtaStsPolicyText.TryRead("version: STSv1\nmode: none\nmax_age: 1", out _, out _));

    [Theory]
    [InlineData("mx.example.com", "mx.example.com", true)]
    [InlineData("mx.example.com", "MX.EXAMPLE.COM", true)]
    [InlineData("*.example.com", "mx.example.com", true)]
    [InlineData("*.example.com", "a.mx.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("mx.example.com", "xmx.example.com", false)]
    public void A_wildcard_is_exactly_one_label(string pattern, string host, bool covered) =>
        Assert.Equal(covered, MtaStsPolicyText.Covering([pattern], host) is not null);

    [Theory]
    [InlineData("v=TLSRPTv1; rua=mailto:tls@example.com", 1)]
    [InlineData("v=TLSRPTv1;rua=mailto:tls@example.com,https://example.com/v1/tlsrpt;", 2)]
    [InlineData("v=TLSRPTv1; rua=mailto:tls@example.com; ext=1", 1)]
    [InlineData("v=TLSRPTv1; rua=mailto:a@example.com, mailto:b@example.com", 2)]
    [InlineData("v=TLSRPTv1; rua=mailto:a@example.com ,\tmailto:b@example.com", 2)]
    public void A_TLSRPT_record_says_where_reports_go(string record, int count)
    {
        TlsRptPolicy policy = TlsRptRecord.Read(record);

        Assert.Null(policy.Reason);
        Assert.Equal(count, policy.Rua.Length);
    }

    [Theory]
    [InlineData("v=TLSRPTv1", "rua")]
    [InlineData("v=TLSRPTv1; rua=", "rua")]
    [InlineData("v=TLSRPTv1; rua=tls@example.com", "tls@example.com")]
    [InlineData("v=TLSRPTv1; rua=mailto:nobody", "mailto:nobody")]
    [InlineData("v=TLSRPTv1; rua=http://example.com/", "http://example.com/")]
    [InlineData("v=TLSRPTv1; rua=mailto:tls@example.com!10m", "%21")]
    public void A_TLSRPT_record_that_is_not_right_is_told(string record, string named) =>
        Assert.Contains(named, TlsRptRecord.Read(record).Reason, StringComparison.Ordinal);

    [Fact]
    public void Addresses_after_the_first_rua_are_told_of()
    {
        const string Record = "v=TLSRPTv1; rua=mailto:a@example.com; rua=mailto:b@example.com";

        Assert.Equal("mailto:a@example.com", Assert.Single(TlsRptRecord.Read(Record).Rua));
        Assert.Equal("mailto:b@example.com", Assert.Single(TlsRptRecord.Others(Record)));
    }
}
