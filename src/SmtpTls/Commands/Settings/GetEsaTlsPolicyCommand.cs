using System.Management.Automation;
using SmtpTls.Cisco;
using SmtpTls.Input;

namespace SmtpTls.Commands;

/// <summary>Says what the TLS settings in files of a Cisco ESA amount to, and what in them is wrong.</summary>
[Cmdlet(VerbsCommon.Get, "EsaTlsPolicy", DefaultParameterSetName = "Path")]
[OutputType(typeof(EsaTlsPolicy))]
public sealed class GetEsaTlsPolicyCommand : PSCmdlet
{
    /// <summary>Saved configurations, exports of Destination Controls, exported Host Access Tables. Wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The same, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The TLS setting of the listener's default policy parameters, for an exported Host Access Table, which does not hold it.</summary>
    [Parameter]
    public EsaTlsSetting DefaultSetting { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool literal = ParameterSetName == "LiteralPath";
        foreach (string path in InputPaths.Resolve(this, literal ? LiteralPath : Path, literal)) Read(path);
    }

    private void Read(string path)
    {
        try
        {
            EsaFileContent content = StoppableRead.Run(InvokeCommand, _ => EsaFile.Read(path));
            foreach (EsaFileException fault in content.Faults) Fail(fault, path);
            EsaTlsSetting? setting = MyInvocation.BoundParameters.ContainsKey(nameof(DefaultSetting)) ? DefaultSetting : null;
            foreach (EsaTlsPolicy policy in EsaJudge.Judge(content, path, setting, DateTimeOffset.UtcNow)) WriteObject(policy);
            foreach (string missing in content.Missing) WriteWarning($"{Quoted.Path(path)}: {missing}");
        }
        catch (EsaFileException e)
        {
            Fail(e, path);
        }
        catch (Exception e) when (FileErrors.AreOf(e))
        {
            WriteError(FileErrors.Of(e, path));
        }
    }

    private void Fail(EsaFileException e, string path) => WriteError(new ErrorRecord(e, e.ErrorId, FileErrors.Category(e.ErrorId), path));
}
