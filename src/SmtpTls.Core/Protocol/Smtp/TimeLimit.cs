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
    public static async Task<T> RunAsync<T>(
        TimeSpan limit, Action abort, Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken)
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
            throw new SmtpDialogueException(
                SmtpDialogueError.TimedOut, $"There was no answer within {limit.TotalSeconds:0.###} seconds.", e);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            throw new SmtpDialogueException(SmtpDialogueError.ConnectionLost, SocketErrors.ConnectionLost(e), e);
        }
    }
}
