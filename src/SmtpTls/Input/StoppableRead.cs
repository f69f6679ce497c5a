using System.Management.Automation;

namespace SmtpTls.Input;

/// <summary>
/// Reads on another thread, so that Ctrl+C ends the waiting where PowerShell has no other way to tell of it: while an argument is
/// transformed, and in cmdlets that do their work on the pipeline's thread.
/// </summary>
internal static class StoppableRead
{
    private const int Quiet = 100;

    /// <summary>Does the work. Its own exceptions come through as they are.</summary>
    /// <param name="engine">The engine of the pipeline's thread.</param>
    /// <param name="work">Takes a token that is cancelled when the pipeline is stopped.</param>
    /// <exception cref="PipelineStoppedException">The pipeline was stopped.</exception>
    public static T Run<T>(CommandInvocationIntrinsics engine, Func<CancellationToken, T> work)
    {
        using CancellationTokenSource stop = new();
        Task<T> task = Task.Run(() => work(stop.Token));
        try
        {
            // A script, however short, is not begun in a pipeline that is being stopped.
            while (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(Quiet))
                engine.InvokeScript("");
        }
        catch
        {
            stop.Cancel();
            throw;
        }
        return task.GetAwaiter().GetResult();
    }
}
