using System.Management.Automation;
using System.Xml;
using SmtpTls.Input;

namespace SmtpTls.Commands;

/// <summary>Reads results from files that ConvertTo-SmtpTlsJson or Export-Clixml made.</summary>
[Cmdlet(VerbsData.Import, "SmtpTlsResult", DefaultParameterSetName = "Path")]
[OutputType(typeof(PSObject))]
public sealed class ImportSmtpTlsResultCommand : PSCmdlet
{
    /// <summary>Files of JSON, JSON lines or Clixml. Wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in InputPaths.Resolve(this, literal ? LiteralPath : Path, literal)) Read(path);
    }

    private void Read(string path)
    {
        if (Directory.Exists(path))
        {
            string files = Quoted.Path(System.IO.Path.Combine(path, "*"));
            Fail(new FormatException($"{Quoted.Path(path)} is a folder. Give the files in it, such as {files}."), "PathIsFolder", path);
            return;
        }

        try
        {
            foreach (object item in ResultFile.Read(path, (message, target) => Fail(new FormatException($"{Quoted.Path(path)}: {message}"), "InvalidResult", target)))
                WriteObject(item);
        }
        catch (Exception e) when (e is FormatException or XmlException)
        {
            Fail(new FormatException($"{Quoted.Path(path)}: {e.Message}", e), "InvalidResultFile", path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriteError(new ErrorRecord(e, "FileNotReadable", ErrorCategory.ReadError, path));
        }
    }

    private void Fail(Exception e, string errorId, object? target) => WriteError(new ErrorRecord(e, errorId, ErrorCategory.InvalidData, target));
}
