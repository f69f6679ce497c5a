using SmtpTls.Dns.Validation;

namespace SmtpTls.Tests.Dns;

/// <summary>What a hostile zone can make a validator compute (CVE-2023-50387, CVE-2023-50868). A budget that runs out throws.</summary>
public sealed class ValidationBudgetTests
{
    private static readonly WireName Zone = WireName.Parse("example.com");

    [Fact]
    public void Of_many_signatures_by_keys_of_one_tag_eight_are_tried()
    {
        Dnskey[] keys = [.. Enumerable.Range(0, 300).Select(_ => Key(0))];
        uint now = (uint)RecordedDns.Time.ToUnixTimeSeconds();
        Rrsig[] signatures = [.. Enumerable.Range(0, 300).Select(number => Signature(keys[0].KeyTag, now, (byte)number))];
        RecordSet set = new(Zone, RecordType.A, [new(Zone, RecordType.A, 300, [192, 0, 2, 1])], signatures);

        SignatureCheck check = SignatureCheck.Of(set, Zone, keys, RecordedDns.Time, new ValidationBudget());

        Assert.False(check.Holds);
        Assert.Contains("the first 8 signatures", check.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_DS_records_that_match_no_key_four_are_tried()
    {
        Dnskey[] keys = [.. Enumerable.Range(0, 300).Select(_ => Key(0))];
        Ds[] ds = [.. Enumerable.Range(0, 300).Select(number => new Ds(keys[0].KeyTag, 13, 2, [(byte)number, .. new byte[31]]))];

        Assert.Empty(new TrustAnchor(Zone, ds, []).Vouch(keys, new ValidationBudget()));
    }

    [Fact]
    public void A_denial_that_needs_more_than_eight_hashes_is_given_up()
    {
        byte[] data = [1, 0, 0, 0, 0, 20, .. new byte[20]];
        WireName owner = WireName.Parse("0123456789abcdefghijklmnopqrstuv.example.com");
        Denial denial = Denial.Of(Zone, [new(owner, RecordType.Nsec3, [new(owner, RecordType.Nsec3, 300, data)], [])]);

        ValidationBudgetException e = Assert.Throws<ValidationBudgetException>(
            () => denial.Prove(WireName.Parse("a.b.c.d.e.f.g.h.i.j.k.example.com"), RecordType.Tlsa));

        Assert.Contains("more than 8 NSEC3 hashes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_up_has_an_end()
    {
        ValidationBudget budget = new();

        Assert.Throws<ValidationBudgetException>(() =>
        {
            for (int i = 0; i < 1000; i++) budget.TakeQuery();
        });
    }

    private static Dnskey Key(byte value) => Dnskey.Read(Zone, [1, 0, 3, 13, .. Enumerable.Repeat(value, 64)])!;

    private static Rrsig Signature(int tag, uint now, byte number)
    {
        byte[] Number(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
        return Rrsig.Read(
        [
            0, 1, 13, 2, .. Number(300), .. Number(now + 86400), .. Number(now - 86400), (byte)(tag >> 8), (byte)tag, .. Zone.ToWire(), .. Enumerable.Repeat(number, 64),
        ])!;
    }
}
