namespace SmtpTls.Common;

/// <summary>What is wrong with a file or folder that a user named; the names are the error ids of every cmdlet that reads files.</summary>
internal enum FileFault
{
    /// <summary>There is nothing of that name.</summary>
    PathNotFound,

    /// <summary>It is a folder, and a file is wanted.</summary>
    PathIsFolder,

    /// <summary>It is a named pipe, a device or a socket.</summary>
    FileNotRegular,

    /// <summary>It cannot be opened or read.</summary>
    FileNotReadable,

    /// <summary>The folder cannot be listed.</summary>
    FolderNotReadable,

    /// <summary>It is a file of another kind than the command reads.</summary>
    FileFormatUnknown,

    /// <summary>It is of the right kind, but a part of it cannot be read.</summary>
    FileDamaged,

    /// <summary>It is larger than a file of its kind is.</summary>
    FileTooLarge,
}

/// <summary>A file or folder that cannot be used; the message begins with its path and says why.</summary>
internal sealed class FileFaultException(FileFault fault, string path, string text, Exception? innerException = null)
    : IOException($"{Quoted.Path(path)} {text}", innerException)
{
    /// <summary>What is wrong.</summary>
    public FileFault Fault => fault;

    /// <summary>The path as it was given.</summary>
    public string Path => path;
}
