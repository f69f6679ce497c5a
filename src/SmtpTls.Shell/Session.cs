using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

namespace SmtpTls.Shell;

/// <summary>One runspace with the module imported. Exit codes are those of <c>pwsh -File</c> and <c>pwsh -Command</c>.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>What a program returns after Ctrl+C on Unix: 128 + SIGINT.</summary>
    private const int Interrupted = 130;

    private const string Succeeded = "SmtpTlsShellCommandSucceeded";

    private readonly ShellHost _host = new();
    private readonly Runspace _runspace;
    private volatile PowerShell? _running;
    private volatile bool _stopped;

    internal Session()
    {
        var state = InitialSessionState.CreateDefault2();
        // What is run is what its user typed, or a file of this user's choice; the policy is about files from elsewhere.
        if (OperatingSystem.IsWindows()) state.ExecutionPolicy = ExecutionPolicy.RemoteSigned;
        state.Commands.Add(new SessionStateCmdletEntry("Format-List", typeof(FormatListCommand), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry("Format-Table", typeof(FormatTableCommand), helpFileName: null));
        state.ImportPSModule([ModuleManifest]);
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
    }

    private static string ModuleManifest => typeof(Session).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == "ModuleManifest").Value!;

    internal int RunScript(string path, string[] arguments)
    {
        bool completed = Run(shell =>
        {
            // Called by its path, a script has its own $PSScriptRoot.
            shell.AddCommand(path);
            foreach (string argument in arguments) shell.AddArgument(argument);
        });
        return _host.ExitCode ?? (completed ? LastExitCode : 1);
    }

    internal int RunCommand(string command)
    {
        // $? is read where it is true: when the pipeline is over, it tells of Out-Default.
        bool completed = Run(shell => shell.AddScript($"{command}\n$global:{Succeeded} = $?"));
        return _host.ExitCode ?? (completed && LastSucceeded ? 0 : 1);
    }

    internal void Stop()
    {
        _stopped = true;
        _running?.BeginStop(null, null);
    }

    public void Dispose() => _runspace.Dispose();

    private int LastExitCode => _runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code ? code : 0;

    private bool LastSucceeded => _runspace.SessionStateProxy.GetVariable(Succeeded) is true;

    /// <summary>Runs to the end with the module's own views; <see langword="false"/> after a terminating error.</summary>
    private bool Run(Action<PowerShell> add)
    {
        using var shell = PowerShell.Create(_runspace);
        add(shell);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        _running = shell;
        try
        {
            if (_stopped) throw new PipelineStoppedException();
            shell.Invoke();
            return true;
        }
        catch (PipelineStoppedException) when (_stopped)
        {
            _host.SetShouldExit(Interrupted);
            return false;
        }
        catch (RuntimeException exception)
        {
            Report(exception.ErrorRecord);
            return false;
        }
        finally
        {
            _running = null;
        }
    }

    /// <summary>Writes a terminating error in the engine's own form.</summary>
    private void Report(ErrorRecord error)
    {
        using var shell = PowerShell.Create(_runspace);
        var record = new PSObject(error);
        // The engine's sign that an object in the pipeline came from the error stream.
        record.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        shell.AddCommand("Out-Default").Invoke(new[] { record });
    }
}
