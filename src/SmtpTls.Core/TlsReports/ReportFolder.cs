namespace SmtpTls.TlsReports;

/// <summary>The files that a path stands for.</summary>
internal static class ReportFolder
{
    /// <summary>A file is itself; a folder is the files in it, by name.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public static IEnumerable<string> Files(string path, bool recurse) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*", recurse ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly).OrderBy(file => file, StringComparer.OrdinalIgnoreCase)
        : [path];
}
