using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace SmtpTls.Commands;

/// <summary>
/// The listeners that run in a PowerShell session, so that commands without argument find them, and so that none outlives the session. Each
/// runspace has its own: a remote session or a thread job does not see, and does not stop, what another one started.
/// </summary>
internal sealed class RunningListeners
{
    private static readonly ConditionalWeakTable<Runspace, RunningListeners> Sessions = new();

    private readonly List<SmtpTlsListener> _listeners = [];

    private RunningListeners(Runspace runspace) => runspace.StateChanged += (_, change) =>
    {
        if (change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
            StopAll();
    };

    /// <summary>Those of the session whose pipeline thread this is.</summary>
    public static RunningListeners Here => Sessions.GetValue(Runspace.DefaultRunspace, runspace => new RunningListeners(runspace));

    /// <summary>Those that run now, in the order in which they were started.</summary>
    public IReadOnlyList<SmtpTlsListener> All
    {
        get
        {
            lock (_listeners)
            {
                _listeners.RemoveAll(listener => !listener.IsRunning);
                return [.. _listeners];
            }
        }
    }

    /// <summary>One more runs.</summary>
    public void Add(SmtpTlsListener listener)
    {
        lock (_listeners)
            _listeners.Add(listener);
    }

    /// <summary>The one with this Id, address or port; <see langword="null"/> when none that runs has it.</summary>
    public SmtpTlsListener? Find(string key) => All.FirstOrDefault(listener =>
        key == listener.Server || key == LanguagePrimitives.ConvertTo<string>(listener.Port) || key == listener.Id.ToString());

    /// <summary>Stops all, and does not wait for the connections to end.</summary>
    public void StopAll()
    {
        foreach (SmtpTlsListener listener in All)
            _ = listener.StopAsync();
    }
}
