using SmtpTls.Tls;

namespace SmtpTls.Tests.Tls;

public sealed class CipherSuiteComparerTests
{
    [Fact]
    public void What_both_have_comes_in_the_order_of_the_reference()
    {
        CipherSuiteComparison comparison = CipherSuiteComparer.Compare(
            Side("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA"), Side("AES128-SHA:ECDHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-SHA:ECDHE-RSA-AES128-GCM-SHA256"));

        Assert.Equal(
            ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_CBC_SHA"],
            comparison.Shared.Select(suite => suite.CipherSuite));
        Assert.Equal((1, 4), (comparison.Shared[0].ReferencePosition, comparison.Shared[0].DifferencePosition));
        Assert.Equal(["TLS_DHE_RSA_WITH_AES_128_CBC_SHA"], comparison.OnlyDifference);
        Assert.Empty(comparison.OnlyReference);
        Assert.Empty(comparison.Suggestions);
        Assert.True(comparison.InCommon);
    }

    [Fact]
    public void TLS_1_3_comes_first_whatever_the_order() =>
        Assert.Equal("TLS_AES_128_GCM_SHA256", CipherSuiteComparer.Compare(
            Side("ECDHE-RSA-AES256-GCM-SHA384:TLS_AES_128_GCM_SHA256"), Side("ECDHE-RSA-AES256-GCM-SHA384:TLS_AES_128_GCM_SHA256")).Preferred);

    [Fact]
    public void A_server_with_ECDHE_only_and_a_partner_with_DHE_only_are_told_what_would_help()
    {
        CipherSuiteComparison comparison = CipherSuiteComparer.Compare(
            Side("ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384"), Side("DHE-RSA-AES128-SHA:DHE-RSA-AES256-GCM-SHA384:DES-CBC3-SHA:RC4-SHA"));

        Assert.False(comparison.InCommon);
        Assert.Null(comparison.Preferred);
        Assert.Contains("Reference has only ECDHE", comparison.Summary, StringComparison.Ordinal);
        Assert.Equal(
            [
                "Difference: TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "Difference: TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                "Reference: TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
                "Difference: TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                "Reference: TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
            ],
            comparison.Suggestions.Select(suggestion => suggestion.ToString()));
        Assert.Equal("needs an ECDSA certificate on the server", comparison.Suggestions[1].Note);
    }

    [Fact]
    public void Where_the_key_exchange_is_the_same_the_ciphers_are_named() =>
        Assert.StartsWith(
            "No suite in common: Reference has only AES_256_GCM, Difference has AES_128_GCM, AES_128_CBC.",
            CipherSuiteComparer.Compare(Side("ECDHE-RSA-AES256-GCM-SHA384"), new CipherSuiteSide("Difference", Side("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA").Suites)).Summary,
            StringComparison.Ordinal);

    [Fact]
    public void Insecure_suites_and_those_that_are_not_for_mail_are_no_advice()
    {
        CipherSuiteComparison comparison = CipherSuiteComparer.Compare(Side("RC4-SHA:ADH-AES256-SHA:NULL-SHA:PSK-AES256-CBC-SHA"), Side("DES-CBC3-SHA:EXP-RC4-MD5"));

        Assert.Empty(comparison.Suggestions);
        Assert.Contains("Neither side has a suite that would be safe", comparison.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_suite_in_different_versions_is_not_in_common()
    {
        CipherSuite suite = CipherSuites.Find("AES128-SHA")!;
        CipherSuiteSide old = new("old", [new OfferedSuite(suite, [SslProtocolVersion.Tls10])]) { KnowsProtocols = true };
        CipherSuiteSide current = new("current", [new OfferedSuite(suite, [SslProtocolVersion.Tls12])]) { KnowsProtocols = true };

        CipherSuiteComparison comparison = CipherSuiteComparer.Compare(current, old);

        Assert.False(comparison.InCommon);
        Assert.Contains("different versions of TLS (TLS 1.2 and TLS 1.0)", comparison.Summary, StringComparison.Ordinal);
        Assert.Contains("needs TLS 1.2 there", comparison.Suggestions[0].Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Windows_that_lacks_a_suite_is_not_told_to_enable_it()
    {
        CipherSuiteSide windows = new("EX01", [OfferedSuite.Named(CipherSuites.Find("ECDHE-RSA-AES256-GCM-SHA384")!)])
        {
            IsWindows = true,
            Available = ["TLS_DHE_RSA_WITH_AES_128_CBC_SHA"],
        };

        CipherSuiteComparison comparison = CipherSuiteComparer.Compare(windows, Side("DHE-RSA-AES256-SHA256:DHE-RSA-AES128-SHA"));

        CipherSuiteSuggestion possible = comparison.Suggestions.Single(suggestion => suggestion.CipherSuite == "TLS_DHE_RSA_WITH_AES_128_CBC_SHA");
        Assert.Equal((true, "Enable-TlsCipherSuite -Name TLS_DHE_RSA_WITH_AES_128_CBC_SHA"), (possible.Supported, possible.Command));
        CipherSuiteSuggestion impossible = comparison.Suggestions[^1];
        Assert.Equal(("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", false, null), (impossible.CipherSuite, impossible.Supported, impossible.Command));
    }

    [Theory]
    [InlineData("TLS_AES_256_GCM_SHA384", SuiteSafety.Recommended)]
    [InlineData("DHE-RSA-AES128-GCM-SHA256", SuiteSafety.Recommended)]
    [InlineData("ECDHE-RSA-AES256-SHA384", SuiteSafety.Acceptable)]
    [InlineData("AES256-GCM-SHA384", SuiteSafety.Weak)]
    [InlineData("DES-CBC3-SHA", SuiteSafety.Insecure)]
    [InlineData("ECDHE-RSA-RC4-SHA", SuiteSafety.Insecure)]
    [InlineData("ADH-AES256-SHA", SuiteSafety.Insecure)]
    [InlineData("NULL-SHA256", SuiteSafety.Insecure)]
    public void Suites_are_judged_by_RFC_9325(string suite, SuiteSafety safety) => Assert.Equal(safety, CipherSuiteSafety.Of(CipherSuites.Find(suite)!));

    private static CipherSuiteSide Side(string names) =>
        new(names.StartsWith("ECDHE", StringComparison.Ordinal) ? "Reference" : "Difference", [.. names.Split(':').Select(name => OfferedSuite.Named(CipherSuites.Find(name) ?? throw new ArgumentException(name)))]);
}
