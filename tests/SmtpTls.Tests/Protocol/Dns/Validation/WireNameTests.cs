using SmtpTls.Dns.Validation;

namespace SmtpTls.Tests.Dns;

public sealed class WireNameTests
{
    [Fact]
    public void Names_sort_in_canonical_order()
    {
        // RFC 4034 section 6.1.
        string[] right = ["example", "a.example", "yljkjljk.a.example", "Z.a.example", "zABC.a.EXAMPLE", "z.example", "\\001.z.example", "*.z.example", "\\200.z.example"];

        WireName[] names = [.. right.Reverse().Select(WireName.Parse).Order()];

        Assert.Equal(right.Select(name => name.ToLowerInvariant()), names.Select(name => name.ToString()));
    }

    [Theory]
    [InlineData("www.example.com", "example.com", true)]
    [InlineData("WWW.EXAMPLE.com", "example.COM", true)]
    [InlineData("example.com", "example.com", true)]
    [InlineData("notexample.com", "example.com", false)]
    [InlineData("com", "example.com", false)]
    [InlineData("a.b", ".", true)]
    public void A_name_is_at_or_below_another(string name, string other, bool expected) =>
        Assert.Equal(expected, WireName.Parse(name).IsAtOrBelow(WireName.Parse(other)));

    [Fact]
    public void A_key_s_tag_is_that_of_the_registry()
    {
        // KSK-2017: https://data.iana.org/root-anchors/root-anchors.xml
        const string Key = "AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=";
        Dnskey key = TrustAnchors.Parse(". IN DNSKEY 257 3 8 " + Key).Find(WireName.Root)!.Keys[0];

        Assert.Equal(20326, key.KeyTag);
        Assert.Contains(TrustAnchors.Root.Find(WireName.Root)!.Ds, ds => ds.Matches(key));
    }
}
