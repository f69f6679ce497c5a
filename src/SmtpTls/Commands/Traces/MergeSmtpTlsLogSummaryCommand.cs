using System.Management.Automation;
using SmtpTls.Input;
using SmtpTls.Logs;

namespace SmtpTls.Commands;

/// <summary>Puts summaries together, of several servers or days, so that they equal the summary of all their logs.</summary>
[Cmdlet(VerbsData.Merge, "SmtpTlsLogSummary")]
[OutputType(typeof(LogSummary))]
public sealed class MergeSmtpTlsLogSummaryCommand : PSCmdlet
{
    private SummaryMerger? _merger;
    private string _grouping = "";
    private readonly HashSet<string> _known = [];
    private int _twice;

    /// <summary>Summaries of Get-SmtpTlsLogSummary or of this cmdlet, all grouped by the same properties; also deserialized.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>How long after a TLS failure mail in the clear between the same two hosts counts as fallback; give what the summaries were made with.</summary>
    [Parameter]
    public TimeSpan FallbackWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject input in InputObject)
        {
            try
            {
                LogSummary summary = LogSummaryReader.Read(new ObjectProperties(input));
                LogGrouping[] grouping = [.. summary.GroupBy.Select(LogSummaryReader.Grouping)];
                string named = string.Join(", ", grouping);
                if (_merger is null)
                    (_merger, _grouping) = (new SummaryMerger(grouping, FallbackWindow), named);
                if (named != _grouping)
                    throw new FormatException($"This summary is grouped by {named}, those before it by {_grouping}: only summaries of the same groups can be put together.");
                _merger.Add(summary);
                // Two groups that agree in all this are one that came twice; small ones may agree by chance.
                if (!_known.Add(Identity(summary)))
                    _twice++;
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                WriteError(new ErrorRecord(e, "InvalidSummary", ErrorCategory.InvalidArgument, input));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_merger is not null)
            WriteObject(_merger.Build(), enumerateCollection: true);
        if (_twice > 0)
            WriteWarning($"{_twice} of the summaries came twice: the same group with the same times and counts. They are counted twice; if they are of the same logs, give each only once.");
    }

    private static string Identity(LogSummary summary) => string.Join(
        "\t",
        summary.GroupBy.Select(name => SummaryGroups.Get(summary, LogSummaryReader.Grouping(name)))
            .Concat([summary.Sessions, summary.Messages, summary.FirstSeen?.UtcTicks, summary.LastSeen?.UtcTicks, summary.Files, summary.Lines]));
}
