#if !NET
namespace SmtpTls.Common;

/// <summary>What .NET Framework's tasks lack.</summary>
internal static class TaskCancellation
{
    /// <summary>Waits for a task until <paramref name="cancellationToken"/> is cancelled. The task itself goes on.</summary>
    public static async Task<T> WaitAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        TaskCompletionSource<T> cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.Register(() => cancelled.TrySetCanceled(cancellationToken));
        Task<T> first = await Task.WhenAny(task, cancelled.Task).ConfigureAwait(false);
        return await first.ConfigureAwait(false);
    }
}
#endif
