using System.Management.Automation;
using SmtpTls.Input;

namespace SmtpTls.Commands;

/// <summary>Stops listeners. Their ports are free at once; sessions that were not received yet can still be.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SmtpTlsListener", SupportsShouldProcess = true)]
public sealed class StopSmtpTlsListenerCommand : AsyncCmdlet
{
    /// <summary>Listeners, or their addresses and ports; all that run in this session when none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [RunningListener]
    public SmtpTlsListener[] Listener { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isGiven = MyInvocation.ExpectingInput || MyInvocation.BoundParameters.ContainsKey(nameof(Listener));
        foreach (SmtpTlsListener listener in isGiven ? Listener : RunningListeners.Here.All)
        {
            if (ShouldProcess(listener.Server, "Stop listening"))
                StartWork(int.MaxValue, _ => listener.StopAsync());
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => FinishWork();
}
