namespace SmtpTls.Logs;

/// <summary>A file that is being read.</summary>
internal sealed record OpenLog(LogFile File, FileScan Scan, FileSessions Sessions, SessionBatch Batch);

/// <summary>Something to do: open a file, or read a part of one that is open.</summary>
internal readonly record struct LogWork(LogFile? File, OpenLog? Open, int Part);

/// <summary>
/// What is left to do, for several threads: the parts of files that are open come before files that are not. As long as somebody may add to
/// it, the others wait.
/// </summary>
internal sealed class WorkQueue(IEnumerable<LogFile> files)
{
    private readonly Queue<LogFile> _files = new(files);
    private readonly Queue<LogWork> _parts = [];
    private int _opening;
    private bool _stopped;

    /// <summary>The next work; nothing when all is done. After a file, <see cref="Add"/> must follow.</summary>
    public LogWork? Take()
    {
        lock (_parts)
        {
            while (true)
            {
                if (_stopped)
                    return null;
                if (_parts.Count > 0)
                    return _parts.Dequeue();
                if (_files.Count > 0)
                {
                    _opening++;
                    return new LogWork(_files.Dequeue(), null, 0);
                }
                if (_opening == 0)
                    return null;
                Monitor.Wait(_parts);
            }
        }
    }

    /// <summary>Adds the parts of the file that was taken; nothing where it was not opened.</summary>
    public void Add(OpenLog? log)
    {
        lock (_parts)
        {
            _opening--;
            for (int part = 0; part < log?.Scan.Parts; part++)
                _parts.Enqueue(new LogWork(null, log, part));
            Monitor.PulseAll(_parts);
        }
    }

    /// <summary>Somebody has failed: nobody waits for what does not come.</summary>
    public void Stop()
    {
        lock (_parts)
        {
            _stopped = true;
            Monitor.PulseAll(_parts);
        }
    }
}
