using System.Management.Automation;
using System.Security;
using SmtpTls.Exchange;
using SmtpTls.Input;

namespace SmtpTls.Commands;

/// <summary>
/// Writes the name by which an Exchange connector calls a certificate, <c>&lt;I&gt;Issuer&lt;S&gt;Subject</c>, and warns of what speaks
/// against the certificate.
/// </summary>
[Cmdlet(VerbsCommon.Get, "ExchangeTlsCertificateName", DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(string))]
[OutputType(typeof(ExchangeTlsCertificateName))]
public sealed class GetExchangeTlsCertificateNameCommand : PSCmdlet
{
    private const string ObjectSet = "Certificate";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string ThumbprintSet = "Thumbprint";

    private readonly List<ErrorRecord> _errors = [];
    private CertificateInput _input = null!;

    /// <summary>What Get-ExchangeCertificate gives, live or deserialized; any X509Certificate2; a certificate file of Get-ChildItem.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    public PSObject[] Certificate { get; set; } = [];

    /// <summary>Certificate files (.cer, .crt, .pem, .p7b, .pfx); wildcards are allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Certificate files, the paths taken as they stand.</summary>
    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The password of the files; asked for where one is needed and none is given.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = ObjectSet)]
    public SecureString? Password { get; set; }

    /// <summary>Thumbprints of certificates in LocalMachine\My or CurrentUser\My.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    public string[] Thumbprint { get; set; } = [];

    /// <summary>Gives objects with the name, the thumbprint, the end of validity and what was found, instead of texts and warnings.</summary>
    [Parameter]
    public SwitchParameter AsObject { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _input = new CertificateInput(this, _errors.Add) { Password = Password };

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject item in Certificate) _input.AddObject(item);
        foreach (string thumbprint in Thumbprint) _input.AddThumbprint(thumbprint);
        _input.AddPaths(Path, literal: false);
        _input.AddPaths(LiteralPath, literal: true);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Only now are all known that may share a name.
        foreach (ExchangeCertificate certificate in _input.Certificates)
            Write(certificate, CertificateRules.Judge(new CertificateFacts(certificate, _input.Certificates, DateTimeOffset.UtcNow)));
        WriteErrors();
    }

    private void Write(ExchangeCertificate certificate, IReadOnlyList<Finding> findings)
    {
        if (AsObject)
        {
            WriteObject(new ExchangeTlsCertificateName
            {
                TlsCertificateName = certificate.Name,
                Thumbprint = certificate.Thumbprint,
                NotBefore = certificate.NotBefore,
                NotAfter = certificate.NotAfter,
                Findings = [.. findings],
            });
            return;
        }

        foreach (Finding finding in findings) WriteWarning(finding.Text);
        WriteObject(certificate.Name);
    }

    // Set-SendConnector -TlsCertificateName (nothing) removes the name. So where there is no name at all, the last error ends the statement,
    // unless the caller has said how errors are to be treated.
    private void WriteErrors()
    {
        if (_input.Certificates.Count == 0 && _errors.Count == 0)
        {
            _errors.Add(new ErrorRecord(
                new PSArgumentException("No certificate came through the pipeline. Does Get-ExchangeCertificate find it?"),
                "NoCertificateGiven",
                ErrorCategory.ObjectNotFound,
                null));
        }

        bool ends = _input.Certificates.Count == 0 && !AsObject && !MyInvocation.BoundParameters.ContainsKey("ErrorAction");
        for (int i = 0; i < _errors.Count; i++)
        {
            if (ends && i == _errors.Count - 1)
                ThrowTerminatingError(_errors[i]);
            WriteError(_errors[i]);
        }
    }
}
