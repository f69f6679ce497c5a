using SmtpTls.Policy;

namespace SmtpTls.Tests.Policy;

public sealed class TlsaRecordsTests
{
    [Theory]
    [InlineData(3, 1, 1, 32, null)]
    [InlineData(2, 0, 2, 64, null)]
    [InlineData(0, 0, 1, 32, "3.1.3")]
    [InlineData(1, 1, 1, 32, "3.1.3")]
    [InlineData(4, 1, 1, 32, "2.1.1")]
    [InlineData(255, 1, 1, 32, "2.1.1")]
    [InlineData(3, 2, 1, 32, "2.1.2")]
    [InlineData(3, 1, 3, 32, "2.1.3")]
    [InlineData(3, 1, 1, 31, "2.1.4")]
    [InlineData(3, 1, 1, 0, "2.1.4")]
    [InlineData(3, 1, 2, 32, "2.1.4")]
    [InlineData(3, 0, 0, 40, "2.1.4")]
    [InlineData(3, 1, 0, 0, "2.1.4")]
    public void A_record_is_usable_or_its_problem_cites_the_section(int usage, int selector, int matchingType, int length, string? section)
    {
        TlsaRecord record = TlsaRecords.Record("_25._tcp.mx.example.com", (TlsaUsage)usage, (TlsaSelector)selector, (TlsaMatchingType)matchingType, new byte[length]);

        Assert.Equal(section is null, record.Usable);
        Assert.True(section is null || record.Problem!.Contains(section, StringComparison.Ordinal), record.Problem);
    }

    [Fact]
    public void Numbers_that_are_not_defined_are_shown_as_numbers()
    {
        TlsaRecord record = TlsaRecords.Record("_25._tcp.mx.example.com", (TlsaUsage)7, (TlsaSelector)8, (TlsaMatchingType)9, [0xAB]);

        Assert.Equal("7 8 9 AB", record.ToString());
    }

    [Fact]
    public void Beside_the_stronger_digest_of_the_same_usage_and_selector_the_weaker_does_not_count()
    {
        TlsaRecord[] all = [Record(3, 1, 1), Record(3, 1, 2), Record(3, 0, 1), Record(2, 1, 1), Record(1, 1, 2)];

        Assert.Equal(["3 1 2", "3 0 1", "2 1 1"], TlsaRecords.Effective(all).Select(one => one.ToString()[..5]));
    }

    [Theory]
    [InlineData(3, 1, 1, false, "_25._tcp.mx.example.com. IN TLSA 3 1 1 0102")]
    [InlineData(2, 0, 0, false, "_25._tcp.mx.example.com. IN TLSA 2 0 0 0102")]
    [InlineData(3, 1, 1, true, @"_25._tcp.mx.example.com. IN TYPE52 \# 5 0301010102")]
    public void The_text_goes_into_a_zone_file(int usage, int selector, int matchingType, bool generic, string expected) =>
        Assert.Equal(expected, new TlsaRequest((TlsaUsage)usage, (TlsaSelector)selector, (TlsaMatchingType)matchingType, generic).LineOf("mx.example.com", 25, [1, 2]));

    private static TlsaRecord Record(int usage, int selector, int matchingType) => TlsaRecords.Record(
        "_25._tcp.mx.example.com", (TlsaUsage)usage, (TlsaSelector)selector, (TlsaMatchingType)matchingType, new byte[matchingType == 1 ? 32 : 64]);
}
