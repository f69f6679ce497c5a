using System.Management.Automation;

namespace SmtpTls.Tests.Lab;

/// <summary>From a domain to its mail servers, by a real name server (tests/lab/smtptls_lab/nsd.py has the zones).</summary>
public sealed class LabDomainTests(LabShell shell) : IClassFixture<LabShell>
{
    private readonly LabDescription _lab = LabDescription.Require();

    [Theory]
    [InlineData("mx.lab.test", "10 postfix-good Authenticated", "20 exim-good Authenticated", "30 opensmtpd-good Authenticated")]
    [InlineData("MX.LAB.TEST.", "10 postfix-good Authenticated", "20 exim-good Authenticated", "30 opensmtpd-good Authenticated")]
    [InlineData("alias.lab.test", "10 postfix-good Authenticated", "20 exim-good Authenticated", "30 opensmtpd-good Authenticated")]
    [InlineData("implicit.lab.test", "- implicit Encrypted")]
    [InlineData("noaddress.lab.test", "10 nowhere DnsFailure", "20 postfix-good Authenticated")]
    [InlineData("onlynoaddress.lab.test", "10 nowhere DnsFailure")]
    [InlineData("mxalias.lab.test", "10 hostalias Encrypted")]
    [InlineData("twohosts.lab.test", "10 twoaddresses Encrypted", "10 twoaddresses Encrypted")]
    [InlineData("bücher.lab.test", "10 postfix-good Authenticated")]
    public void Every_address_of_every_mail_server_has_a_result_in_order_of_preference(string domain, params string[] expected)
        => Assert.Equal(expected, shell.TestDomain(_lab, domain).Select(Describe));

    [Theory]
    [InlineData("null.lab.test", "NullMx", "null MX")]
    [InlineData("nomx.lab.test", "NoMx", "no address")]
    [InlineData("nowhere.lab.test", "NoMx", "NXDOMAIN")]
    [InlineData("servfail.test", "DnsFailure", "SERVFAIL")]
    [InlineData("not-served-here.example", "DnsFailure", "REFUSED")]
    public void A_domain_without_mail_server_has_one_result_that_says_why(string domain, string status, string reason)
    {
        PSObject result = Assert.Single(shell.TestDomain(_lab, domain));

        Assert.Equal((domain, status, "", 0), (result.Text("Domain"), result.Text("Status"), result.Text("Address"), result.Get("Connections")));
        Assert.Contains(reason, result.Text("Reason"), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_addresses_of_one_host_are_two_servers()
        => Assert.Equal(
            [_lab.Server("postfix-good").Address, _lab.Server("exim-good").Address],
            shell.TestDomain(_lab, "twohosts.lab.test").Select(result => result.Text("Address")).Order());

    [Fact]
    public void An_answer_too_big_for_a_datagram_is_asked_for_again_over_TCP_and_bounded_with_a_word_about_it()
    {
        IReadOnlyList<PSObject> results = shell.TestDomain(_lab, "many.lab.test");

        Assert.Equal(Enumerable.Range(0, 32), results.Select(result => (int)result.Get("MxPreference")!));
        Assert.Contains("Resolve: Warning, many.lab.test has 60 MX hosts; the first 32 are used.", results[0].Text("Steps"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_MX_that_names_an_alias_is_a_warning_of_the_look_up()
        => Assert.Contains(
            "Resolve: Warning, The MX names hostalias.lab.test, an alias (CNAME) of postfix-good.lab.test",
            Assert.Single(shell.TestDomain(_lab, "mxalias.lab.test")).Text("Steps"),
            StringComparison.Ordinal);

    [Fact]
    public void The_recipient_of_a_mail_address_is_asked_for()
    {
        PSObject[] results = [.. shell.TestDomain(_lab, "postmaster@mx.lab.test")];

        // OpenSMTPD is told to take mail for nobody.
        Assert.Equal([true, true, false], results.Select(result => result.Get("RecipientAccepted")));
        Assert.Equal(["Authenticated", "Authenticated", "Authenticated"], results.Select(result => result.Text("Status")));
    }

    [Fact]
    public void An_international_domain_is_told_by_its_A_labels()
        => Assert.Equal("xn--bcher-kva.lab.test", Assert.Single(shell.TestDomain(_lab, "bücher.lab.test")).Text("Domain"));

    [Theory]
    [InlineData("IPv4", "DnsFailure")]
    [InlineData("IPv6", "Authenticated")]
    public void AddressFamily_leaves_out_the_other(string family, string status)
        => Assert.Equal(status, shell.Test(_lab, _lab.Server("openssl-ipv6"), $"-AddressFamily {family}").Text("Status"));

    private static string Describe(PSObject result)
        => $"{(result.Get("MxPreference") is { } preference ? preference : "-")} {result.Text("MxHost").Replace(".lab.test", "", StringComparison.Ordinal)} {result.Text("Status")}";
}
