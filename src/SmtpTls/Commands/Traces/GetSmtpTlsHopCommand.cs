using System.Management.Automation;
using SmtpTls.Headers;
using SmtpTls.Input;

namespace SmtpTls.Commands;

/// <summary>Shows how a message was carried, hop by hop, from its Received headers: whether encrypted, with what, and how long it took.</summary>
[Cmdlet(VerbsCommon.Get, "SmtpTlsHop", DefaultParameterSetName = "Path")]
[OutputType(typeof(Hop), typeof(HopSummary))]
public sealed class GetSmtpTlsHopCommand : AsyncCmdlet
{
    private readonly List<string> _lines = [];
    private readonly HopReader _reader = new();
    private FileWalk? _walk;

    /// <summary>Files with a message each (.eml), mbox files, or folders; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same, taken as written; this is what files from the pipeline bind to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The text of a message's headers, as Outlook's Internet headers or a mail client's source view show it; whole or line by line.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Header", ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[] Header { get; set; } = [];

    /// <summary>Also reads the folders below a folder.</summary>
    [Parameter(ParameterSetName = "Path")]
    [Parameter(ParameterSetName = "LiteralPath")]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Adds an object for each message as a whole, behind its hops.</summary>
    [Parameter]
    public SwitchParameter Summary { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == "Header")
        {
            foreach (string text in Header)
                TakeText(text);
            return;
        }
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in InputPaths.Resolve(this, literal ? LiteralPath : Path, literal))
            ReadFiles(path);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_lines.Count > 0)
            WriteText(string.Join("\n", _lines));
    }

    // Get-Clipboard and Get-Content give one line after the other; a text with line breaks is a message of its own.
    private void TakeText(string text)
    {
        if (text.IndexOf('\n') < 0)
            _lines.Add(text);
        else
            WriteText(text);
    }

    private void WriteText(string text)
    {
        IReadOnlyList<string> fields = HeaderText.ReadFields(text);
        if (fields.Count > 0)
        {
            WriteHops(MessagePath.Read(_reader, fields, source: null), fields.Count);
            return;
        }
        WriteError(new ErrorRecord(
            new FormatException($"There is no Received header in the text {Quoted.Value(text.Trim())}. Files are given with -Path."),
            "NoReceivedHeader",
            ErrorCategory.InvalidData,
            text));
    }

    private void ReadFiles(string path)
    {
        bool found = false;
        _walk ??= new FileWalk(Recurse, fault => WriteError(FileErrors.Of(fault, fault.Path)));
        bool isFolder = Directory.Exists(path);
        foreach ((string file, bool fromFolder) in _walk.Files(path))
        {
            if (fromFolder && !MessageFile.IsNamedSo(file))
                continue;
            found = true;
            try
            {
                foreach (MessageHeaders message in MessageFile.Read(file, StopToken))
                    WriteMessage(message, MessagePath.Read(_reader, message.Fields, message.Source));
            }
            catch (OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }
            catch (Exception e) when (FileErrors.AreOf(e))
            {
                WriteError(FileErrors.Of(e, file));
            }
        }
        if (!found && isFolder)
        {
            WriteError(new ErrorRecord(
                new FileNotFoundException($"There is no .eml or mbox file in {Quoted.Path(path)}{(Recurse ? " and below" : "; -Recurse looks below, too")}.", path),
                "NoFileInFolder",
                ErrorCategory.ObjectNotFound,
                path));
        }
    }

    private void WriteMessage(MessageHeaders message, IReadOnlyList<Hop> hops)
    {
        if (message.Cut)
            WriteWarning($"The headers of {Quoted.Path(message.Source)} are longer than {HeaderBlockReader.MaxLength / (1024 * 1024)} MB; what follows was not read.");
        if (hops.Count > 0)
        {
            WriteHops(hops, message.Fields.Count);
            return;
        }
        WriteError(new ErrorRecord(
            new FormatException($"The message {Quoted.Path(message.Source)} has no Received header: it was never delivered, or it is no message."),
            "NoReceivedHeader",
            ErrorCategory.InvalidData,
            message.Source));
    }

    private void WriteHops(IReadOnlyList<Hop> hops, int headers)
    {
        if (headers >= HeaderText.MaxHeaders)
            WriteWarning($"The message has {HeaderText.MaxHeaders} Received headers or more; only the newest {HeaderText.MaxHeaders} were read.");
        WriteObject(hops, enumerateCollection: true);
        if (Summary)
            WriteObject(MessagePath.Summarize(hops));
    }
}
