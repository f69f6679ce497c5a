namespace SmtpTls.Common;

/// <summary>A file that was found.</summary>
/// <param name="Path">Its path, which begins as the user gave it.</param>
/// <param name="FromFolder">Whether it was found in a folder rather than named: what is of another kind there is passed over.</param>
internal readonly record struct FoundFile(string Path, bool FromFolder);

/// <summary>
/// Finds the files that paths stand for: a file is itself; a folder is the files in it by name, then those of the folders below it. Each
/// file comes once, whatever paths and links lead to it; so a link that leads around in a circle ends. A folder that cannot be read is
/// told once, and the rest goes on.
/// </summary>
/// <param name="recurse">Whether to go into the folders below.</param>
/// <param name="unreadable">Takes the folders that cannot be read.</param>
internal sealed class FileWalk(bool recurse, Action<FileFaultException> unreadable)
{
    // A path of 260 or 4096 characters has no more; what is deeper was made to be.
    private const int MaxDepth = 64;

    private static readonly bool IsWindows = Path.DirectorySeparatorChar == '\\';

    private readonly HashSet<string> _known = new(IsWindows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>The files of a path; a path that leads nowhere is itself, and opening it tells why.</summary>
    public IEnumerable<FoundFile> Files(string path)
    {
        if (Directory.Exists(path))
            return Below(path, Real(path), 0);
        return _known.Add(Real(path)) ? [new FoundFile(path, FromFolder: false)] : [];
    }

    private IEnumerable<FoundFile> Below(string folder, string real, int depth)
    {
        if (!_known.Add(real))
            yield break;
        FileSystemInfo[] entries = List(folder, depth);
        foreach (FileSystemInfo entry in entries)
        {
            if (entry is FileInfo && _known.Add(RealOf(entry, real)))
                yield return new FoundFile(Path.Combine(folder, entry.Name), FromFolder: true);
        }
        if (!recurse)
            yield break;
        foreach (FileSystemInfo entry in entries)
        {
            if (entry is not DirectoryInfo || !MayFollow(entry))
                continue;
            foreach (FoundFile below in Below(Path.Combine(folder, entry.Name), RealOf(entry, real), depth + 1))
                yield return below;
        }
    }

    private FileSystemInfo[] List(string folder, int depth)
    {
        if (depth > MaxDepth)
        {
            unreadable(new FileFaultException(FileFault.FolderNotReadable, folder, $"is not read: it lies more than {MaxDepth} folders deep."));
            return [];
        }
        try
        {
            return [.. new DirectoryInfo(folder).GetFileSystemInfos().OrderBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable(new FileFaultException(FileFault.FolderNotReadable, folder, $"cannot be read: {SafeText.Of(e.Message)}", e));
            return [];
        }
    }

    private static string RealOf(FileSystemInfo entry, string realFolder)
    {
        string path = Path.Combine(realFolder, entry.Name);
        return IsLink(entry) ? Real(path) : path;
    }

    private static bool IsLink(FileSystemInfo entry) => (entry.Attributes & FileAttributes.ReparsePoint) != 0;

#if NET
    private static bool MayFollow(FileSystemInfo entry) => true;

    // The path with no link left in it, so that one thing has one name.
    private static string Real(string path)
    {
        string full = Path.GetFullPath(path);
        string real = Path.GetPathRoot(full) ?? "";
        try
        {
            foreach (string name in full.Substring(real.Length).Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                string next = Path.Combine(real, name);
                FileSystemInfo? target = new FileInfo(next).LinkTarget is null ? null : File.ResolveLinkTarget(next, returnFinalTarget: true);
                real = target is null ? next : Real(target.FullName);
            }
            return real;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return full;
        }
    }
#else
    // .NET Framework cannot tell where a link leads, so links to folders are not followed.
    private static bool MayFollow(FileSystemInfo entry) => !IsLink(entry);

    private static string Real(string path) => Path.GetFullPath(path);
#endif
}
