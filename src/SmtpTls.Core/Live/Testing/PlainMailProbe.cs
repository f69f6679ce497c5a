using System.Net;
using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>What the second connection showed, which stays in the clear.</summary>
internal sealed record PlainMailFacts
{
    /// <summary>Whether the connection came to be.</summary>
    public bool Connected { get; init; }

    /// <summary>The answer to MAIL FROM; <see langword="null"/> when the dialogue did not get there.</summary>
    public SmtpReply? MailFrom { get; init; }

    /// <summary>The answer to RCPT TO; <see langword="null"/> when no recipient is known or the dialogue did not get there.</summary>
    public SmtpReply? RcptTo { get; init; }

    /// <summary>The step of the test.</summary>
    public required TestStep Step { get; init; }

    /// <summary>The dialogue.</summary>
    public IReadOnlyList<TranscriptLine> Transcript { get; init; } = [];

    /// <summary>The last answer to a command of the envelope.</summary>
    public SmtpReply? Last => RcptTo ?? MailFrom;
}

/// <summary>
/// The second connection: is mail taken without STARTTLS? Many servers say no only at RCPT TO (Postfix with its default smtpd_delay_reject,
/// Exim's usual ACL), so it goes that far where a recipient is known. It starts at most once, and gives up in silence.
/// </summary>
internal sealed class PlainMailProbe(AddressTarget target, ProbeOptions options, TimeBudget budget, StepRecorder clock) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly object _lock = new();
    private Task<PlainMailFacts>? _run;
    private bool _abandoned;

    /// <summary>Opens the connection, if that is wanted and has not been done yet. Any thread may call it.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (options.ObserveRequired && !target.ImplicitTls && !_abandoned)
                _run ??= RunAsync(_stop.Token);
        }
    }

    /// <summary>Waits for the outcome.</summary>
    /// <returns>What was seen; <see langword="null"/> when there was no second connection.</returns>
    public async Task<PlainMailFacts?> FinishAsync(CancellationToken cancellationToken)
    {
        if (Close() is not { } run)
            return null;
        using CancellationTokenRegistration registration = cancellationToken.Register(_stop.Cancel);
        return await run.ConfigureAwait(false);
    }

    /// <summary>Gives up: what the first connection learned makes the second one pointless.</summary>
    /// <returns>Whether there had been a connection.</returns>
    public async Task<bool> AbandonAsync()
    {
        Task<PlainMailFacts>? run = Close();
        _stop.Cancel();
        if (run is null)
            return false;
        await Task.WhenAny(run).ConfigureAwait(false);
        return _connected;
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private bool _connected;

    private Task<PlainMailFacts>? Close()
    {
        lock (_lock)
        {
            _abandoned = true;
            return _run;
        }
    }

    private async Task<PlainMailFacts> RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan start = clock.Elapsed;
        TranscriptRecorder transcript = new();
        transcript.Note("Second connection: is mail taken without STARTTLS?");
        using SmtpOpening opening = await SmtpOpening.OpenAsync(
            new OpeningOptions
            {
                EndPoint = new IPEndPoint(target.Address, target.Port),
                HeloName = options.HeloName,
                Last = OpeningStep.Ehlo,
                Budget = budget,
                QuitTimeout = options.QuitTimeout,
            },
            transcript,
            new ConnectionNoted(this),
            cancellationToken).ConfigureAwait(false);
        PlainMailFacts seen = new() { Connected = opening.Facts.Connected, Step = Step(start, StepVerdict.Pass()) };
        StepVerdict verdict;
        try
        {
            if (opening.Facts.Outcome == OpeningOutcome.Ready)
                seen = await AskAsync(opening, seen, cancellationToken).ConfigureAwait(false);
            _ = await opening.QuitAsync(cancellationToken).ConfigureAwait(false);
            verdict = Verdict(opening.Facts, seen);
        }
        catch (SmtpDialogueException e)
        {
            verdict = StepVerdict.Warn($"This says nothing about whether STARTTLS is required. {e.Message}");
        }
        return seen with { Step = Step(start, verdict), Transcript = [.. transcript.Lines] };
    }

    private async Task<PlainMailFacts> AskAsync(SmtpOpening opening, PlainMailFacts seen, CancellationToken cancellationToken)
    {
        Envelope envelope = Envelope.Of(options.MailFrom, target.Recipient, opening.Facts.Ehlo);
        SmtpReply mailFrom = await opening.Connection.CommandAsync(envelope.MailFrom, cancellationToken).ConfigureAwait(false);
        seen = seen with { MailFrom = mailFrom };
        return mailFrom.Severity != SmtpReplySeverity.Success || envelope.RcptTo is not { } command ? seen
            : seen with { RcptTo = await opening.Connection.CommandAsync(command, cancellationToken).ConfigureAwait(false) };
    }

    private static StepVerdict Verdict(OpeningFacts opening, PlainMailFacts seen)
    {
        const string Nothing = "This says nothing about whether STARTTLS is required.";
        if (seen.Last is not { } reply)
            return StepVerdict.Warn($"{Nothing} {opening.Refusal?.ToString() ?? opening.Error?.Message}".TrimEnd());
        string command = seen.RcptTo is null ? "MAIL FROM" : "RCPT TO";
        return StartTlsDemand.IsIn(reply) ? StepVerdict.Pass($"The server refuses {command} without STARTTLS: {reply}")
            : reply.Severity != SmtpReplySeverity.Success ? StepVerdict.Warn($"{Nothing} {command} without STARTTLS was refused for another reason: {reply}")
            : seen.RcptTo is not null ? StepVerdict.Pass("The server accepts MAIL FROM and RCPT TO without STARTTLS, too.")
            : StepVerdict.Pass("The server accepts MAIL FROM without STARTTLS, too. RCPT TO was not tried: no recipient is known.");
    }

    private TestStep Step(TimeSpan start, StepVerdict verdict) => new()
    {
        Name = TestStepName.PlainMailFrom,
        Start = start,
        Elapsed = clock.Elapsed - start,
        Outcome = verdict.Outcome,
        Comment = verdict.Comment,
    };

    // A connection that is given up was one all the same, and counts.
    private sealed class ConnectionNoted(PlainMailProbe probe) : IOpeningObserver
    {
        public void Begins(OpeningStep step)
        {
        }

        public void Ended(OpeningExchange exchange, OpeningFacts seen) => probe._connected |= seen.Connected;
    }
}
