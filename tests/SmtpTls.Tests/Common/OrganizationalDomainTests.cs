using System.Text;

namespace SmtpTls.Tests.Common;

public sealed class OrganizationalDomainTests
{
    // The first part are cases of https://github.com/publicsuffix/list/blob/main/tests/test_psl.txt.
    [Theory]
    [InlineData("com", null)]
    [InlineData("b.example.com", "example.com")]
    [InlineData("a.b.Example.COM.", "example.com")]
    [InlineData("uk.com", null)]
    [InlineData("a.b.example.uk.com", "example.uk.com")]
    [InlineData("c.kobe.jp", null)]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("www.city.kobe.jp", "city.kobe.jp")]
    [InlineData("test.ck", null)]
    [InlineData("b.test.ck", "b.test.ck")]
    [InlineData("a.b.test.ck", "b.test.ck")]
    [InlineData("www.www.ck", "www.ck")]
    [InlineData("a.b.ide.kyoto.jp", "b.ide.kyoto.jp")]
    [InlineData("www.食狮.公司.cn", "食狮.公司.cn")]
    [InlineData("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn")]
    [InlineData("mx1.sap.de", "sap.de")]
    [InlineData("mx1.sap.co.uk", "sap.co.uk")]
    [InlineData("ex01.corp.local", "corp.local")]
    [InlineData("localhost", null)]
    [InlineData("192.0.2.1", null)]
    [InlineData("[192.0.2.1]", null)]
    [InlineData("2001:db8::a.b", null)]
    [InlineData("a..com", null)]
    [InlineData(".com", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void TheDomainIsTheSuffixAndOneMoreLabel(string? host, string? domain) => Assert.Equal(domain, OrganizationalDomain.Of(host));

    [Theory]
    [InlineData("mx1.sap.de", "mx2.sap.de", true)]
    [InlineData("a.co.uk", "b.co.uk", false)]
    [InlineData("localhost", "localhost", false)]
    public void HostsOfOneDomainShareIt(string one, string other, bool shared) => Assert.Equal(shared, OrganizationalDomain.IsShared(one, other));

    [Fact]
    public void TheListIsSortedAndEachOfItsRulesIsFound()
    {
        using Stream stream = typeof(OrganizationalDomain).Assembly.GetManifestResourceStream("SmtpTls.Common.PublicSuffixes.txt")!;
        string[] rules = [.. new StreamReader(stream, Encoding.ASCII).ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

        Assert.True(rules.Length > 9000);
        Assert.Equal(rules.Order(StringComparer.Ordinal), rules);
        foreach (string rule in rules.Where(rule => rule[0] is not ('!' or '*')))
            Assert.True(PublicSuffixes.LabelsOf(rule.Split('.')) >= rule.Count(c => c == '.') + 1, rule);
    }
}
