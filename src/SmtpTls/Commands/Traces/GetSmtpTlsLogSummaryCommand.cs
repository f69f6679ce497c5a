using System.Management.Automation;
using SmtpTls.Input;
using SmtpTls.Logs;

namespace SmtpTls.Commands;

/// <summary>Counts the SMTP sessions of server logs: encrypted, plain, failed, by version and suite or by whatever else is asked for.</summary>
[Cmdlet(VerbsCommon.Get, "SmtpTlsLogSummary", DefaultParameterSetName = PathSet)]
[OutputType(typeof(LogSummary))]
public sealed class GetSmtpTlsLogSummaryCommand : LogCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string InputSet = "InputObject";

    private static readonly LogGrouping[] Named = [LogGrouping.RemoteName, LogGrouping.RemoteDomain, LogGrouping.SenderDomain, LogGrouping.RecipientDomain];

    private SummaryBuilder? _builder;

    /// <summary>Logs, or folders with logs in them; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Logs or folders by their exact name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Sessions of Get-SmtpTlsLogSession, also deserialized; or files and folders of Get-ChildItem, or paths.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The properties to group by.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public LogGrouping[] GroupBy { get; set; } = [LogGrouping.Direction];

    /// <summary>Groups by version, cipher suite and error, too.</summary>
    [Parameter]
    public SwitchParameter Detail { get; set; }

    /// <summary>How long after a TLS failure mail in the clear between the same two hosts counts as fallback.</summary>
    [Parameter]
    public TimeSpan FallbackWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many files to read at once, 1 to 64; as many as there are processors when not given.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = Math.Min(64, Environment.ProcessorCount);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Detail)
            GroupBy = [.. GroupBy, LogGrouping.Protocol, LogGrouping.CipherSuite, LogGrouping.Error];
        _builder = new SummaryBuilder([.. GroupBy.Distinct()], FallbackWindow);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        AddPaths(Path, literal: false);
        AddPaths(LiteralPath, literal: true);
        foreach (PSObject input in InputObject)
        {
            if (input.BaseObject is string path)
                AddPaths([path], literal: false);
            else if (input.BaseObject is FileSystemInfo file)
                AddPaths([file.FullName], literal: true);
            else if (LogSessionReader.TryRead(new ObjectProperties(input), out SessionFacts? session))
                _builder!.Add(session);
            else if (new ObjectProperties(input).Exact("FullName") is { } fullName)
                AddPaths([fullName], literal: true);
            else
                WriteError(new ErrorRecord(
                    new PSArgumentException($"{Quoted.Value(input.ToString())} is neither a session of Get-SmtpTlsLogSession nor a file."), "InvalidInput", ErrorCategory.InvalidArgument, input));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        LogScanOptions options = Options(details: false) with { Names = GroupBy.Any(by => Named.Contains(by)) };
        LogScan scan = Scan(options);
        RunWork(token => scan.ReadAsync(Originals(token), ThrottleLimit, _builder!.Add, token));
        _builder!.Add(scan);
        foreach (LogSummary summary in _builder.Build())
            WriteObject(summary);
        if (_builder.Overflowed)
            WriteWarning("There are more than two million groups: the sessions of those that came last are counted in the group without values. Group by less.");
        CompleteProgress();
        if (_builder.IsEmpty)
            TellNothing(scan, options);
    }
}
