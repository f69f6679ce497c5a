namespace SmtpTls.TlsRpt;

/// <summary>The files that a path stands for.</summary>
internal static class ReportFolder
{
    /// <summary>
    /// A file is itself; a folder is the files in it, by name, and with <paramref name="recurse"/> those of the folders below it.
    /// Links to folders are not followed.
    /// </summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="recurse">Whether to go below.</param>
    /// <param name="unreadable">Takes the folders that cannot be read.</param>
    public static IEnumerable<string> Files(string path, bool recurse, ICollection<(string Folder, Exception Reason)> unreadable)
    {
        if (!Directory.Exists(path))
        {
            yield return path;
            yield break;
        }
        Stack<string> folders = new([path]);
        while (folders.Count > 0)
        {
            string folder = folders.Pop();
            foreach (string file in List(folder, Directory.GetFiles, unreadable))
                yield return file;
            if (!recurse)
                continue;
            foreach (string below in Enumerable.Reverse(List(folder, Directory.GetDirectories, unreadable)))
            {
                if ((File.GetAttributes(below) & FileAttributes.ReparsePoint) == 0)
                    folders.Push(below);
            }
        }
    }

    private static string[] List(string folder, Func<string, string[]> list, ICollection<(string Folder, Exception Reason)> unreadable)
    {
        try
        {
            return [.. list(folder).OrderBy(name => name, StringComparer.OrdinalIgnoreCase)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            unreadable.Add((folder, e));
            return [];
        }
    }
}
