using System.IO.Compression;
using System.Text;
using SmtpTls.Logs;

namespace SmtpTls.Tests.Logs;

/// <summary>A folder of logs for one test, and what the project reads out of it.</summary>
internal sealed class LogFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("smtptls-logs-").FullName;

    public List<LogNote> Notes { get; } = [];

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public string WriteCompressed(string name, string text)
    {
        using MemoryStream bytes = new();
        using (GZipStream zip = new(bytes, CompressionLevel.Optimal))
            zip.Write(Encoding.UTF8.GetBytes(text));
        return Write(name, bytes.ToArray());
    }

    /// <summary>All sessions, in the order of their beginnings.</summary>
    public IReadOnlyList<LogSession> Sessions(LogDialect? dialect = null, DateTimeOffset? since = null, DateTimeOffset? until = null)
    {
        LogScanOptions options = new() { Dialect = dialect, Since = since, Until = until, TimeZone = TimeZoneInfo.Utc, Details = true };
        List<SessionFacts> found = [];
        LogScan scan = new(options, Notes.Add, _ => { });
        scan.Read(LogFile.Find(Path, new FileWalk(recurse: true, e => throw e)), found.AddRange, TestContext.Current.CancellationToken);
        found.AddRange(scan.Joined());
        return [.. found.Select(LogSessionFactory.Create).OrderBy(session => session.Start).ThenBy(session => session.Line)];
    }

    public IReadOnlyList<LogSummary> Summaries(params LogGrouping[] grouping) => Summaries(grouping, TimeSpan.FromMinutes(10), ["*"]);

    /// <summary>The summary of some of the files.</summary>
    public IReadOnlyList<LogSummary> Summaries(IReadOnlyList<LogGrouping> grouping, TimeSpan fallbackWindow, params string[] names)
    {
        SummaryBuilder builder = new(grouping, fallbackWindow);
        LogScan scan = new(new LogScanOptions { TimeZone = TimeZoneInfo.Utc }, Notes.Add, _ => { });
        scan.Read(names.SelectMany(name => Directory.GetFiles(Path, name)).Order(StringComparer.Ordinal).SelectMany(path => LogFile.Find(path, new FileWalk(recurse: true, e => throw e))), builder.Add, TestContext.Current.CancellationToken);
        builder.Add(scan);
        return [.. builder.Build()];
    }

    /// <summary>The sessions of one log.</summary>
    public static IReadOnlyList<LogSession> Read(string text, string name = "test.log")
    {
        using LogFolder folder = new();
        folder.Write(name, text);
        IReadOnlyList<LogSession> sessions = folder.Sessions();
        Assert.Empty(folder.Notes);
        return sessions;
    }

    /// <summary>The one session of one log.</summary>
    public static LogSession One(string text, string name = "test.log") => Assert.Single(Read(text, name));
}
