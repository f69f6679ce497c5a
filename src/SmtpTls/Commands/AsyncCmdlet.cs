using System.Collections.Concurrent;
using System.Management.Automation;
using System.Runtime.ExceptionServices;

namespace SmtpTls.Commands;

/// <summary>
/// Lets a cmdlet do asynchronous work and write what comes of it from the pipeline thread, which is the only one that PowerShell
/// lets write. Work may go on over several calls of ProcessRecord; stopping the pipeline cancels it.
/// </summary>
/// <remarks>
/// Work that was started posts actions to a queue; the pipeline thread takes them whenever the cmdlet waits here. The queue is bounded:
/// work that produces faster than the pipeline takes is made to wait.
/// </remarks>
public abstract class AsyncCmdlet : PSCmdlet, IDisposable
{
    private const int QueueLength = 128;
    private static readonly TimeSpan QuietTime = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly BlockingCollection<Action<AsyncCmdlet>> _queue = new();
    private readonly SemaphoreSlim _room = new(QueueLength);
    private readonly HashSet<Task> _running = [];
    private bool _disposed;

    /// <summary>Cancelled when the pipeline is stopped, by Ctrl+C or by a later command that has enough.</summary>
    protected CancellationToken StopToken => _stop.Token;

    /// <summary>How many works are under way.</summary>
    protected int RunningCount => _running.Count;

    /// <summary>Starts work and returns at once, or as soon as fewer than <paramref name="limit"/> are under way. Writes what is ready.</summary>
    protected void StartWork(int limit, Func<CancellationToken, Task> work)
    {
        WriteReady();
        while (_running.Count >= limit) TakeNext();
        Task task = Task.Run(() => work(_stop.Token), _stop.Token);
        _running.Add(task);
        _ = task.ContinueWith(Finished, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Runs one work to its end, writing what it posts meanwhile.</summary>
    protected void RunWork(Func<CancellationToken, Task> work)
    {
        StartWork(int.MaxValue, work);
        FinishWork();
    }

    /// <summary>Waits until all work has ended, writing what it posts meanwhile.</summary>
    protected void FinishWork()
    {
        while (_running.Count > 0) TakeNext();
    }

    /// <summary>Writes what is ready, without waiting.</summary>
    protected void WriteReady()
    {
        while (_queue.TryTake(out Action<AsyncCmdlet>? action)) action(this);
    }

    /// <summary>For work: does <paramref name="action"/> on the pipeline thread, where WriteObject and its like may be called.</summary>
    protected async Task PostAsync(Action action)
    {
        await _room.WaitAsync(_stop.Token).ConfigureAwait(false);
        _queue.Add(
            cmdlet =>
            {
                cmdlet._room.Release();
                action();
            },
            _stop.Token);
    }

    /// <summary>Called on the pipeline thread when nothing has come for a moment: progress that was held back can be shown.</summary>
    protected virtual void WhileWaiting()
    {
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <summary>Cancels whatever is still under way. What it then throws is nobody's concern any more.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Called once, when PowerShell is done with the cmdlet.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_disposed || !disposing) return;
        _disposed = true;
        // Works that are still ending use the token, the queue and the semaphore: none of them holds anything that
        // needs disposal once it is cancelled, so they are left to the garbage collector.
        _stop.Cancel();
    }

    private void Finished(Task task)
    {
        Exception? exception = task.Exception?.InnerException;
        // Work that gives up by a token of its own must not pass for work that was done.
        if (task.IsCanceled && !_stop.IsCancellationRequested) exception = new TaskCanceledException(task);
        ExceptionDispatchInfo? failure = exception is null ? null : ExceptionDispatchInfo.Capture(exception);
        _queue.Add(cmdlet =>
        {
            cmdlet._running.Remove(task);
            failure?.Throw();
        });
    }

    private void TakeNext()
    {
        try
        {
            if (!_queue.TryTake(out Action<AsyncCmdlet>? action, (int)QuietTime.TotalMilliseconds, _stop.Token))
            {
                WhileWaiting();
                action = _queue.Take(_stop.Token);
            }
            action(this);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
