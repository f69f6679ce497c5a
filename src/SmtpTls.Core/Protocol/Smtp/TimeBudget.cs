using System.Diagnostics;

namespace SmtpTls.Smtp;

/// <summary>How long one step with a server may take, and all steps with it together. The clock starts when this is made.</summary>
/// <param name="step">The limit of one step.</param>
/// <param name="total">The limit of all steps; <see langword="null"/> for none.</param>
internal sealed class TimeBudget(TimeSpan step, TimeSpan? total = null)
{
    /// <summary>All steps together may take this many times the limit of one step.</summary>
    public const int StepsInTotal = 10;

    // A timer may fire a little before its time.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(50);

    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>The budget of a target: so much for each step, and <see cref="StepsInTotal"/> times that for all of them.</summary>
    public static TimeBudget ForTarget(TimeSpan step) => new(step, TimeSpan.FromTicks(step.Ticks * StepsInTotal));

    /// <summary>The limit of the next step: that of one step, or what is left of the whole. Zero when nothing is left.</summary>
    /// <param name="most">A limit of the step's own, where it has one.</param>
    public TimeSpan Next(TimeSpan? most = null)
    {
        TimeSpan limit = most is { } own && own < step ? own : step;
        if (total is not { } whole)
            return limit;
        TimeSpan left = whole - _clock.Elapsed;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left < limit ? left : limit;
    }

    /// <summary>In a sentence, that a step ended because its time was over.</summary>
    /// <param name="limit">What the step was given.</param>
    public string Expired(TimeSpan limit) => total is { } whole && _clock.Elapsed + TimerSlack >= whole
        ? $"The whole test of this server may take {whole.TotalSeconds:0.###} seconds, and they are over."
        : TimeLimit.Expired(limit);
}
