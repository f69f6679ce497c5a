using System.Net;
using SmtpTls.Smtp;
using static SmtpTls.Tests.Support.TestScripts;

namespace SmtpTls.Tests.Smtp;

public sealed class SmtpOpeningTests
{
    private readonly TranscriptRecorder _transcript = new();

    [Theory]
    [InlineData(Hello + "\nC: STARTTLS\nS: 220 Go\nHANG", "Ready", "")]
    [InlineData("S: 220 hi\nC: EHLO\nS: 250 hi\nC: QUIT\nS: 221 Bye", "StartTlsNotListed", "")]
    [InlineData("S: 421 4.7.0 Too many connections", "ServiceNotAvailable", "Banner")]
    [InlineData("S: 450 4.7.0 Later\nC: QUIT\nS: 221 Bye", "RefusedForNow", "Banner")]
    [InlineData("S: 554 5.7.1 Go away\nC: QUIT\nS: 221 Bye", "Refused", "Banner")]
    [InlineData(Hello + "\nC: STARTTLS\nS: 454 4.7.0 Not now\nC: QUIT\nS: 221 Bye", "RefusedForNow", "StartTls")]
    [InlineData("S: SSH-2.0-OpenSSH_9.2", "Failed", "Banner")]
    public async Task Every_end_has_its_outcome_and_every_step_its_time(string script, string outcome, string stoppedAt)
    {
        await using ScriptedServer server = new(script);

        using SmtpOpening opening = await OpenAsync(Options(server));
        await opening.QuitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((outcome, stoppedAt), ($"{opening.Facts.Outcome}", $"{opening.Facts.StoppedAt}"));
        Assert.Equal(outcome == "Ready", opening.IsReadyForTls);
        Assert.Equal(OpeningStep.Connect, opening.Exchanges[0].Step);
        Assert.Equal(opening.Exchanges.Select(exchange => exchange.Start), opening.Exchanges.Select(exchange => exchange.Start).Order());
        Assert.Empty(server.Surprises);
    }

    [Fact]
    public async Task A_scan_gets_the_raw_bytes_behind_the_220()
    {
        await using ScriptedServer server = new($"{Hello}\nC: STARTTLS\nS: 220 Go\nC: client hello\nS: server hello");

        using SmtpOpening opening = await OpenAsync(Options(server));
        string answer = await opening.HandOverAsync(AskAsync, TestContext.Current.CancellationToken);

        Assert.Equal("server hello\r\n", answer);
        Assert.False(opening.CanQuit);
    }

    [Fact]
    public async Task With_implicit_TLS_the_raw_bytes_come_first()
    {
        await using ScriptedServer server = new("C: client hello\nS: server hello");

        using SmtpOpening opening = await OpenAsync(Options(server) with { ImplicitTls = true });

        Assert.True(opening.IsReadyForTls);
        Assert.Equal("server hello\r\n", await opening.HandOverAsync(AskAsync, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task All_steps_together_have_a_limit_of_their_own()
    {
        await using ScriptedServer server = new("HANG");

        using SmtpOpening opening = await OpenAsync(
            Options(server) with { Budget = new TimeBudget(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200)) });

        Assert.Equal(SmtpDialogueError.TimedOut, opening.Facts.Error!.Error);
        Assert.Contains("0.2 seconds", opening.Facts.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_may_take_ten_times_a_step()
    {
        TimeBudget budget = TimeBudget.ForTarget(TimeSpan.FromSeconds(45));

        Assert.Equal(TimeSpan.FromSeconds(45), budget.Next());
        Assert.Equal(TimeSpan.FromSeconds(3), budget.Next(TimeSpan.FromSeconds(3)));
        Assert.Equal(TimeSpan.Zero, new TimeBudget(TimeSpan.FromSeconds(45), TimeSpan.Zero).Next());
    }

    [Fact]
    public async Task Cancelling_closes_the_connection()
    {
        await using ScriptedServer server = new("HANG");
        using CancellationTokenSource stop = new();
        Task<SmtpOpening> opening = SmtpOpening.OpenAsync(Options(server), _transcript, null, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening);
    }

    private static async Task<string> AskAsync(Stream stream, CancellationToken cancellationToken)
    {
        await stream.WriteAsync("client hello\r\n"u8.ToArray(), cancellationToken);
        byte[] buffer = new byte[100];
        int length = await stream.ReadAtLeastAsync(buffer, "server hello\r\n".Length, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.ASCII.GetString(buffer, 0, length);
    }

    private Task<SmtpOpening> OpenAsync(OpeningOptions options) =>
        SmtpOpening.OpenAsync(options, _transcript, null, TestContext.Current.CancellationToken);

    private static OpeningOptions Options(ScriptedServer server) => new()
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, server.Port),
        HeloName = "client.example.com",
        Budget = TimeBudget.ForTarget(TimeSpan.FromSeconds(20)),
    };
}
