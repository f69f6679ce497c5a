using System.Reflection;

namespace SmtpTls.Loader;

/// <summary>
/// Loads the module's assembly with its dependencies from our own folder, whatever versions of them the host or another module has
/// loaded. SmtpTls.psm1 calls it; this assembly references nothing.
/// </summary>
public static class ModuleLoader
{
    private static readonly string Folder = Path.GetDirectoryName(typeof(ModuleLoader).Assembly.Location)!;
    private static readonly Lazy<Assembly> Module = new(() => Isolation.Load(Folder, "SmtpTls"));
    private static readonly Lazy<Assembly> Core = new(() => Isolation.LoadReference(
        Module.Value, Module.Value.GetReferencedAssemblies().Single(reference => reference.Name == "SmtpTls.Core")));

    /// <summary>The assembly with the cmdlets; loaded once in a process.</summary>
    /// <exception cref="FileLoadException">A library that we need is loaded already in a version too old for us (.NET Framework only).</exception>
    public static Assembly LoadModule() => Module.Value;

    /// <summary>The assembly with the types of what the cmdlets give, such as [SmtpTls.SslProtocolVersion].</summary>
    public static Assembly LoadCore() => Core.Value;

    /// <summary>Adds cmdlets to a module's exports, which PowerShell lets no script do.</summary>
    /// <param name="module">The PSModuleInfo.</param>
    /// <param name="cmdlets">Each a CmdletInfo.</param>
    public static void Export(object module, IEnumerable<object> cmdlets)
    {
        MethodInfo add = module.GetType().GetMethod("AddExportedCmdlet", BindingFlags.Instance | BindingFlags.NonPublic)!;
        foreach (object cmdlet in cmdlets) add.Invoke(module, [cmdlet]);
    }
}
