using System.Net;
using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>The second connection: is MAIL FROM taken without STARTTLS? It starts at most once, and gives up in silence.</summary>
internal sealed class PlainMailProbe(ProbeTarget target, ProbeOptions options, StepRecorder clock) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TranscriptRecorder _transcript = new();
    private Task<TestStep>? _run;

    /// <summary>Whether the connection came to be.</summary>
    public bool Connected { get; private set; }

    /// <summary>The answer to MAIL FROM; <see langword="null"/> when the dialogue did not get there.</summary>
    public SmtpReply? Reply { get; private set; }

    /// <summary>The dialogue.</summary>
    public IReadOnlyList<TranscriptLine> Transcript => _transcript.Lines;

    /// <summary>Opens the connection, if that is wanted and has not been done yet.</summary>
    public void Start()
    {
        if (options.ObserveRequired && _run is null)
            _run = RunAsync(_stop.Token);
    }

    /// <summary>Waits for the outcome.</summary>
    /// <returns>The step; <see langword="null"/> when there was no second connection.</returns>
    public async Task<TestStep?> FinishAsync(CancellationToken cancellationToken)
    {
        if (_run is null)
            return null;
        using CancellationTokenRegistration registration = cancellationToken.Register(_stop.Cancel);
        return await _run.ConfigureAwait(false);
    }

    /// <summary>Gives up: what the first connection learned makes the second one pointless.</summary>
    public async Task AbandonAsync()
    {
        _stop.Cancel();
        if (_run is not null)
            await Task.WhenAny(_run).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task<TestStep> RunAsync(CancellationToken cancellationToken)
    {
        StepVerdict verdict;
        TimeSpan start = clock.Elapsed;
        try
        {
            verdict = await AskAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpDialogueException e)
        {
            verdict = StepVerdict.Warn($"This says nothing about whether STARTTLS is required. {e.Message}");
        }
        return new TestStep
        {
            Name = TestStepName.PlainMailFrom,
            Start = start,
            Elapsed = clock.Elapsed - start,
            Outcome = verdict.Outcome,
            Comment = verdict.Comment,
        };
    }

    private async Task<StepVerdict> AskAsync(CancellationToken cancellationToken)
    {
        _transcript.Note("Second connection: is mail taken without STARTTLS?");
        using SmtpConnection connection = await SmtpConnection.ConnectAsync(
            new IPEndPoint(target.Address, target.Port), options.Timeout, _transcript, cancellationToken).ConfigureAwait(false);
        Connected = true;
        SmtpReply reply = await connection.ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        if (reply.Severity == SmtpReplySeverity.Success)
        {
            EhloReply ehlo = await connection.HelloAsync(options.HeloName ?? connection.AddressLiteral, cancellationToken).ConfigureAwait(false);
            reply = ehlo.Reply;
        }
        bool greeted = reply.Severity == SmtpReplySeverity.Success;
        if (greeted)
        {
            reply = await connection.CommandAsync($"MAIL FROM:<{options.MailFrom}>", cancellationToken).ConfigureAwait(false);
            Reply = reply;
        }
        _ = await connection.QuitAsync(options.QuitTimeout, cancellationToken).ConfigureAwait(false);
        return !greeted ? StepVerdict.Warn($"This says nothing about whether STARTTLS is required: {reply}")
            : StartTlsDemand.IsIn(reply) ? StepVerdict.Pass($"The server refuses mail without STARTTLS: {reply}")
            : reply.Severity == SmtpReplySeverity.Success ? StepVerdict.Pass("Mail is taken without STARTTLS, too.")
            : StepVerdict.Warn($"Refused, but not for want of STARTTLS: {reply}");
    }
}
