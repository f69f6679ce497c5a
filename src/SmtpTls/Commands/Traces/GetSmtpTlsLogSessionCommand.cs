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
    private const int BatchSize = 128;

    /// <summary>Logs, or folders with logs in them; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Logs or folders by their exact name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

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
        FragmentJoiner fragments = new();
        LogScan scan = Scan(options, fragments);
        RunWork(token =>
        {
            SessionBatch batch = new(Write, BatchSize);
            foreach (LogFile file in Files)
            {
                scan.Read(file, batch, token);
                batch.Flush();
            }
            return Task.CompletedTask;
        });
        foreach (List<SessionFacts> parts in fragments.Chains())
        {
            SessionFacts session = FragmentJoiner.Join(parts);
            session.Conclude();
            if (options.Wants(session))
                WriteObject(LogSessionFactory.Create(session));
        }
        CompleteProgress();
    }

    private void Write(IReadOnlyList<SessionFacts> sessions) => Post(() =>
    {
        foreach (SessionFacts session in sessions)
            WriteObject(LogSessionFactory.Create(session));
    });
}
