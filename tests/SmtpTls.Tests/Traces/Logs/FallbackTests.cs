using SmtpTls.Logs;

namespace SmtpTls.Tests.Logs;

public sealed class FallbackTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(600, 1)]
    [InlineData(601, 0)]
    [InlineData(-1, 0)]
    public void Mail_in_the_clear_counts_for_the_failure_before_it_within_the_window(int secondsLater, int fallback)
    {
        SummaryBuilder builder = Builder();
        builder.Add(Failure(1000));
        builder.Add(Clear(1000 + secondsLater));

        Assert.Equal(fallback, Assert.Single(builder.Build(), summary => summary.Error is not null).Fallback);
    }

    [Fact]
    public void Only_the_same_two_hosts_in_the_same_direction_count()
    {
        SummaryBuilder builder = Builder();
        builder.Add(Failure(1000));
        builder.Add(Clear(1001, remote: "192.0.2.2"));
        builder.Add(Clear(1001, server: "EX02"));
        builder.Add(Clear(1001, direction: MailDirection.Outbound));
        builder.Add(Clear(1001, messages: 0));

        Assert.Equal(0, builder.Build().Sum(summary => summary.Fallback));
    }

    [Fact]
    public void Each_plain_session_counts_once_for_the_last_failure_in_whatever_order_they_come()
    {
        SessionFacts[] sessions = [Failure(1000, "first"), Failure(1100, "second"), Clear(1050), Clear(1200), Clear(1300)];
        foreach (SessionFacts[] order in Orders(sessions))
        {
            SummaryBuilder builder = Builder();
            foreach (SessionFacts session in order)
                builder.Add(session);

            Assert.Equal(["first 1", "second 2"], builder.Build().Where(summary => summary.Error is not null).Select(summary => $"{summary.Error} {summary.Fallback}").Order());
        }
    }

    [Fact]
    public void A_failure_in_one_summary_finds_the_mail_in_another()
    {
        SummaryBuilder one = Builder(), other = Builder();
        one.Add(Failure(1000));
        other.Add(Clear(1001));
        SummaryMerger merger = new([LogGrouping.Error], TimeSpan.FromMinutes(10));
        foreach (LogSummary summary in other.Build().Concat(one.Build()))
            merger.Add(summary);

        Assert.Equal(1, merger.Build().Sum(summary => summary.Fallback));
    }

    [Fact]
    public void A_host_with_very_many_failures_and_plain_sessions_takes_no_time()
    {
        SummaryBuilder builder = Builder();
        for (int i = 0; i < 40_000; i++)
        {
            builder.Add(Failure(1000 + (i * 700)));
            builder.Add(Clear(1001 + (i * 700)));
        }

        Assert.Equal(40_000, builder.Build().Sum(summary => summary.Fallback));
    }

    private static SummaryBuilder Builder() => new([LogGrouping.Error], TimeSpan.FromMinutes(10));

    private static IEnumerable<SessionFacts[]> Orders(SessionFacts[] sessions) => Enumerable.Range(0, 50).Select(seed =>
    {
        SessionFacts[] order = [.. sessions];
        new Random(seed).Shuffle(order);
        return order;
    });

    private static SessionFacts Failure(int second, string error = "error")
    {
        SessionFacts session = Session(second);
        session.Fail(error);
        return session;
    }

    private static SessionFacts Clear(int second, string remote = "192.0.2.1", string server = "EX01", MailDirection direction = MailDirection.Inbound, int messages = 1)
    {
        SessionFacts session = Session(second);
        (session.Remote, session.Server, session.Direction) = (remote, server, direction);
        session.BeginMail();
        for (int i = 0; i < messages; i++)
            session.Accept();
        return session;
    }

    private static SessionFacts Session(int second)
    {
        long time = new DateTime(2023, 1, 11).AddSeconds(second).Ticks;
        return new SessionFacts { Start = time, End = time, Server = "EX01", Remote = "192.0.2.1", HasBeginning = true, HasEnd = true };
    }
}
