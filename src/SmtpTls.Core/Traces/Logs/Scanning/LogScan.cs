namespace SmtpTls.Logs;

/// <summary>
/// Reads files, several at once if it is told to: whole sessions go on, in batches; parts of sessions wait until all files are read.
/// </summary>
internal sealed class LogScan(LogScanOptions options, Action<LogNote> note, Action<long> progress)
{
    private const int BatchSize = 256;

    private readonly FragmentJoiner _fragments = new();
    private readonly object _lock = new();

    /// <summary>Files, lines, and lines that nobody writes.</summary>
    public long Files { get; private set; }

    public long Lines { get; private set; }

    public long Unparsed { get; private set; }

    /// <summary>The beginning of the first and the end of the last session that was read, whether wanted or not; UTC ticks.</summary>
    public long FirstTime { get; private set; } = long.MaxValue;

    public long LastTime { get; private set; }

    /// <summary>Reads the files one after the other.</summary>
    public void Read(IEnumerable<LogFile> files, Action<IReadOnlyList<SessionFacts>> take, CancellationToken token)
    {
        TextPool<byte> pool = new(Bytes.Text);
        foreach (LogFile file in files)
        {
            SessionBatch batch = new(take, BatchSize);
            if (Open(file, batch, pool) is not { } open)
                continue;
            for (int part = 0; part < open.Scan.Parts; part++)
                Read(open, part, pool, token);
        }
    }

    /// <summary>Reads the files with several workers at once, the largest first: none should be left alone with one at the end.</summary>
    public Task ReadAsync(IReadOnlyList<LogFile> files, int workers, Action<IReadOnlyList<SessionFacts>> take, CancellationToken token)
    {
        WorkQueue queue = new(files.OrderByDescending(file => file.Size));
        return Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(() => Work(queue, take, token), token)));
    }

    /// <summary>The sessions that are put together of parts, of those that are wanted. To be asked when all files are read.</summary>
    public IEnumerable<SessionFacts> Joined()
    {
        foreach (JoinedSession joined in _fragments.Sessions())
        {
            joined.Session.Conclude();
            if (options.Wants(joined.Session))
                yield return joined.Session;
        }
    }

    private void Work(WorkQueue queue, Action<IReadOnlyList<SessionFacts>> take, CancellationToken token)
    {
        TextPool<byte> pool = new(Bytes.Text);
        try
        {
            while (queue.Take() is { } work)
            {
                if (work.File is { } file)
                    queue.Add(Open(file, new SessionBatch(take, BatchSize), pool));
                else
                    Read(work.Open!, work.Part, pool, token);
            }
        }
        catch
        {
            queue.Stop();
            throw;
        }
    }

    /// <summary>Opens a file; nothing where none of it is wanted, or it cannot be opened.</summary>
    private OpenLog? Open(LogFile file, SessionBatch batch, TextPool<byte> pool)
    {
        if (file.OutOf(options.Since, options.Until) is { } reason)
        {
            note(new LogNote(NoteLevel.Verbose, "LogSkipped", file.Path, $"{Quoted.Path(file.Path)} is not read: {reason}."));
            progress(file.Size);
            return null;
        }
        FileSessions sessions = new(options, _fragments, batch);
        try
        {
            return new OpenLog(file, new FileScan(options, file, sessions, pool, progress), sessions, batch);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            NotReadable(file, 0, e);
            progress(file.Size);
            return null;
        }
    }

    private void Read(OpenLog log, int part, TextPool<byte> pool, CancellationToken token)
    {
        if (!log.Scan.Read(part, pool, token))
            return;
        log.Batch.Flush();
        log.Scan.Dispose();
        Conclude(log);
    }

    private void Conclude(OpenLog log)
    {
        (LogFile file, FileScan scan) = (log.File, log.Scan);
        FilePart result = scan.Result;
        if (result.Error is { } error)
        {
            NotReadable(file, result.Lines, error);
        }
        else if (result.Lines == 0)
        {
            Note(file, NoteLevel.Warning, "LogEmpty", "is empty");
        }
        if (!scan.Recognized)
        {
            if (result.Lines > 0 && result.Error is null)
                Unknown(file, scan.Foreign);
            return;
        }
        if (scan.TooNew)
            note(new LogNote(NoteLevel.Verbose, "LogSkipped", file.Path, $"{Quoted.Path(file.Path)} is not read further: it begins after -Until."));
        Remarks(log);
        lock (_lock)
        {
            Files += result.Lines > 0 ? 1 : 0;
            Lines += result.Lines;
            Unparsed += result.Unparsed;
            FirstTime = Math.Min(FirstTime, log.Sessions.FirstTime);
            LastTime = Math.Max(LastTime, log.Sessions.LastTime);
        }
    }

    private void Unknown(LogFile file, string? foreign)
    {
        // Of files that were named one by one, somebody expects more than of what lies around in a folder.
        NoteLevel level = file.FromFolder ? NoteLevel.Warning : NoteLevel.Error;
        string advice = file.FromFolder ? "" : ": SMTP protocol logs of Exchange, mail_logs of a Cisco ESA, or logs of Postfix, Exim or Sendmail (-Dialect reads it as one of them)";
        Note(file, level, nameof(FileFault.FileFormatUnknown), foreign is null ? "is no log of a known dialect" + advice : $"is an Exchange {foreign}, no SMTP protocol log");
    }

    private void NotReadable(LogFile file, long lines, Exception error)
    {
        if (error is FileFaultException fault)
        {
            note(new LogNote(NoteLevel.Error, fault.Fault.ToString(), file.Path, fault.Message));
            return;
        }
        string where = lines > 0 ? $" after line {lines}; what was read before is counted" : "";
        Note(file, NoteLevel.Error, nameof(FileFault.FileNotReadable), $"cannot be read{where}: {error.Message.TrimEnd('.')}");
    }

    private void Remarks(OpenLog log)
    {
        FilePart result = log.Scan.Result;
        if (result.Unparsed > 0)
        {
            string more = result.Unparsed == 1 ? "" : $" and {result.Unparsed - 1} more";
            Note(log.File, NoteLevel.Warning, "LogLinesUnparsed", $"has lines that cannot be read: line {result.FirstUnparsed}{more}. They are counted as Unparsed");
        }
        if (result.Remark is not null)
            note(new LogNote(NoteLevel.Warning, "LogRemark", log.File.Path, $"{Quoted.Path(log.File.Path)}: {result.Remark}."));
        if (log.Sessions.Unlogged > 0)
        {
            note(new LogNote(
                NoteLevel.Warning,
                "LogRemark",
                log.File.Path,
                $"{Quoted.Path(log.File.Path)} has no line about TLS from smtp(8), so it is not known of {log.Sessions.Unlogged} outbound sessions whether they were encrypted; smtp_tls_loglevel = 1 makes Postfix write them."));
        }
        if (options.Dialect is { } dialect && !log.Sessions.Any && result.Lines > 0)
            Note(log.File, NoteLevel.Warning, "LogWithoutSessions", $"read as a log of {dialect}, as -Dialect says, has no SMTP session");
    }

    private void Note(LogFile file, NoteLevel level, string id, string text) =>
        note(new LogNote(level, id, file.Path, $"{Quoted.Path(file.Path)} {text}."));
}
