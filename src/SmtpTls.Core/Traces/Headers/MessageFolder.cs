namespace SmtpTls.Headers;

/// <summary>The files of messages in a folder.</summary>
internal static class MessageFolder
{
    private static readonly string[] Extensions = [".eml", ".mbox", ".mbx"];

    /// <summary>A file is itself; a folder is the .eml and mbox files in it, by name. They are found one by one, however many there are.</summary>
    public static IEnumerable<string> Files(string path, bool recurse)
    {
        if (!Directory.Exists(path))
            return [path];
        return Directory.EnumerateFiles(path, "*", recurse ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
    }
}
