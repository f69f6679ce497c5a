using SmtpTls.Listening;

namespace SmtpTls.Tests.Listening;

public sealed class SessionQueueTests
{
    [Fact]
    public void The_oldest_are_dropped_and_counted_once()
    {
        SessionQueue queue = new(length: 2);
        for (int port = 1; port <= 5; port++)
            queue.Add(Session(port));

        Assert.Equal((2, 5L, 3L), (queue.Count, queue.Added, queue.Dropped));
        Assert.Equal(3, queue.NewlyDropped());
        Assert.Equal(0, queue.NewlyDropped());
        Assert.True(queue.TryTake(out ListenerSession? first));
        Assert.Equal(4, first.RemotePort);
    }

    [Fact]
    public void Big_sessions_count_for_more()
    {
        SessionQueue queue = new(length: 100_000);
        ListenerSession big = Session(1, Enumerable.Repeat(new TranscriptLine { Time = TimeSpan.Zero, Who = "C", Text = new string('x', 512) }, 1000));
        for (int i = 0; i < 1000; i++)
            queue.Add(big);

        // 32 Mi characters
        Assert.InRange(queue.Count, 40, 65);
        Assert.Equal(1000, queue.Count + queue.Dropped);
    }

    [Fact]
    public void A_change_is_seen_by_who_asked_before_it()
    {
        SessionQueue queue = new(length: 1);
        Task before = queue.Changed;
        queue.Add(Session(1));
        Task after = queue.Changed;

        Assert.True(before.IsCompleted);
        Assert.False(after.IsCompleted);
        queue.Complete();
        Assert.True(after.IsCompleted);
        Assert.False(queue.IsDrained);
        Assert.True(queue.TryTake(out _));
        Assert.True(queue.IsDrained);
        Assert.False(queue.TryTake(out _));
    }

    private static ListenerSession Session(int port, IEnumerable<TranscriptLine>? transcript = null) =>
        new() { RemoteAddress = "192.0.2.1", LocalEndPoint = "127.0.0.1:25", RemotePort = port, Transcript = [.. transcript ?? []] };
}
