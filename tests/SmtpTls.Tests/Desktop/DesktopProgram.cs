using System.Diagnostics;

namespace SmtpTls.Tests.Desktop;

/// <summary>tests/Desktop as a process: on .NET Framework where this is Windows, on Mono elsewhere.</summary>
internal sealed class DesktopProgram : IDisposable
{
    private readonly Process _process;

    private DesktopProgram(Process process) => _process = process;

    public static string Folder { get; } = Path.GetDirectoryName(Program)!;

    /// <summary>The net472 build of the module, as a user has it.</summary>
    public static string Module { get; } = Path.Combine(PowerShellEngine.RepositoryRoot, "out", "SmtpTls", "bin", "net472");

    private static string Program => PowerShellEngine.BuildFact("Desktop");

    /// <summary>Starts it, or ends the test as skipped.</summary>
    public static DesktopProgram Start(params IEnumerable<string> arguments)
    {
        string? mono = OperatingSystem.IsWindows() ? null : OnPath("mono");
        if (mono is null && !OperatingSystem.IsWindows())
            Assert.Skip("no mono on the PATH: tests/lab/install brings it (Debian's mono-runtime and mono-devel)");
        ProcessStartInfo start = mono is null ? new(Program, [Module, .. arguments]) : new(mono, [Program, Module, .. arguments]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        return new DesktopProgram(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<DesktopOutput> RunAsync(params IEnumerable<string> arguments)
    {
        using DesktopProgram program = Start(arguments);
        return await program.ReadToEndAsync();
    }

    /// <summary>The value in its next line of output, which must be that of <paramref name="name"/>.</summary>
    public async Task<string> ReadAsync(string name)
    {
        string? line = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith(name + "=", line, StringComparison.Ordinal);
        return line![(name.Length + 1)..];
    }

    /// <summary>Waits for its end.</summary>
    public async Task<DesktopOutput> ReadToEndAsync()
    {
        Task<string> error = _process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await _process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new DesktopOutput(_process.ExitCode, output, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}

/// <summary>What the program left.</summary>
/// <param name="ExitCode">0 when it did what it was told.</param>
/// <param name="Output">Lines of name=value.</param>
/// <param name="Error">Standard error.</param>
internal sealed record DesktopOutput(int ExitCode, string Output, string Error)
{
    private readonly Dictionary<string, string> _values = Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2)
        .GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.First()[1]);

    public string this[string name] => _values.TryGetValue(name, out string? value) ? value
        : throw new InvalidOperationException($"The program printed no {name} (exit code {ExitCode}):\n{Output}{Error}");

    /// <summary>The assemblies that it had loaded, by name, with the folder they came from.</summary>
    public IReadOnlyDictionary<string, string> Assemblies => _values.Where(pair => pair.Key.StartsWith("assembly.", StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key["assembly.".Length..], pair => Path.GetDirectoryName(pair.Value)!);
}
