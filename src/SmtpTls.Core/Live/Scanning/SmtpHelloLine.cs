using SmtpTls.Smtp;

namespace SmtpTls.Scanning;

/// <summary>The way to a mail server: connection, greeting, EHLO, STARTTLS, and then the hello.</summary>
/// <param name="opening">Where and how to open; its time budget is made anew for each connection.</param>
/// <param name="limit">The time limit of each step.</param>
internal sealed class SmtpHelloLine(OpeningOptions opening, TimeSpan limit) : IHelloLine
{
    /// <inheritdoc/>
    public TestStatus Status { get; private set; } = TestStatus.Unreachable;

    /// <inheritdoc/>
    public async Task<LineAnswer> AskAsync(HelloQuestion question, CancellationToken cancellationToken)
    {
        OpeningOptions options = opening with { Budget = new TimeBudget(limit) };
        using SmtpOpening open = await SmtpOpening.OpenAsync(options, new TranscriptRecorder(), null, cancellationToken).ConfigureAwait(false);
        if (!open.IsReadyForTls)
        {
            (FaultKind fault, Status, string reason) = Read(open.Facts);
            await open.QuitAsync(cancellationToken).ConfigureAwait(false);
            return new LineAnswer(HelloAnswer.OfFault(fault, reason), null);
        }
        TimeSpan opened = open.Exchanges[open.Exchanges.Count - 1] is var last ? last.Start + last.Elapsed : TimeSpan.Zero;
        try
        {
            HelloAnswer answer = await open.HandOverAsync((stream, token) => new HelloExchange(stream, question).AskAsync(token), cancellationToken).ConfigureAwait(false);
            return new LineAnswer(answer, opened);
        }
        catch (SmtpDialogueException e)
        {
            return new LineAnswer(HelloAnswer.OfFault(e.Error == SmtpDialogueError.TimedOut ? FaultKind.TimedOut : FaultKind.Closed, e.Message), opened);
        }
    }

    private static (FaultKind Fault, TestStatus Status, string Reason) Read(OpeningFacts facts) => facts switch
    {
        { Outcome: OpeningOutcome.StartTlsNotListed } => (FaultKind.NoTls, TestStatus.NotOffered, "The server does not offer STARTTLS."),
        { Outcome: OpeningOutcome.ServiceNotAvailable or OpeningOutcome.RefusedForNow, Refusal: { } reply } =>
            (FaultKind.Unavailable, TestStatus.TemporaryFailure, $"The server answers: {reply}"),
        { Refusal: { } reply } => (FaultKind.NoTls, TestStatus.Refused, $"The server answers: {reply}"),
        { Error: { Error: SmtpDialogueError.NotSmtp or SmtpDialogueError.TooLong } error } => (FaultKind.NoTls, TestStatus.Unreachable, error.Message),
        _ => (FaultKind.Unavailable, TestStatus.Unreachable, facts.Error?.Message ?? "There was no dialogue."),
    };
}
