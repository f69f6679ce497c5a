using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace SmtpTls.Commands;

/// <summary>How far the reading of logs is, by bytes, and how long it will take.</summary>
internal sealed class LogProgress(string activity, long total)
{
    // Nobody wants to see a bar that is gone before it can be read.
    private const long Delay = 500;
    private const long Interval = 200;

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private long _done;
    private long _next = Delay;

    public bool Shown { get; private set; }

    /// <summary>Counts bytes, from any thread; true where it is time to show it.</summary>
    public bool Add(long bytes)
    {
        Interlocked.Add(ref _done, bytes);
        long now = _time.ElapsedMilliseconds, next = Interlocked.Read(ref _next);
        return now >= next && Interlocked.CompareExchange(ref _next, now + Interval, next) == next;
    }

    public ProgressRecord Record()
    {
        Shown = true;
        long done = Math.Min(Interlocked.Read(ref _done), total);
        double seconds = _time.Elapsed.TotalSeconds;
        return new ProgressRecord(0, activity, string.Format(CultureInfo.CurrentCulture, "{0:N0} of {1:N0} MB", done >> 20, total >> 20))
        {
            PercentComplete = total == 0 ? 100 : (int)(100 * done / total),
            SecondsRemaining = done == 0 ? -1 : (int)Math.Ceiling(seconds * (total - done) / done),
        };
    }

    public ProgressRecord Completed() => new(0, activity, "Done") { RecordType = ProgressRecordType.Completed };
}
