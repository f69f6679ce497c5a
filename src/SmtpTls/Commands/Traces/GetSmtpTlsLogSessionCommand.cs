using System.Management.Automation;
using SmtpTls.Logs;

namespace SmtpTls.Commands;

/// <summary>Gets the SMTP sessions of server logs: who came, whether and how it was encrypted, what failed.</summary>
[Cmdlet(VerbsCommon.Get, "SmtpTlsLogSession", DefaultParameterSetName = PathSet)]
[OutputType(typeof(LogSession))]
public sealed class GetSmtpTlsLogSessionCommand : LogCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private long _found;

    /// <summary>Logs, or folders with logs in them; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Logs or folders by their exact name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Only the sessions in which this message came in or went on, in their order; with or without its angle brackets.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? MessageId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        AddPaths(Path, literal: false);
        AddPaths(LiteralPath, literal: true);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        LogScanOptions options = Options(details: true);
        LogScan scan = Scan(options);
        MessageTrace? trace = MessageId is null ? null : new MessageTrace(MessageId);
        List<SessionFacts> hops = [];
        RunWork(token =>
        {
            IReadOnlyList<LogFile> files = Originals(token);
            foreach (LogFile file in trace is null ? [] : files)
                trace!.Search(file, token);
            scan.Read(files, sessions => Take(sessions, trace, hops), token);
            return Task.CompletedTask;
        });
        Write([.. scan.Joined()], trace, hops);
        foreach (SessionFacts hop in hops.OrderBy(hop => hop.Start))
            WriteObject(LogSessionFactory.Create(hop));
        CompleteProgress();
        if (_found == 0)
            TellNothing(scan, options);
        if (trace is not null && hops.Count == 0 && _found > 0)
            WriteWarning($"No session of message {Quoted.Value(trace.MessageId)} is among the {_found} sessions in {scan.Files} files. Exchange names messages in the protocol log of its receive and send connectors, the others in the log that their queue writes.");
    }

    private void Take(IReadOnlyList<SessionFacts> sessions, MessageTrace? trace, List<SessionFacts> hops) => Post(() => Write(sessions, trace, hops));

    // The hops of a message are shown in their order, when all of them are known.
    private void Write(IReadOnlyList<SessionFacts> sessions, MessageTrace? trace, List<SessionFacts> hops)
    {
        _found += sessions.Count;
        if (trace is not null)
        {
            hops.AddRange(sessions.Where(trace.Has));
            return;
        }
        foreach (SessionFacts session in sessions)
            WriteObject(LogSessionFactory.Create(session));
    }
}
