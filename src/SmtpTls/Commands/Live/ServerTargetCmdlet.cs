using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using SmtpTls.Dns;
using SmtpTls.Policy;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Commands;

/// <summary>What the cmdlets that test receiving servers share: whom to test, how to reach them, and many at once.</summary>
public abstract class ServerTargetCmdlet : ConnectingCmdlet
{
    private const string DomainSet = "Domain";
    private const string ServerSet = "Server";

    private TestProgress? _progress;
    private ConnectionGate? _gate;
    private StartTlsTester? _tester;

    /// <summary>A domain or mail address, whose mail servers are looked up and all tested. With a mail address, RCPT TO is tried with it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DomainSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("DomainName", "EmailAddress", "PrimarySmtpAddress")]
    [AllowEmptyString]
    public string[] Domain { get; set; } = [];

    /// <summary>A server, as host, host:port or [address]:port. No MX record is looked up.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet, ValueFromPipelineByPropertyName = true)]
    [Alias("ComputerName")]
    [AllowEmptyString]
    public string[] Server { get; set; } = [];

    /// <summary>The TCP port, 1 to 65535; 25, or 465 with -ImplicitTls, when neither this nor the server names one.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>TLS begins with the connection (RFC 8314). On port 465 that goes without saying.</summary>
    [Parameter]
    public SwitchParameter ImplicitTls { get; set; }

    /// <summary>Which code makes the TLS handshake.</summary>
    [Parameter]
    public TlsEngineName Engine { get; set; }

    /// <summary>How to test; the shared parameters are filled in.</summary>
    private protected abstract ProbeOptions Complete(ProbeOptions options);

    /// <summary>Where to look up policies; <see langword="null"/> to look at none.</summary>
    private protected virtual PolicyLookup? Policies(DnsClientResolver resolver, ProbeOptions options) => null;

    /// <summary>The recipient to try, where the target is no mail address.</summary>
    private protected virtual Recipient? DefaultRecipient => null;

    /// <summary>Writes what came of one target. Called on the pipeline thread.</summary>
    private protected abstract void WriteResults(IReadOnlyList<StartTlsResult> results, string target);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        TargetOptions targets = new()
        {
            Port = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) ? Port : null,
            ImplicitTls = MyInvocation.BoundParameters.ContainsKey(nameof(ImplicitTls)) ? ImplicitTls.IsPresent : null,
            Family = Family,
            Recipient = DefaultRecipient,
        };
        ProbeOptions options = Complete(new ProbeOptions
        {
            HeloName = HelloName(),
            Protocols = Protocol,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        });
        _gate = new ConnectionGate(ThrottleLimit);
        _progress = new TestProgress(this, MyInvocation.MyCommand.Name);
        DnsClientResolver resolver = Resolver();
        _tester = new StartTlsTester(
            new TestPlanner(resolver, targets, Policies(resolver, options)), new AddressProbe(TlsEngines.Create(Engine), options), _gate);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string domain in Domain)
        {
            if (MailTarget.TryParse(domain, out MailTarget? target, out string? error))
                Start(domain, token => _tester!.TestAsync(target, token));
            else
                WriteInvalid("InvalidDomain", error, domain);
        }
        foreach (string server in Server)
        {
            if (ServerEndpoint.TryParse(server, out ServerEndpoint? target, out string? error))
                Start(server, token => _tester!.TestAsync(target, token));
            else
                WriteInvalid("InvalidServer", error, server);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        FinishWork();
        _progress?.Complete();
    }

    /// <inheritdoc/>
    protected override void WhileWaiting() => _progress?.Show();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _gate?.Dispose();
    }

    private void WriteInvalid(string errorId, string message, string target) =>
        WriteError(new ErrorRecord(new FormatException(message), errorId, ErrorCategory.InvalidArgument, target));

    [SuppressMessage("Design", "CA1031", Justification = "A fault in one test is told as an error about its target; the others go on.")]
    private void Start(string target, Func<CancellationToken, Task<IReadOnlyList<StartTlsResult>>> test)
    {
        _progress!.Started(target);
        StartWork(ThrottleLimit, async token =>
        {
            try
            {
                IReadOnlyList<StartTlsResult> results = await test(token).ConfigureAwait(false);
                await PostAsync(() =>
                {
                    WriteResults(results, target);
                    _progress.Finished();
                }).ConfigureAwait(false);
            }
            catch (Exception e) when (!token.IsCancellationRequested)
            {
                await PostAsync(() => WriteError(new ErrorRecord(e, "TestFailed", ErrorCategory.NotSpecified, target))).ConfigureAwait(false);
            }
        });
    }
}
