using System.Net;
using SmtpTls.Certificates;

namespace SmtpTls.Tests.Certificates;

public sealed class NameMatcherTests
{
    [Theory]
    // names of the certificate | reference | what matched
    [InlineData("mx.example.com", "mx.example.com", "mx.example.com")]
    [InlineData("MX.Example.COM", "mx.example.com", "MX.Example.COM")]
    [InlineData("mx.example.com", "mx.example.com.", "mx.example.com")]
    [InlineData("mx.example.com.", "mx.example.com", "mx.example.com.")]
    [InlineData("a.example.com mx.example.com", "mx.example.com", "mx.example.com")]
    [InlineData("example.com", "mx.example.com", null)]
    [InlineData("mx.example.com", "example.com", null)]
    // the wildcard is the whole left-most label and stands for exactly one
    [InlineData("*.example.com", "mx.example.com", "*.example.com")]
    [InlineData("*.example.com", "example.com", null)]
    [InlineData("*.example.com", "a.mx.example.com", null)]
    [InlineData("m*.example.com", "mx.example.com", null)]
    [InlineData("*x.example.com", "mx.example.com", null)]
    [InlineData("mx.*.com", "mx.example.com", null)]
    [InlineData("*.*.com", "mx.example.com", null)]
    [InlineData("*.com", "example.com", null)]
    [InlineData("*", "localhost", null)]
    [InlineData("*.", "localhost", null)]
    // international names are compared as A-labels
    [InlineData("xn--bcher-kva.example", "bücher.example", "xn--bcher-kva.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("*.bank.example", "xn--bcher-kva.bank.example", "*.bank.example")]
    [InlineData("bücher.example", "bücher.example", null)]
    // an address is matched by an iPAddress entry alone
    [InlineData("192.0.2.1", "192.0.2.1", null)]
    [InlineData("*.0.2.1", "192.0.2.1", null)]
    [InlineData("ip:192.0.2.1", "192.0.2.1", "192.0.2.1")]
    [InlineData("ip:192.0.2.1", "192.0.2.10", null)]
    [InlineData("ip:2001:db8::1", "2001:0DB8:0:0::1", "2001:db8::1")]
    [InlineData("ip:192.0.2.1", "mx.example.com", null)]
    // the common name counts only without alternative names
    [InlineData("cn:mx.example.com", "mx.example.com", "mx.example.com")]
    [InlineData("cn:*.example.com", "mx.example.com", "*.example.com")]
    [InlineData("cn:192.0.2.1", "192.0.2.1", null)]
    [InlineData("cn:mx.example.com other.example.com", "mx.example.com", null)]
    [InlineData("cn:mx.example.com ip:192.0.2.1", "mx.example.com", null)]
    // what is no name matches nothing
    [InlineData("mx.example.com", "mx example com", null)]
    [InlineData("mx.example.com\\x00.evil.example", "mx.example.com", null)]
    public void A_certificate_covers_a_name_by_the_rules_of_rfc_6125(string presented, string reference, string? matched)
    {
        string[] all = presented.Split(' ');
        CertificateNames names = new()
        {
            DnsNames = [.. all.Where(n => !n.StartsWith("ip:", StringComparison.Ordinal) && !n.StartsWith("cn:", StringComparison.Ordinal))],
            IpAddresses = [.. all.Where(n => n.StartsWith("ip:", StringComparison.Ordinal)).Select(n => IPAddress.Parse(n[3..]))],
            CommonName = all.FirstOrDefault(n => n.StartsWith("cn:", StringComparison.Ordinal))?[3..],
        };

        Assert.Equal(matched, NameMatcher.Match(names, reference));
    }
}
