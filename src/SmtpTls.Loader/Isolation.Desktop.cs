#if NETFRAMEWORK
using System.Reflection;

namespace SmtpTls.Loader;

/// <summary>
/// Windows PowerShell 5.1: there is one context for all and no binding redirect reaches a module. A handler answers what cannot be
/// resolved otherwise, for requests that come from our folder and for names that are there.
/// </summary>
internal static class Isolation
{
    /// <summary>
    /// Libraries whose assembly version never changes: a copy that is loaded already satisfies every request, however old it is.
    /// The file version tells.
    /// </summary>
    private static readonly string[] Unversioned = ["BouncyCastle.Cryptography"];

    internal static Assembly Load(string folder, string name)
    {
        foreach (string library in Unversioned) RejectOlder(folder, library);
        // Ours is loaded at once: an older one that another module brings later then finds ours in its place.
        foreach (string library in Unversioned) Assembly.LoadFrom(Path.Combine(folder, library + ".dll"));
        AppDomain.CurrentDomain.AssemblyResolve += (_, request) => Resolve(folder, request);
        return Assembly.LoadFrom(Path.Combine(folder, name + ".dll"));
    }

    internal static Assembly LoadReference(Assembly module, AssemblyName reference)
        => Assembly.LoadFrom(Path.Combine(Path.GetDirectoryName(module.Location)!, reference.Name + ".dll"));

    private static Assembly? Resolve(string folder, ResolveEventArgs request)
    {
        // Others' requests are others' business, except those of a resolver that does not say who asks.
        if (request.RequestingAssembly is { IsDynamic: false } asking
            && !string.Equals(Path.GetDirectoryName(asking.Location), folder, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        string path = Path.Combine(folder, new AssemblyName(request.Name).Name + ".dll");
        return File.Exists(path) ? Assembly.LoadFrom(path) : null;
    }

    private static void RejectOlder(string folder, string library)
    {
        foreach (Assembly assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (assembly.IsDynamic || assembly.GetName().Name != library) continue;
            Version loaded = FileVersion(assembly.Location);
            Version ours = FileVersion(Path.Combine(folder, library + ".dll"));
            if (loaded < ours)
            {
                throw new FileLoadException(
                    $"SmtpTls needs {library} {ours}, but this session has {loaded} loaded from {assembly.Location}. "
                    + "Windows PowerShell cannot load both: start a new session and import SmtpTls first.");
            }
        }
    }

    private static Version FileVersion(string path)
    {
        var info = System.Diagnostics.FileVersionInfo.GetVersionInfo(path);
        return new Version(info.FileMajorPart, info.FileMinorPart, info.FileBuildPart, info.FilePrivatePart);
    }
}
#endif
