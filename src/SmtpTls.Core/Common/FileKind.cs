#if NET
using System.Runtime.InteropServices;
#endif

namespace SmtpTls.Common;

/// <summary>Tells, before anything is opened, what cannot be read like a file: opening a named pipe waits for its writer, and a device may never end.</summary>
internal static class FileKind
{
    /// <summary>What it is, as <c>a named pipe</c>; <see langword="null"/> for a file, a folder, and where nothing can be found out.</summary>
    public static string? Special(string path)
    {
#if NET
        if (!OperatingSystem.IsWindows())
            return OnUnix(path);
#endif
        // NUL and COM1 become \\.\NUL and \\.\COM1.
        string full = System.IO.Path.GetFullPath(path);
        return full.StartsWith(@"\\.\pipe\", StringComparison.OrdinalIgnoreCase) ? "a named pipe"
            : full.StartsWith(@"\\.\", StringComparison.Ordinal) ? "a device"
            : null;
    }

#if NET
    // .NET has no type of file in its own surface. The library that its file system stands on does, the same on every Unix: flags, then
    // st_mode as in <sys/stat.h>.
    private const int StatusLength = 256;
    private const int ModeOffset = 4;

    private static string? OnUnix(string path)
    {
        byte[] status = new byte[StatusLength];
        try
        {
            if (SystemNative_Stat(path, status) != 0)
                return null;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
        return (BitConverter.ToInt32(status, ModeOffset) & 0xF000) switch
        {
            0x1000 => "a named pipe",
            0x2000 or 0x6000 => "a device",
            0xC000 => "a socket",
            _ => null,
        };
    }

    // The path is marshalled as UTF-8 by its own attribute.
#pragma warning disable CA2101
    [DllImport("libSystem.Native")]
    private static extern int SystemNative_Stat([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] status);
#pragma warning restore CA2101
#endif
}
