using System.Globalization;

namespace SmtpTls.Logs;

/// <summary>A file to read.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="Size">Its size in bytes, when it was found.</param>
/// <param name="LastWritten">When it was last written.</param>
/// <param name="FromFolder">Whether it was found in a folder rather than named: what is no log there is passed over with a warning.</param>
internal sealed record LogFile(string Path, long Size, DateTimeOffset LastWritten, bool FromFolder)
{
    // Clocks of two servers, and lines that are written late.
    private static readonly TimeSpan Slack = TimeSpan.FromHours(2);

    /// <summary>The files of a path.</summary>
    public static IEnumerable<LogFile> Find(string path, FileWalk walk) => walk.Files(path).Select(file => From(new FileInfo(file.Path), file.FromFolder));

    /// <summary>Why nothing in the file can be within the times; <see langword="null"/> where something can.</summary>
    public string? OutOf(DateTimeOffset? since, DateTimeOffset? until)
    {
        (DateTimeOffset From, DateTimeOffset To)? named = NamedTime();
        if (since is not null)
        {
            if (named is { } n && n.To + Slack < since)
                return "its name says that it is older than -Since";
            if (LastWritten + TimeSpan.FromDays(1) < since)
                return "it was last written before -Since";
        }
        return until is not null && named is { } later && later.From - Slack >= until ? "its name says that it is newer than -Until" : null;
    }

    /// <summary>The time in the name of an Exchange log: RECV20230111-1.LOG, RECV2023011115-1.LOG (UTC).</summary>
    private (DateTimeOffset From, DateTimeOffset To)? NamedTime()
    {
        string name = System.IO.Path.GetFileName(Path);
        if (name.Length < 12 || !(name.StartsWith("RECV", StringComparison.OrdinalIgnoreCase) || name.StartsWith("SEND", StringComparison.OrdinalIgnoreCase)))
            return null;
        int digits = 4;
        while (digits < name.Length && name[digits] is >= '0' and <= '9')
            digits++;
        string text = name.Substring(4, digits - 4);
        string format = text.Length == 8 ? "yyyyMMdd" : "yyyyMMddHH";
        if (!DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset from))
            return null;
        return (from, from + (text.Length == 8 ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1)));
    }

    private static LogFile From(FileInfo file, bool fromFolder) =>
        new(file.FullName, file.Exists ? file.Length : 0, file.Exists ? file.LastWriteTimeUtc : DateTimeOffset.UtcNow, fromFolder);
}
