using System.Management.Automation;
using SmtpTls.Input;
using SmtpTls.Reports;

namespace SmtpTls.Commands;

/// <summary>Writes results as compact, stable JSON, which Import-SmtpTlsResult reads.</summary>
[Cmdlet(VerbsData.ConvertTo, "SmtpTlsJson")]
[OutputType(typeof(string))]
public sealed class ConvertToSmtpTlsJsonCommand : PSCmdlet
{
    private readonly List<string> _lines = [];

    /// <summary>Results of any cmdlet of this module, live or deserialized.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Writes one array of all results instead of one line for each.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    /// <summary>Writes each certificate in PEM form, too.</summary>
    [Parameter]
    public SwitchParameter IncludeCertificate { get; set; }

    /// <summary>Leaves the dialogue with the server out.</summary>
    [Parameter]
    public SwitchParameter ExcludeTranscript { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in InputObject) Convert(item);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (AsArray) WriteObject($"[{string.Join(",\n", _lines)}]");
    }

    private void Convert(PSObject item)
    {
        try
        {
            string line = ResultJsonWriter.Write(DeserializedResult.Read(item).BaseObject, IncludeCertificate, !ExcludeTranscript);
            if (AsArray) _lines.Add(line);
            else WriteObject(line);
        }
        catch (FormatException e)
        {
            WriteError(new ErrorRecord(e, "NotAResult", ErrorCategory.InvalidArgument, item));
        }
    }
}
