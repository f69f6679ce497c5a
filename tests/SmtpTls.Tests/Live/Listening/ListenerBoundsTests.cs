using System.Net;

namespace SmtpTls.Tests.Listening;

/// <summary>How many connections a listener takes, from whom, and for how long.</summary>
public sealed class ListenerBoundsTests
{
    [Fact]
    public async Task Connections_over_the_bound_are_refused_and_counted()
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { MaxConnection = 2 });
        using ListenerClient one = await ListenerClient.ConnectAsync(listener);
        using ListenerClient two = await ListenerClient.ConnectAsync(listener);
        await one.ReadReplyAsync(220);
        await two.ReadReplyAsync(220);

        Assert.Equal("421 4.3.2 Too many connections at once\r\n", await ListenerClient.ConverseAsync(listener, ""));
        Assert.Equal((2, 1L, 0L), (listener.Connections, listener.Refused, listener.Sessions));
        await one.SendAsync("QUIT\r\n");
        await listener.NextAsync();
    }

    [Fact]
    public async Task One_address_does_not_lock_out_the_others()
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { MaxConnection = 12 });
        List<ListenerClient> idle = [];
        try
        {
            for (int i = 0; i < 6; i++)
            {
                idle.Add(await ListenerClient.ConnectAsync(listener));
                await idle[i].ReadReplyAsync(220);
            }

            Assert.Equal("421 4.3.2 Too many connections at once\r\n", await ListenerClient.ConverseAsync(listener, ""));
            using ListenerClient other = await ListenerClient.ConnectAsync(listener, IPAddress.Parse("127.0.0.2"));
            await other.ReadReplyAsync(220);
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
        }
    }

    [Theory]
    [InlineData(300, 30)]
    [InlineData(5, 5)]
    public void A_sender_that_says_nothing_has_less_time(int timeout, int greeting) => Assert.Equal(
        TimeSpan.FromSeconds(greeting), (TestListener.Options with { Timeout = TimeSpan.FromSeconds(timeout) }).GreetingTimeout);

    [Fact]
    public async Task Many_connections_at_once_are_all_recorded_up_to_the_bounds()
    {
        using SmtpTlsListener listener = SmtpTlsListener.Listen(TestListener.Options with { MaxConnection = 128, QueueLength = 10 });
        await Parallel.ForEachAsync(Enumerable.Range(0, 500), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) =>
            Assert.EndsWith("221 2.0.0 Goodbye\r\n", await ListenerClient.ConverseAsync(listener, "EHLO c\r\nQUIT\r\n"), StringComparison.Ordinal));
        await listener.StopAsync();

        Assert.Equal((500L, 10, 490L, 0), (listener.Sessions, listener.Waiting, listener.Dropped, listener.Connections));
    }
}
