using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace SmtpTls.Commands;

/// <summary>Shows how many targets are done and how many are under way, no more often than a person can read.</summary>
internal sealed class TestProgress(Cmdlet cmdlet, string activity)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();
    private string _target = "";
    private int _started;
    private int _finished;
    private bool _shown;

    public void Started(string target)
    {
        _started++;
        _target = target;
        Show();
    }

    public void Finished()
    {
        _finished++;
        Show();
    }

    /// <summary>Takes the display away. May be called when the pipeline is being stopped, which takes it away itself.</summary>
    public void Complete()
    {
        if (!_shown)
            return;
        _shown = false;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // PowerShell removes the display of a pipeline that stops.
        }
    }

    /// <summary>Shows where things stand, unless that was done a moment ago.</summary>
    public void Show()
    {
        if (_shown && _sinceLast.Elapsed < Interval)
            return;
        _shown = true;
        _sinceLast.Restart();
        string status = string.Format(CultureInfo.CurrentCulture, "{0} done, {1} under way", _finished, _started - _finished);
        cmdlet.WriteProgress(new ProgressRecord(0, activity, status) { CurrentOperation = _target });
    }
}
