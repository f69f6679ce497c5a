using System.Diagnostics;

namespace SmtpTls.Tests.Support;

/// <summary>The pinned PowerShell as a process of its own, with the built module imported: output as a user's terminal or script gets it.</summary>
internal static class Pwsh
{
    /// <summary>Imports the module and runs <paramref name="command"/>.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string command) => RunAsync([], command);

    /// <summary>The same; <paramref name="startupHooks"/> are assemblies that .NET loads before PowerShell's own.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] startupHooks, string command)
    {
        // Without a terminal PowerShell takes a width of 80; the tests look at a screen of 120 columns.
        string script = $"$ErrorActionPreference = 'Continue'; Import-Module '{PowerShellEngine.ModuleManifest}'; "
            + $"& {{ {command} }} | Out-String -Stream -Width 120";
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["pwsh", "-NoProfile", "-NonInteractive", "-Command", script])
        {
            // The tool manifest is found from here.
            WorkingDirectory = PowerShellEngine.RepositoryRoot,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["DOTNET_STARTUP_HOOKS"] = string.Join(Path.PathSeparator, startupHooks), ["NO_COLOR"] = "1" },
        })!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}
