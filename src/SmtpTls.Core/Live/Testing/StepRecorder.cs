using System.Diagnostics;
using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>Times the steps of one test and writes down how each ended.</summary>
internal sealed class StepRecorder
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<TestStep> _steps = [];

    /// <summary>Time since the test began.</summary>
    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<TestStep> Steps => _steps;

    /// <summary>The step that began last.</summary>
    public TestStepName Current { get; private set; }

    /// <summary>Runs a step. One that ends in an <see cref="SmtpDialogueException"/> has failed, and so says its comment.</summary>
    public async Task<T> RunAsync<T>(TestStepName name, Func<Task<T>> work, Func<T, StepVerdict> judge)
    {
        TimeSpan start = Begin(name);
        try
        {
            T result = await work().ConfigureAwait(false);
            Finish(name, start, judge(result));
            return result;
        }
        catch (SmtpDialogueException e)
        {
            Finish(name, start, StepVerdict.Fail(e.Message));
            throw;
        }
    }

    /// <summary>A step begins.</summary>
    /// <returns>When.</returns>
    public TimeSpan Begin(TestStepName name)
    {
        Current = name;
        return Elapsed;
    }

    /// <summary>Writes down a step that was taken elsewhere.</summary>
    public void Add(TestStep step) => _steps.Add(step);

    /// <summary>Writes down a step that has ended.</summary>
    public void Finish(TestStepName name, TimeSpan start, StepVerdict verdict) => _steps.Add(new TestStep
    {
        Name = name,
        Start = start,
        Elapsed = Elapsed - start,
        Outcome = verdict.Outcome,
        Comment = verdict.Comment,
    });
}

/// <summary>How a step ended.</summary>
internal readonly record struct StepVerdict(TestStepOutcome Outcome, string Comment)
{
    public static StepVerdict Pass(string comment = "") => new(TestStepOutcome.Passed, comment);

    public static StepVerdict Warn(string comment) => new(TestStepOutcome.Warning, comment);

    public static StepVerdict Fail(string comment) => new(TestStepOutcome.Failed, comment);

    /// <summary>Passed when the reply is positive; otherwise failed, with the reply.</summary>
    public static StepVerdict Of(SmtpReply reply) => reply.Severity == SmtpReplySeverity.Success ? Pass() : Fail(reply.ToString());
}
