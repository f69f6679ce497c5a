using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Dns;
using SmtpTls.Domains;
using SmtpTls.Input;
using SmtpTls.Policy;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Commands;

/// <summary>
/// Gets what a sender must do for a domain: DNSSEC, TLSA records of each mail server (DANE), MTA-STS record and policy, TLSRPT, what follows
/// from all of them, and each fault found. Mail servers are connected to only with -TestServer.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SmtpTlsPolicy", DefaultParameterSetName = DomainSet)]
[OutputType(typeof(TlsPolicy))]
public sealed class GetSmtpTlsPolicyCommand : DnssecCmdlet
{
    private const string DomainSet = "Domain";
    private const string InputSet = "InputObject";

    private readonly Dictionary<string, PreviousPolicy> _previous = new(StringComparer.OrdinalIgnoreCase);
    private ConnectionGate? _gate;
    private DomainTester? _tester;

    /// <summary>A domain, or a mail address whose domain is meant.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DomainSet)]
    [Alias("DomainName", "EmailAddress", "PrimarySmtpAddress")]
    [AllowEmptyString]
    public string[] Domain { get; set; } = [];

    /// <summary>
    /// What comes through the pipeline: a domain or mail address as text, or an object with a property that names a domain. Of a log session, log
    /// summary or TLS report, the remote domain is meant.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>Tests each address of each mail server against the policies, as Test-SmtpStartTls does.</summary>
    [Parameter]
    public SwitchParameter TestServer { get; set; }

    /// <summary>The TCP port of the mail servers, 1 to 65535: TLSA records are for a port. 25 when none is given.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 25;

    /// <summary>Results of an earlier run, live or deserialized: a policy that differs from it under the same id is a fault.</summary>
    [Parameter]
    public PSObject[] Previous { get; set; } = [];

    /// <summary>Roots (or paths of certificate files) to trust besides the machine's. The machine's store is not touched.</summary>
    [Parameter]
    [CertificatePath]
    public X509Certificate2[] TrustedRoot { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        foreach (ObjectProperties earlier in Previous.Where(policy => policy is not null).Select(policy => new ObjectProperties(policy)))
            Remember(earlier);

        TimeSpan timeout = TimeSpan.FromSeconds(TimeoutSec);
        DnsClientResolver resolver = Resolver();
        PolicyHost host = new(resolver, new PolicyFetchOptions
        {
            Timeout = timeout < PolicyFetchOptions.MostTime ? timeout : PolicyFetchOptions.MostTime,
            TrustedRoots = TrustedRoot,
            UseProxy = resolver.UsesSystemForHosts,
        });
        PolicyLookup policies = new(resolver, host, curious: true);
        AddressProbe? probe = !TestServer ? null : new(TlsEngines.Create(TlsEngineName.Managed), new ProbeOptions
        {
            HeloName = HelloName(),
            Protocols = Versions(),
            Timeout = timeout,
            Verification = new CertificateVerifierOptions { TrustedRoots = TrustedRoot },
            ObserveRequired = false,
        });
        _gate = new ConnectionGate(ThrottleLimit);
        _tester = new DomainTester(
            new DomainLookup(resolver, policies, Port, Family), policies, probe is null ? null : new AddressTester(probe, _gate), Port);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        TargetInput input = ParameterSetName == InputSet ? TargetInput.Read(InputObject) : TargetInput.OfDomains(Domain);
        if (input.Error is { } fault)
            WriteError(new ErrorRecord(new FormatException(fault.Message), fault.Id, ErrorCategory.InvalidArgument, InputObject));
        foreach (string server in input.Servers)
            WriteError(new ErrorRecord(new FormatException($"{Quoted.Value(server)} is a server, and policies are a domain's."), "InvalidDomain", ErrorCategory.InvalidArgument, server));
        foreach (string domain in input.Domains)
        {
            if (!MailTarget.TryParse(domain.Trim(), out MailTarget? target, out string? error))
                WriteError(new ErrorRecord(new FormatException(error), "InvalidDomain", ErrorCategory.InvalidArgument, domain));
            else if (target.Domain is { } name)
                Start(name.Ascii);
            else
                WriteError(new ErrorRecord(new FormatException($"{Quoted.Value(domain)} has no domain, and policies are a domain's."), "InvalidDomain", ErrorCategory.InvalidArgument, domain));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _gate?.Dispose();
    }

    private void Remember(ObjectProperties earlier)
    {
        if (earlier.Text("Domain") is { } domain && earlier.Items("MtaStsPolicy").FirstOrDefault() is { } policy)
        {
            ObjectProperties properties = new(policy);
            _previous[domain] = new PreviousPolicy(properties.Text("Id"), properties.Text("Text"));
            return;
        }
        WriteError(new ErrorRecord(
            new ArgumentException("-Previous takes what Get-SmtpTlsPolicy gave earlier, live or from Import-Clixml or JSON."),
            "InvalidPrevious",
            ErrorCategory.InvalidArgument,
            earlier.Source));
    }

    private void Start(string domain)
    {
        PreviousPolicy? previous = _previous.TryGetValue(domain, out PreviousPolicy? known) ? known : null;
        StartTarget(domain, "PolicyFailed", token => _tester!.RunAsync(domain, previous, token), policy => WriteObject(policy));
    }
}
