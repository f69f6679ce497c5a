using System.Management.Automation;

namespace SmtpTls.Input;

/// <summary>Resolves what a user gives as -Path (with wildcards) or -LiteralPath to files and folders of the file system.</summary>
internal static class InputPaths
{
    /// <summary>
    /// The full paths behind <paramref name="paths"/>, in their order. One that leads nowhere is told as an error of
    /// <paramref name="cmdlet"/>, or handed to <paramref name="fail"/> where that is given, and the others go on.
    /// </summary>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, IEnumerable<string> paths, bool literal, Action<ErrorRecord>? fail = null)
    {
        foreach (string path in paths)
        {
            foreach (string resolved in Resolve(cmdlet, path, literal, fail ?? cmdlet.WriteError))
                yield return resolved;
        }
    }

    private static IReadOnlyList<string> Resolve(PSCmdlet cmdlet, string path, bool literal, Action<ErrorRecord> fail)
    {
        try
        {
            PathIntrinsics intrinsics = cmdlet.SessionState.Path;
            ProviderInfo provider;
            IReadOnlyList<string> found = literal
                ? [intrinsics.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)]
                : [.. intrinsics.GetResolvedProviderPathFromPSPath(path, out provider)];
            if (provider.Name != "FileSystem")
                return Fail(fail, "PathNotInFileSystem", ErrorCategory.InvalidArgument, path, $"{Quoted.Path(path)} is not in the file system but in {provider.Name}.");
            if (found.Count == 0)
                return NotFound(fail, path, $"No file matches {Quoted.Path(path)}.");
            return literal && !File.Exists(found[0]) && !Directory.Exists(found[0])
                ? NotFound(fail, path, $"There is no file or folder {Quoted.Path(found[0])}.")
                : found;
        }
        catch (ItemNotFoundException)
        {
            return NotFound(fail, path, $"There is no file or folder {Quoted.Path(path)}.");
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or PSInvalidOperationException or ArgumentException or NotSupportedException)
        {
            return Fail(fail, "InvalidPath", ErrorCategory.InvalidArgument, path, $"{Quoted.Path(path)} is no path: {e.Message}");
        }
    }

    private static IReadOnlyList<string> NotFound(Action<ErrorRecord> fail, string path, string message) =>
        Fail(fail, "PathNotFound", ErrorCategory.ObjectNotFound, path, message);

    private static IReadOnlyList<string> Fail(Action<ErrorRecord> fail, string errorId, ErrorCategory category, string path, string message)
    {
        fail(new ErrorRecord(new FileNotFoundException(message, path), errorId, category, path));
        return [];
    }
}
