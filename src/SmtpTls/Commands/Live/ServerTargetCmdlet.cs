using System.Management.Automation;
using SmtpTls.Dns;
using SmtpTls.Input;
using SmtpTls.Policy;
using SmtpTls.Testing;

namespace SmtpTls.Commands;

/// <summary>What the cmdlets that look at receiving servers share: whom to ask, how to reach them, and many at once.</summary>
/// <typeparam name="TResult">What is found of one address.</typeparam>
public abstract class ServerTargetCmdlet<TResult> : DnssecCmdlet
    where TResult : class
{
    private const string DomainSet = "Domain";
    private const string ServerSet = "Server";
    private const string InputSet = "InputObject";

    private ConnectionGate? _gate;
    private TargetRunner<TResult>? _runner;

    /// <summary>A domain or mail address, whose mail servers are looked up and all tested. With a mail address, RCPT TO is tried with it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = DomainSet)]
    [Alias("DomainName", "EmailAddress", "PrimarySmtpAddress")]
    [AllowEmptyString]
    public string[] Domain { get; set; } = [];

    /// <summary>A server, as host, host:port or [address]:port. No MX record is looked up.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [Alias("ComputerName")]
    [AllowEmptyString]
    public string[] Server { get; set; } = [];

    /// <summary>
    /// What comes through the pipeline: a domain or mail address as text, or an object with a property that names a domain or a server. Of a log
    /// session, log summary or TLS report, the remote domain is meant, never the admin's own server.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    /// <summary>The TCP port, 1 to 65535; 25, or 465 with -ImplicitTls, when neither this nor the server names one.</summary>
    [Parameter]
    [ValidateRange(1, 65535)]
    public int Port { get; set; }

    /// <summary>TLS begins with the connection (RFC 8314). Not needed for port 465.</summary>
    [Parameter]
    public SwitchParameter ImplicitTls { get; set; }

    /// <summary>
    /// The name under which the servers are tested: sent in the handshake (SNI), compared with the certificate, and asked for TLSA records. Their
    /// own names when none is given.
    /// </summary>
    [Parameter]
    public string? ServerName { get; set; }

    /// <summary>How to connect; the shared parameters are filled in.</summary>
    private protected virtual ProbeOptions Complete(ProbeOptions options) => options;

    /// <summary>Where to look up policies; <see langword="null"/> to look at none.</summary>
    private protected virtual PolicyLookup? Policies(DnsClientResolver resolver, ProbeOptions options) => null;

    /// <summary>The recipient to try, where the target is no mail address.</summary>
    private protected virtual Recipient? DefaultRecipient => null;

    /// <summary>The work on one address. Called once, before the first target.</summary>
    /// <param name="options">How to connect.</param>
    /// <param name="gate">Bounds how many addresses are asked at once.</param>
    private protected abstract Func<ProbeTarget, CancellationToken, Task<TResult>> Work(ProbeOptions options, ConnectionGate gate);

    /// <summary>The result for a target that leads to no address.</summary>
    private protected abstract TResult WithoutAddress(NoAddress target);

    /// <summary>Writes a result. Called on the pipeline thread.</summary>
    /// <param name="result">The result.</param>
    /// <param name="target">The target as the user named it.</param>
    private protected abstract void Write(TResult result, string target);

    /// <summary>All results of a target are written. Called on the pipeline thread.</summary>
    /// <param name="target">The target as the user named it.</param>
    private protected virtual void WriteEnd(string target)
    {
    }

    /// <summary>Writes what becomes of input that is neither a domain nor a server: an error, unless a cmdlet has a result for it.</summary>
    private protected virtual void WriteInvalid(string errorId, string message, object? input) =>
        WriteError(new ErrorRecord(new FormatException(message), errorId, ErrorCategory.InvalidArgument, input));

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        TargetOptions targets = new()
        {
            Port = MyInvocation.BoundParameters.ContainsKey(nameof(Port)) ? Port : null,
            ImplicitTls = MyInvocation.BoundParameters.ContainsKey(nameof(ImplicitTls)) ? ImplicitTls.IsPresent : null,
            Family = Family,
            Recipient = DefaultRecipient,
            ServerName = ServerName is null ? null : Argument(nameof(ServerName), ServerName, text => DomainName.Parse(text.Trim()).Ascii),
        };
        ProbeOptions options = Complete(new ProbeOptions
        {
            HeloName = HelloName(),
            Protocols = Versions(),
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
        });
        _gate = new ConnectionGate(ThrottleLimit);
        DnsClientResolver resolver = Resolver();
        _runner = new TargetRunner<TResult>(new TestPlanner(resolver, targets, Policies(resolver, options)), Work(options, _gate), WithoutAddress);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == InputSet)
        {
            TargetInput input = TargetInput.Read(InputObject);
            if (input.Error is { } error)
                WriteInvalid(error.Id, error.Message, InputObject);
            StartDomains(input.Domains);
            StartServers(input.Servers);
            return;
        }
        StartDomains(Domain);
        StartServers(Server);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _gate?.Dispose();
    }

    // Lists from files have blanks and CR at their ends.
    private void StartDomains(IEnumerable<string> domains)
    {
        foreach (string domain in domains)
        {
            string name = domain.Trim();
            if (MailTarget.TryParse(name, out MailTarget? target, out string? error))
                StartTarget<TResult>(name, "TestFailed", token => _runner!.StartAsync(target, token), result => Write(result, name), () => WriteEnd(name));
            else
                WriteInvalid("InvalidDomain", error, domain);
        }
    }

    private void StartServers(IEnumerable<string> servers)
    {
        foreach (string server in servers)
        {
            string name = server.Trim();
            if (ServerEndpoint.TryParse(name, out ServerEndpoint? target, out string? error))
                StartTarget<TResult>(name, "TestFailed", token => _runner!.StartAsync(target, token), result => Write(result, name), () => WriteEnd(name));
            else
                WriteInvalid("InvalidServer", error, server);
        }
    }
}
