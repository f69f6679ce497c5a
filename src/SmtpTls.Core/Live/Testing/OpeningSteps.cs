using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>
/// Makes the steps of a test from the steps of an opening, and says when a second connection is worth while: when the server has let the first
/// one into STARTTLS, or when its greeting takes long, so that a greet delay is waited for only once.
/// </summary>
internal sealed class OpeningSteps(StepRecorder steps, TranscriptRecorder transcript, TimeSpan slowBanner, Action startSecondConnection)
    : IOpeningObserver, IDisposable
{
    private TimeSpan _start;
    private Timer? _slow;

    /// <summary>The step of a test that a step of an opening is.</summary>
    public static TestStepName NameOf(OpeningStep step) => step switch
    {
        OpeningStep.Connect => TestStepName.Connect,
        OpeningStep.Banner => TestStepName.Banner,
        OpeningStep.Ehlo => TestStepName.Ehlo,
        OpeningStep.StartTls => TestStepName.StartTls,
        _ => TestStepName.BufferCheck,
    };

    /// <inheritdoc/>
    public void Begins(OpeningStep step)
    {
        _start = steps.Begin(NameOf(step));
        if (step == OpeningStep.Banner)
            _slow = new Timer(_ => startSecondConnection(), null, slowBanner, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Ended(OpeningExchange exchange, OpeningFacts seen)
    {
        Dispose();
        steps.Finish(NameOf(exchange.Step), _start, exchange.Error is { } error ? StepVerdict.Fail(error.Message) : Verdict(exchange, seen));
        if (exchange.Step == OpeningStep.StartTls && seen.TakesStartTls)
            startSecondConnection();
        if (seen.InjectedBytes > 0)
            transcript.Note(StepComments.Injected(seen.InjectedBytes));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _slow?.Dispose();
        _slow = null;
    }

    /// <summary>How a greeting is.</summary>
    public static StepVerdict Banner(SmtpReply banner, TranscriptRecorder transcript) => !StartTlsMask.IsMaskedBanner(banner.Lines[0])
        ? StepVerdict.Of(banner)
        : Annotated(transcript, "A middlebox overwrites the banner (Cisco's SMTP inspection does that).");

    private StepVerdict Verdict(OpeningExchange exchange, OpeningFacts seen) => exchange.Step switch
    {
        OpeningStep.Banner => Banner(exchange.Reply!, transcript),
        OpeningStep.Ehlo => Ehlo(seen.Ehlo!),
        OpeningStep.StartTls => StartTls(exchange.Reply!, seen.ListsStartTls),
        OpeningStep.BufferCheck when seen.InjectedBytes > 0 => StepVerdict.Warn(StepComments.Injected(seen.InjectedBytes)),
        _ => StepVerdict.Pass(),
    };

    private StepVerdict Ehlo(EhloReply ehlo)
    {
        if (!ehlo.Accepted)
            return StepVerdict.Of(ehlo.Reply);
        string? comment = ehlo.IsHelo ? "EHLO is refused; HELO knows no extensions, and so no STARTTLS."
            : ehlo.Masked is { } masked ? $"STARTTLS is overwritten on the way: '{masked}'."
            : !ehlo.OffersStartTls ? "STARTTLS is not listed."
            : null;
        return comment is null ? StepVerdict.Pass("STARTTLS is listed.") : Annotated(transcript, comment);
    }

    private StepVerdict StartTls(SmtpReply reply, bool listed)
    {
        if (listed)
            return StepVerdict.Of(reply);
        return reply.Severity == SmtpReplySeverity.Success
            ? Annotated(transcript, "STARTTLS is taken although EHLO does not list it: senders will not use it.")
            : StepVerdict.Warn(reply.ToString());
    }

    private static StepVerdict Annotated(TranscriptRecorder transcript, string comment)
    {
        transcript.Annotate(comment);
        return StepVerdict.Warn(comment);
    }
}
