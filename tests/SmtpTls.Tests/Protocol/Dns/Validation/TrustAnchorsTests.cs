using SmtpTls.Dns.Validation;

namespace SmtpTls.Tests.Dns;

public sealed class TrustAnchorsTests
{
    private const string Ksk2017 = "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";

    [Theory]
    [InlineData(". IN DS 20326 8 2 " + Ksk2017)]
    [InlineData(".\t172800\tIN\tDS\t20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D084 58E880409BBC683457104237C7F8EC8D ; KSK-2017")]
    [InlineData("; made by a tool\n. DS 20326 8 2 ( E06D44B80B8F1D39A95C0B0D7C65D084\n  58e880409bbc683457104237c7f8ec8d )\n")]
    [InlineData("trust-anchor: \". DS 20326 8 2 " + Ksk2017 + "\"")]
    [InlineData("trust-anchors {\n  . static-ds 20326 8 2 \"" + Ksk2017 + "\"; // the root\n};")]
    public void A_DS_record_is_read_as_tools_write_it(string text)
    {
        TrustAnchor anchor = TrustAnchors.Parse(text).Find(WireName.Root)!;

        Ds ds = Assert.Single(anchor.Ds);
        Assert.Equal((20326, 8, 2, Ksk2017), (ds.KeyTag, ds.Algorithm, ds.DigestType, Convert.ToHexString(ds.Digest)));
    }

    [Theory]
    [InlineData("example.com. 3600 IN DNSKEY 257 3 13 mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+GqJxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ== ; ksk")]
    [InlineData("trust-anchors { example.com. initial-key 257 3 13 \"mdsswUyr3DPW132mOi8V9xESWE8jTo0dxCjjnopKl+Gq JxpVXckHAeF+KkxLbxILfDLUT0rAK9iUzy1L53eKGQ==\"; };")]
    public void A_DNSKEY_record_is_read_as_tools_write_it(string text)
    {
        Dnskey key = Assert.Single(TrustAnchors.Parse(text).Find(WireName.Parse("example.com"))!.Keys);

        Assert.Equal((257, 13, 64), (key.Flags, key.Algorithm, key.PublicKey.Length));
    }

    [Theory]
    [InlineData("", "has no trust anchor")]
    [InlineData("hello", "is no DS or DNSKEY record")]
    [InlineData(". IN DS 20326 8 2 E06X", "'E06X' is not hexadecimal")]
    [InlineData(". IN DS 99999 8 2 E0", "'99999' is no number from 0 to 65535")]
    [InlineData(". IN DNSKEY 256 3 8 !!!!", "cannot be read as a trust anchor")]
    public void What_is_no_anchor_is_named_with_what_would_be_right(string text, string expected)
    {
        FormatException e = Assert.Throws<FormatException>(() => TrustAnchors.Parse(text));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_root_s_anchors_are_those_that_Debian_ships()
    {
        const string File = "/usr/share/dns/root.ds";
        Assert.SkipUnless(System.IO.File.Exists(File), "The package dns-root-data is not installed.");

        string[] debian = [.. TrustAnchors.Parse(System.IO.File.ReadAllText(File)).Find(WireName.Root)!.Ds.Select(Text).Order()];

        Assert.Equal(debian, TrustAnchors.Root.Find(WireName.Root)!.Ds.Select(Text).Order());
    }

    private static string Text(Ds ds) => $"{ds.KeyTag} {ds.Algorithm} {ds.DigestType} {Convert.ToHexString(ds.Digest)}";
}
