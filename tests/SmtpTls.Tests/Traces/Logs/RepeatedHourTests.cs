namespace SmtpTls.Tests.Logs;

/// <summary>Where clocks are set back, an hour of local time comes twice.</summary>
public sealed class RepeatedHourTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.CreateCustomTimeZone(
        "test", TimeSpan.FromHours(1), "test", "test", "test",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                new DateTime(2000, 1, 1), new DateTime(2099, 12, 31), TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);

    [Theory]
    [InlineData("Oct 26 {0}")]
    [InlineData("2025-10-26 {0}")]
    [InlineData("Sun Oct 26 {0} 2025")]
    public void The_second_begins_where_the_times_go_back(string form)
    {
        string[] local = ["01:59:50", "02:00:01", "02:59:58", "02:59:57", "02:00:02", "02:30:00", "02:29:59", "02:59:59", "03:00:00", "02:59:59"];
        SmtpTls.Logs.LogClock clock = new(Berlin, new DateTimeOffset(2025, 10, 27, 0, 0, 0, TimeSpan.Zero));
        SmtpTls.Logs.LogTimes times = new(clock);

        Assert.Equal(
            ["23:59:50", "00:00:01", "00:59:58", "00:59:57", "01:00:02", "01:30:00", "01:29:59", "01:59:59", "02:00:00", "01:59:59"],
            local.Select(one => new DateTime(times.Read(System.Text.Encoding.ASCII.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, one)), out _, out _)).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_part_of_a_file_goes_on_where_the_one_before_it_ended()
    {
        DateTimeOffset written = new(2025, 10, 27, 0, 0, 0, TimeSpan.Zero);
        SmtpTls.Logs.LogClock before = new(Berlin, written), behind = new(Berlin, written);
        before.Syslog("Oct 26 02:59:58"u8, out _);
        before.Syslog("Oct 26 02:10:00"u8, out _);

        behind.State = before.State;

        Assert.Equal(new DateTime(2025, 10, 26, 1, 20, 0).Ticks, behind.Syslog("Oct 26 02:20:00"u8, out _));
    }
}
