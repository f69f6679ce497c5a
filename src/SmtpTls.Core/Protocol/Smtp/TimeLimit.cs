namespace SmtpTls.Smtp;

/// <summary>Runs one network operation within a time limit, and tells its end in one kind of exception.</summary>
internal static class TimeLimit
{
    /// <summary>Runs <paramref name="operation"/>; when the time is over, <paramref name="abort"/> ends what is pending.</summary>
    /// <remarks>
    /// Sockets of .NET Framework know no cancellation: closing the connection is what ends their reads. Nothing is lost by it,
    /// because a dialogue with an answer outstanding cannot go on.
    /// </remarks>
    /// <exception cref="SmtpDialogueException">The time ran out, or the connection was lost.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static Task<T> RunAsync<T>(
        TimeSpan limit, Action abort, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken) =>
        RunAsync(limit, Expired, abort, operation, cancellationToken);

    /// <summary>The same within what a budget has left for the step.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="most">A limit of the step's own; <see langword="null"/> for that of the budget.</param>
    /// <param name="abort">Ends what is pending.</param>
    /// <param name="operation">The step.</param>
    /// <param name="cancellationToken">Ends the step.</param>
    /// <exception cref="SmtpDialogueException">The time ran out, or the connection was lost.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public static Task<T> RunAsync<T>(
        TimeBudget budget, TimeSpan? most, Action abort, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken) =>
        RunAsync(budget.Next(most), budget.Expired, abort, operation, cancellationToken);

    /// <summary>In a sentence, that a step took too long.</summary>
    public static string Expired(TimeSpan limit) => $"There was no answer within {limit.TotalSeconds:0.###} seconds.";

    private static async Task<T> RunAsync<T>(
        TimeSpan limit, Func<TimeSpan, string> expired, Action abort, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
    {
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        source.CancelAfter(limit);
        using CancellationTokenRegistration registration = source.Token.Register(abort);
        try
        {
            T result = await operation(source.Token).ConfigureAwait(false);
            source.Token.ThrowIfCancellationRequested();
            return result;
        }
        catch (Exception e) when (source.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new SmtpDialogueException(SmtpDialogueError.TimedOut, expired(limit), e);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new SmtpDialogueException(SmtpDialogueError.ConnectionLost, SocketErrors.ConnectionLost(e), e);
        }
    }
}
