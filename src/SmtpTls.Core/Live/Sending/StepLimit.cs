namespace SmtpTls.Sending;

/// <summary>A time limit that begins anew with every step, for a library that knows only one token for all of them.</summary>
internal sealed class StepLimit : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly CancellationToken _outer;
    private TimeSpan _limit;

    /// <summary>Begins the first step.</summary>
    /// <param name="limit">Time for each step.</param>
    /// <param name="abort">Ends what is pending: .NET Framework's streams know no cancellation.</param>
    /// <param name="outer">The caller's token.</param>
    public StepLimit(TimeSpan limit, Action abort, CancellationToken outer)
    {
        _limit = limit;
        _outer = outer;
        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        _registration = _source.Token.Register(abort);
        Restart();
    }

    /// <summary>Cancelled when a step takes too long, or by the caller.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether a step took too long.</summary>
    public bool Expired => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

    /// <summary>In a sentence, what it means that it expired.</summary>
    public string Message => $"There was no answer within {_limit.TotalSeconds:0.###} seconds.";

    /// <summary>A step begins.</summary>
    public void Restart() => Restart(_limit);

    /// <summary>A step begins, and from now on each has another limit.</summary>
    public void Restart(TimeSpan limit)
    {
        _limit = limit;
        _source.CancelAfter(limit);
    }

    /// <summary>What follows has a limit elsewhere.</summary>
    public void Suspend() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
