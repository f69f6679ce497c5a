#if NET
using System.Reflection;
using System.Runtime.Loader;

namespace SmtpTls.Loader;

/// <summary>PowerShell 7: a load context of our own, which answers for the files in our folder and leaves all else to the host.</summary>
internal sealed class Isolation : AssemblyLoadContext
{
    private readonly string[] _folders;

    private Isolation(string folder)
        : base("SmtpTls")
    {
        // A package may hold one copy for Windows and one for all systems (System.Security.Cryptography.Pkcs does).
        string windows = Path.Combine(folder, "runtimes", "win", "lib", "net8.0");
        _folders = OperatingSystem.IsWindows() ? [windows, folder] : [folder];
    }

    internal static Assembly Load(string folder, string name)
        => new Isolation(folder).LoadFromAssemblyPath(Path.Combine(folder, name + ".dll"));

    internal static Assembly LoadReference(Assembly module, AssemblyName reference) => GetLoadContext(module)!.LoadFromAssemblyName(reference);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // The loader itself stays where the host put it, or the module would see a second one.
        if (assemblyName.Name == typeof(Isolation).Assembly.GetName().Name) return typeof(Isolation).Assembly;
        foreach (string folder in _folders)
        {
            string path = Path.Combine(folder, assemblyName.Name + ".dll");
            if (File.Exists(path)) return LoadFromAssemblyPath(path);
        }

        return null;
    }
}
#endif
