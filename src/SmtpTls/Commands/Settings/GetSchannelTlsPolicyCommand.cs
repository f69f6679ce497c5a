using System.Management.Automation;
using SmtpTls.Input;
using SmtpTls.Schannel;

namespace SmtpTls.Commands;

/// <summary>Gets what TLS a Windows machine uses: this one, or another by its exported registry.</summary>
[Cmdlet(VerbsCommon.Get, "SchannelTlsPolicy", DefaultParameterSetName = LocalSet)]
[OutputType(typeof(SchannelTlsPolicy))]
public sealed class GetSchannelTlsPolicyCommand : PSCmdlet
{
    private const string LocalSet = "Local";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    private readonly List<string> _parts = [];
    private WindowsVersion? _windows;

    /// <summary><c>.reg</c> files, each of one machine, or folders that hold the files of one machine. Wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>All files are parts of one machine's registry.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Merge { get; set; }

    /// <summary>The Windows whose defaults hold for what is not set, where the export does not say it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(WindowsVersionCompleter))]
    public string? WindowsVersion { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (WindowsVersion is null)
            return;
        _windows = Schannel.WindowsVersion.Find(WindowsVersion);
        if (_windows is null)
        {
            string names = string.Join(", ", Schannel.WindowsVersion.All.Where(version => version.IsServer).Select(version => version.Name));
            ThrowTerminatingError(new ErrorRecord(
                new ArgumentException($"{Quoted.Value(WindowsVersion)} is no Windows version that is known here. Give a build number, or one of: {names}."),
                "UnknownWindowsVersion",
                ErrorCategory.InvalidArgument,
                WindowsVersion));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == LocalSet)
        {
            WriteObject(LocalPolicy.Read(this, _windows));
            return;
        }

        bool literal = ParameterSetName == LiteralPathSet;
        foreach (string path in InputPaths.Resolve(this, literal ? LiteralPath : Path, literal))
        {
            bool unreadable = false;
            FileWalk walk = new(recurse: false, fault =>
            {
                unreadable = true;
                WriteError(FileErrors.Of(fault, fault.Path));
            });
            string[] files = [.. walk.Files(path).Where(file => !file.FromFolder || IsExport(file.Path)).Select(file => file.Path)];
            if (unreadable)
                continue;
            if (files.Length == 0)
                Fail(new FileNotFoundException($"There is no .reg file in {Quoted.Path(path)}.", path), "NoFileInFolder", ErrorCategory.ObjectNotFound, path);
            else if (Merge)
                _parts.AddRange(files);
            else
                WritePolicy(path, files);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_parts.Count > 0)
            WritePolicy(string.Join(", ", _parts), _parts);
    }

    private void WritePolicy(string name, IReadOnlyList<string> files)
    {
        RegistryExport export = new(name);
        int read = 0;
        foreach (string file in files)
        {
            try
            {
                _ = StoppableRead.Run(InvokeCommand, token =>
                {
                    export.Read(file, token);
                    return export;
                });
                read++;
            }
            catch (RegistryExportException exception)
            {
                Fail(exception, exception.Fault.ToString(), ErrorCategory.InvalidData, file);
            }
            catch (Exception exception) when (FileErrors.AreOf(exception))
            {
                WriteError(FileErrors.Of(exception, file));
            }
        }

        if (read == 0)
            return;
        if (!export.HasSettings)
        {
            Fail(export.WithoutSettings(), nameof(FileFault.FileFormatUnknown), ErrorCategory.InvalidData, name);
            return;
        }

        WriteObject(SchannelPolicyReader.Read(export, _windows));
    }

    private static bool IsExport(string path) => System.IO.Path.GetExtension(path).Equals(".reg", StringComparison.OrdinalIgnoreCase);

    private void Fail(Exception exception, string errorId, ErrorCategory category, string target) =>
        WriteError(new ErrorRecord(exception, errorId, category, target));
}
