using System.Globalization;
using System.Management.Automation;
using SmtpTls.Input;

namespace SmtpTls.Commands;

/// <summary>Gives what listeners saw, one object per connection, as the connections end.</summary>
[Cmdlet(VerbsCommunications.Receive, "SmtpTlsSession")]
[OutputType(typeof(ListenerSession))]
public sealed class ReceiveSmtpTlsSessionCommand : AsyncCmdlet
{
    private readonly List<SmtpTlsListener> _listeners = [];
    private int _received;

    /// <summary>Listeners, or their addresses and ports; all that run in this session when none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [RunningListener]
    public SmtpTlsListener[] Listener { get; set; } = [];

    /// <summary>How many sessions to give, over all listeners, 1 or more; without it, all until the listeners stop.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set; } = int.MaxValue;

    /// <summary>How long to wait in all, in seconds, 0 to 86400; 0 gives what is there. Without it, there is no limit.</summary>
    [Parameter]
    [ValidateRange(0, 86400)]
    public int TimeoutSec { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _listeners.AddRange(Listener.Where(listener => !_listeners.Contains(listener)));

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_listeners.Count == 0 && !MyInvocation.ExpectingInput)
        {
            _listeners.AddRange(RunningListeners.Here.All);
            if (_listeners.Count == 0)
            {
                ThrowTerminatingError(new ErrorRecord(
                    new InvalidOperationException("No listener runs in this session; Start-SmtpTlsListener starts one."), "NoListener", ErrorCategory.ObjectNotFound, null));
            }
        }
        RunWork(ReceiveAsync);
        Tell();
    }

    private async Task ReceiveAsync(CancellationToken token)
    {
        using CancellationTokenSource timer = CancellationTokenSource.CreateLinkedTokenSource(token);
        bool limited = MyInvocation.BoundParameters.ContainsKey(nameof(TimeoutSec));
        if (limited && TimeoutSec > 0)
            timer.CancelAfter(TimeSpan.FromSeconds(TimeoutSec));
        int wanted = limited && TimeoutSec == 0 ? Math.Min(Count, _listeners.Sum(listener => listener.Waiting)) : Count;
        while (_received < wanted && !timer.IsCancellationRequested)
        {
            // Asked for before the look, so that nothing that comes after it is missed.
            Task[] changes = [.. _listeners.Select(listener => listener.Finished.Changed)];
            if (_listeners.FirstOrDefault(listener => listener.Waiting > 0) is { } ready)
            {
                await WriteNextAsync(ready, token).ConfigureAwait(false);
                continue;
            }
            if (_listeners.All(listener => listener.Finished.IsDrained))
                return;
            await PostAsync(ShowProgress).ConfigureAwait(false);
            await Task.WhenAny([.. changes, Task.Delay(Timeout.Infinite, timer.Token)]).ConfigureAwait(false);
        }
        token.ThrowIfCancellationRequested();
    }

    // Taken from the queue on the pipeline thread: what a stopped pipeline does not write any more is still there for the next time.
    private async Task WriteNextAsync(SmtpTlsListener listener, CancellationToken token)
    {
        TaskCompletionSource<bool> written = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await PostAsync(() =>
        {
            if (listener.Finished.TryTake(out ListenerSession? session))
            {
                _received++;
                WriteObject(session);
            }
            written.TrySetResult(true);
        }).ConfigureAwait(false);
        await written.Task.WaitAsync(token).ConfigureAwait(false);
    }

    private void ShowProgress() => WriteProgress(new ProgressRecord(
        0, MyInvocation.MyCommand.Name, string.Format(CultureInfo.CurrentCulture, "{0} received, waiting for more", _received))
    {
        CurrentOperation = string.Join(", ", _listeners.Select(listener => listener.Server).Take(5)),
    });

    private void Tell()
    {
        WriteProgress(new ProgressRecord(0, MyInvocation.MyCommand.Name, "Done") { RecordType = ProgressRecordType.Completed });
        foreach (SmtpTlsListener listener in _listeners)
        {
            if (listener.Finished.NewlyDropped() is > 0 and long dropped)
                WriteWarning($"{dropped} sessions of {listener.Server} were dropped because nobody received them in time; see -QueueLength of Start-SmtpTlsListener.");
        }
        if (Count != int.MaxValue && _received < Count)
            WriteWarning(string.Format(CultureInfo.CurrentCulture, "Only {0} of {1} sessions came.", _received, Count));
    }
}
