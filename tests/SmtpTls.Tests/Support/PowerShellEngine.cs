using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace SmtpTls.Tests.Support;

/// <summary>
/// The real PowerShell engine with the built module imported, as a user has it. Types of the module live in a load context of their
/// own: a test reads results through <see cref="PSObject"/>, never by casting.
/// </summary>
public sealed class PowerShellEngine : IDisposable
{
    private readonly Runspace _runspace;

    public PowerShellEngine(bool importModule = true)
    {
        var state = InitialSessionState.CreateDefault2();
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        if (importModule) Run("param($path) Import-Module $path -ErrorAction Stop", ("path", ModuleManifest)).ThrowOnError();
    }

    /// <summary>SmtpTls.psd1 as the build left it.</summary>
    public static string ModuleManifest { get; } = Path.Combine(RepositoryRoot, "out", "SmtpTls", "SmtpTls.psd1");

    /// <summary>The folder that holds SmtpTls.sln, as the build knew it.</summary>
    public static string RepositoryRoot => BuildFact("RepositoryRoot");

    /// <summary>Something that the build knew when it made this assembly.</summary>
    public static string BuildFact(string key) => typeof(PowerShellEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(attribute => attribute.Key == key).Value!;

    /// <summary>Runs a script; <paramref name="variables"/> are its parameters by name.</summary>
    public EngineResult Run(string script, params (string Name, object? Value)[] variables)
    {
        using PowerShell shell = Create(script, variables);
        return Collect(shell, () => shell.Invoke());
    }

    /// <summary>Runs a script with objects in its pipeline (<c>$input</c>).</summary>
    public EngineResult RunWithInput(IEnumerable<object?> input, string script, params (string Name, object? Value)[] variables)
    {
        using PowerShell shell = Create(script, variables);
        return Collect(shell, () => shell.Invoke(input));
    }

    /// <summary>A shell for tests that stop a pipeline or look at results while it runs.</summary>
    public PowerShell Create(string script, params (string Name, object? Value)[] variables)
    {
        var shell = PowerShell.Create(_runspace);
        shell.AddScript(script, useLocalScope: false);
        foreach ((string name, object? value) in variables) shell.AddParameter(name, value);
        return shell;
    }

    public void Dispose() => _runspace.Dispose();

    private static EngineResult Collect(PowerShell shell, Func<IEnumerable<PSObject>> invoke)
    {
        ErrorRecord? terminating = null;
        List<PSObject> output = [];
        try
        {
            output.AddRange(invoke());
        }
        catch (RuntimeException exception)
        {
            terminating = exception.ErrorRecord;
        }

        List<ErrorRecord> errors = [.. shell.Streams.Error];
        if (terminating is not null) errors.Add(terminating);
        return new EngineResult(
            output,
            errors,
            [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Verbose.Select(record => record.Message)],
            [.. shell.Streams.Progress],
            terminating is not null);
    }
}

/// <summary>What a script gave.</summary>
public sealed record EngineResult(
    IReadOnlyList<PSObject> Output,
    IReadOnlyList<ErrorRecord> Errors,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Progress,
    bool Terminated)
{
    /// <summary>The one object that came out.</summary>
    public PSObject Only => Assert.Single(Output);

    public EngineResult ThrowOnError()
        => Errors.Count == 0 ? this : throw new InvalidOperationException(Errors[0].ToString(), Errors[0].Exception);
}

/// <summary>Reading properties as a script would.</summary>
public static class PSObjectExtensions
{
    public static object? Get(this PSObject value, string property)
    {
        PSPropertyInfo info = value.Properties[property] ?? throw new InvalidOperationException($"no property {property}");
        return info.Value is PSObject inner ? inner.BaseObject : info.Value;
    }

    /// <summary>The property as PowerShell writes it in a string; enums of the module compare by their name.</summary>
    public static string Text(this PSObject value, string property)
        => (string)LanguagePrimitives.ConvertTo(value.Get(property), typeof(string), System.Globalization.CultureInfo.InvariantCulture);
}
