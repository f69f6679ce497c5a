namespace SmtpTls.Common;

/// <summary>Opens the files that users name. What cannot be read like a file is refused before it is opened.</summary>
internal static class InputFile
{
    private const int BlockLength = 64 * 1024;

    /// <summary>Opens a file that others may be writing, renaming or deleting.</summary>
    /// <exception cref="FileFaultException">It cannot be opened.</exception>
    public static FileStream Open(string path, int bufferSize = BlockLength, FileOptions options = FileOptions.SequentialScan)
    {
        if (Directory.Exists(path))
            throw new FileFaultException(FileFault.PathIsFolder, path, "is a folder; give a file.");
        if (FileKind.Special(path) is { } special)
            throw new FileFaultException(FileFault.FileNotRegular, path, $"is {special}; give a file.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize, options);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileFaultException(FileFault.PathNotFound, path, "does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw NotReadable(path, e);
        }
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="FileFaultException">It cannot be read, or has more than <paramref name="limit"/> bytes.</exception>
    public static byte[] ReadAll(string path, long limit, CancellationToken cancellationToken = default)
    {
        using FileStream file = Open(path, bufferSize: 1);
        try
        {
            byte[]? content = file.CanSeek && file.Length > limit ? null : new BoundedRead(limit).ToEnd(file, cancellationToken);
            return content ?? throw new FileFaultException(FileFault.FileTooLarge, path, $"has more than {limit} bytes.");
        }
        catch (Exception e) when (e is UnauthorizedAccessException || (e is IOException and not FileFaultException))
        {
            throw NotReadable(path, e);
        }
    }

    private static FileFaultException NotReadable(string path, Exception e) =>
        new(FileFault.FileNotReadable, path, $"cannot be read: {SafeText.Of(e.Message)}", e);
}
