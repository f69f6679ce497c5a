using System.Globalization;
using System.Management.Automation;
using SmtpTls.Input;
using SmtpTls.TlsRpt;

namespace SmtpTls.Commands;

/// <summary>Reads TLS reports (TLSRPT, RFC 8460): what other senders say of encrypting their mail to our domains.</summary>
[Cmdlet(VerbsData.Import, "SmtpTlsReport", DefaultParameterSetName = "Path")]
[OutputType(typeof(TlsReportEntry))]
public sealed class ImportSmtpTlsReportCommand : AsyncCmdlet
{
    private const long DefaultMaxSize = 10 * 1024 * 1024;
    private const long GreatestMaxSize = 1024 * 1024 * 1024;

    private readonly KnownReports _known = new();
    private FileWalk? _walk;
    private TlsReportFile? _reader;
    private JsonTextJoiner? _lines;

    /// <summary>Reports in JSON, gzip or zip, mails that carry them (.eml, mbox), or folders of all these; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same, taken as written; this is what files from the pipeline bind to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The JSON of reports, whole or line by line. Text from the pipeline that does not begin with { is taken as a path.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Json", ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[] Json { get; set; } = [];

    /// <summary>Also reads the folders below a folder.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>How many bytes one file may have when unpacked, 1 to 1 GB; 10 MB when not given. Mail may have twice as many as it comes.</summary>
    [Parameter]
    [ValidateRange(1, GreatestMaxSize)]
    public long MaxSize { get; set; } = DefaultMaxSize;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = new TlsReportFile(MaxSize);
        _walk = new FileWalk(Recurse, fault => PostAsync(() => WriteError(FileErrors.Of(fault, fault.Path))).GetAwaiter().GetResult());
        _lines = new JsonTextJoiner(MaxSize);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Json")
        {
            foreach (string text in Json)
                TakeText(text.TrimStart('\uFEFF'));
            return;
        }
        bool literal = ParameterSetName == "LiteralPath";
        ReadPaths(literal ? LiteralPath : Path, literal);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_lines!.IsOpen)
            ReadText(_lines.Take());
    }

    private void TakeText(string text)
    {
        if (_lines!.IsOpen || IsObject(text))
        {
            if (_lines.Add(text) is { } whole)
                ReadText(whole);
        }
        else if (!MyInvocation.ExpectingInput)
        {
            ReadText(text);
        }
        else if (!string.IsNullOrWhiteSpace(text))
        {
            ReadPaths([text], literal: false);
        }
    }

    private static bool IsObject(string text) => text.TrimStart() is ['{', ..];

    private void ReadText(string text) => RunWork(async token =>
    {
        TlsReportFileResult result = _reader!.ReadText(text, token);
        await PostAsync(() => Write(result, text, result.Errors)).ConfigureAwait(false);
    });

    private void ReadPaths(string[] paths, bool literal)
    {
        foreach (string path in InputPaths.Resolve(this, paths, literal))
            RunWork(token => ReadAsync(path, token));
    }

    private async Task ReadAsync(string path, CancellationToken token)
    {
        List<string> others = [];
        foreach ((string file, bool fromFolder) in _walk!.Files(path))
            await ReadFileAsync(file, fromFolder ? others : null, token).ConfigureAwait(false);
        if (others.Count > 0)
        {
            string message = string.Format(
                CultureInfo.InvariantCulture, "{0} files in {1} hold no TLS report and were passed over, the first {2}.", others.Count, Quoted.Path(path), Quoted.Path(others[0]));
            await PostAsync(() => WriteWarning(message)).ConfigureAwait(false);
        }
    }

    /// <param name="file">What to read.</param>
    /// <param name="others">Takes the file if it holds no report; where nobody chose it by name, that is no error.</param>
    /// <param name="token">Cancels the work.</param>
    private async Task ReadFileAsync(string file, List<string>? others, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        try
        {
            TlsReportFileResult result = _reader!.Read(file, token);
            IReadOnlyList<TlsReportException> errors = others is null ? result.Errors : [.. result.Errors.Where(e => e.Fault != TlsReportFault.NoReport)];
            if (others is not null && result.Reports.Count + errors.Count == 0)
                others.Add(file);
            await PostAsync(() => Write(result, file, errors)).ConfigureAwait(false);
        }
        catch (Exception e) when (FileErrors.AreOf(e))
        {
            await PostAsync(() => WriteError(FileErrors.Of(e, file))).ConfigureAwait(false);
        }
    }

    private void Write(TlsReportFileResult result, string target, IReadOnlyList<TlsReportException> errors)
    {
        foreach (TlsReport report in result.Reports)
        {
            if (report.Entries.Count == 0)
                WriteWarning($"{report.Origin} is a TLS report without policies: it says nothing.");
            WriteObject(_known.Mark(report), enumerateCollection: true);
        }
        foreach (TlsReportException e in errors)
            WriteError(new ErrorRecord(e, IdOf(e.Fault), FileErrors.Category(IdOf(e.Fault)), target));
    }

    private static string IdOf(TlsReportFault fault) => fault switch
    {
        TlsReportFault.NoReport => nameof(FileFault.FileFormatUnknown),
        TlsReportFault.TooLarge => nameof(FileFault.FileTooLarge),
        TlsReportFault.Damaged => nameof(FileFault.FileDamaged),
        _ => fault.ToString(),
    };
}
