using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace SmtpTls.Benchmarks;

/// <summary>The smallest host of the PowerShell engine: one runspace, one script.</summary>
internal static class Session
{
    /// <summary>Runs a script, which writes to the console itself.</summary>
    public static int Run(string script, string[] arguments)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        using Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using PowerShell shell = PowerShell.Create(runspace);
        shell.AddCommand(Path.GetFullPath(script));
        foreach (string argument in arguments)
            shell.AddArgument(argument);
        shell.Streams.Error.DataAdded += (_, added) => Console.Error.WriteLine(shell.Streams.Error[added.Index]);
        shell.Invoke();
        return shell.HadErrors ? 1 : 0;
    }
}
