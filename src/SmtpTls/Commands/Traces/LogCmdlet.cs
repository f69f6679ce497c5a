using SmtpTls.Input;
using System.Management.Automation;
using SmtpTls.Logs;

namespace SmtpTls.Commands;

/// <summary>What the cmdlets that read server logs have in common: which files, which times, progress and notes.</summary>
public abstract class LogCmdlet : AsyncCmdlet
{
    private readonly List<LogFile> _files = [];
    private FileWalk? _walk;
    private LogProgress? _progress;
    private int _folders;

    /// <summary>The dialect; found by content when not given.</summary>
    [Parameter]
    public LogDialect Dialect { get; set; }

    /// <summary>Only sessions that began at or after this time.</summary>
    [Parameter]
    public DateTimeOffset Since { get; set; }

    /// <summary>Only sessions that began before this time.</summary>
    [Parameter]
    public DateTimeOffset Until { get; set; }

    /// <summary>The zone of times in logs that do not name theirs (syslog, ESA, Exim): its id, or an object of Get-TimeZone. This machine's when not given.</summary>
    [Parameter]
    [TimeZone]
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Local;

    private FileWalk Walk => _walk ??= new FileWalk(recurse: true, fault => WriteError(FileErrors.Of(fault, fault.Path)));

    /// <summary>The files found so far.</summary>
    private protected IReadOnlyList<LogFile> Files => _files;

    /// <summary>Adds the files of paths; a file that was named twice is read once.</summary>
    private protected void AddPaths(IEnumerable<string> paths, bool literal)
    {
        foreach (string path in InputPaths.Resolve(this, paths, literal))
        {
            _folders += Directory.Exists(path) ? 1 : 0;
            _files.AddRange(LogFile.Find(path, Walk));
        }
    }

    private protected LogScanOptions Options(bool details)
    {
        if (MyInvocation.BoundParameters.ContainsKey(nameof(Since)) && MyInvocation.BoundParameters.ContainsKey(nameof(Until)) && Since >= Until)
        {
            ThrowTerminatingError(new ErrorRecord(
                new PSArgumentException($"-Since ({Since:u}) is not before -Until ({Until:u}): no session can be between them."),
                "InvalidTimes",
                ErrorCategory.InvalidArgument,
                Since));
        }
        return new LogScanOptions
        {
            Dialect = MyInvocation.BoundParameters.ContainsKey(nameof(Dialect)) ? Dialect : null,
            Since = MyInvocation.BoundParameters.ContainsKey(nameof(Since)) ? Since : null,
            Until = MyInvocation.BoundParameters.ContainsKey(nameof(Until)) ? Until : null,
            TimeZone = TimeZone,
            Details = details,
        };
    }

    /// <summary>A reader whose notes and progress are shown from the pipeline thread.</summary>
    private protected LogScan Scan(LogScanOptions options)
    {
        _progress = new LogProgress(MyInvocation.MyCommand.Name, _files.Sum(file => file.Size));
        return new LogScan(options, note => Post(() => Tell(note)), bytes =>
        {
            if (_progress.Add(bytes))
                Post(() => WriteProgress(_progress.Record()));
        });
    }

    /// <summary>Says why nothing was found: a folder without files, times without sessions.</summary>
    private protected void TellNothing(LogScan scan, LogScanOptions options)
    {
        if (_files.Count == 0)
        {
            if (_folders > 0)
                WriteWarning(_folders == 1 ? "There is no file in the folder." : "There is no file in the folders.");
            return;
        }
        if (options.Since is null && options.Until is null)
            return;
        string files = _files.Count == 1 ? "1 file" : $"{_files.Count} files";
        if (scan.LastTime > 0)
        {
            WriteWarning($"No session began in that time. Those of {scan.Files} of {files} reach from {Written(scan.FirstTime)} to {Written(scan.LastTime)}.");
            return;
        }
        LogScan all = new(options with { Since = null, Until = null }, _ => { }, _ => { });
        // The oldest and the newest tell.
        LogFile[] ends = [.. _files.OrderBy(file => file.LastWritten).Take(1), .. _files.OrderByDescending(file => file.LastWritten).Take(1)];
        RunWork(token =>
        {
            all.Read(ends, _ => { }, token);
            foreach (SessionFacts _ in all.Joined())
                continue;
            return Task.CompletedTask;
        });
        if (all.LastTime > 0)
            WriteWarning($"0 of {files} in that time; they reach from {Written(all.FirstTime)} to {Written(all.LastTime)}.");
    }

    private static string Written(long ticks) => new DateTime(ticks, DateTimeKind.Utc).ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The files that are read: of copies of one log only the longest, which is told.</summary>
    private protected IReadOnlyList<LogFile> Originals(CancellationToken token) => LogCopies.Without(
        _files,
        (copy, longer) => Post(() => WriteWarning($"{Quoted.Path(copy.Path)} is a copy of {Quoted.Path(longer.Path)}: its sessions are counted once.")),
        token);

    private protected void CompleteProgress()
    {
        if (_progress is { Shown: true })
            WriteProgress(_progress.Completed());
    }

    /// <summary>For work: does something on the pipeline thread, and waits for room in its queue.</summary>
    private protected void Post(Action action) => PostAsync(action).GetAwaiter().GetResult();

    private void Tell(LogNote note)
    {
        switch (note.Level)
        {
            case NoteLevel.Error:
                WriteError(new ErrorRecord(new InvalidDataException(note.Message), note.ErrorId, FileErrors.Category(note.ErrorId), note.Path));
                break;
            case NoteLevel.Warning:
                WriteWarning(note.Message);
                break;
            default:
                WriteVerbose(note.Message);
                break;
        }
    }
}
