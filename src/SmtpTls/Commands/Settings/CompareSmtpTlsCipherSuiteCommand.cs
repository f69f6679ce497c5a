using System.Management.Automation;
using SmtpTls.Input;
using SmtpTls.Tls;

namespace SmtpTls.Commands;

/// <summary>Compares the cipher suites of two sides: what they have in common, or what either would have to enable.</summary>
[Cmdlet(VerbsData.Compare, "SmtpTlsCipherSuite", DefaultParameterSetName = SidesSet)]
[OutputType(typeof(CipherSuiteComparison))]
public sealed class CompareSmtpTlsCipherSuiteCommand : PSCmdlet
{
    private const string SidesSet = "Sides";
    private const string ClientSet = "Client";

    private CipherSuiteInput _reference = null!;
    private CipherSuiteInput _difference = null!;

    /// <summary>One side, whose order of preference counts; this machine's Schannel list when none is given.</summary>
    [Parameter(Position = 0, ParameterSetName = SidesSet)]
    [ValidateNotNullOrEmpty]
    public object[]? Reference { get; set; }

    /// <summary>The other side.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ParameterSetName = SidesSet)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ClientSet)]
    [ValidateNotNullOrEmpty]
    public object[] Difference { get; set; } = [];

    /// <summary>Known senders by name, wildcards allowed: what each would agree on with the servers of -Difference.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ClientSet)]
    [ArgumentCompleter(typeof(ClientCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Client { get; set; } = [];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reference = new CipherSuiteInput("Reference", WriteError);
        _difference = new CipherSuiteInput("Difference", WriteError);
        if (ParameterSetName == ClientSet)
            return;
        foreach (object item in Reference ?? [LocalPolicy.Read(this)])
            _reference.Add(item);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object item in Difference)
            _difference.Add(item);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ParameterSetName == ClientSet)
        {
            CompareClients(Known(_difference.Sides(SchannelRole.Server), "Difference"));
            return;
        }
        // The reference is the server, unless what was given says that it is the client.
        bool swapped = _reference.AreClients || (_difference.AreServers && !_reference.AreServers);
        CipherSuiteSide[] references = Known(_reference.Sides(swapped ? SchannelRole.Client : SchannelRole.Server), "Reference");
        CipherSuiteSide[] differences = Known(_difference.Sides(swapped ? SchannelRole.Server : SchannelRole.Client), "Difference");
        foreach (CipherSuiteSide reference in references)
        {
            foreach (CipherSuiteSide difference in differences)
                WriteObject(CipherSuiteComparer.Compare(reference, difference));
        }
    }

    private void CompareClients(CipherSuiteSide[] servers)
    {
        foreach (string name in Client)
        {
            CipherSuiteSide[] clients = [.. ClientInput.Find(name)];
            if (clients.Length == 0)
            {
                WriteError(new ErrorRecord(
                    new ArgumentException($"No sender is known by the name {Quoted.Value(name)}. Known are: {string.Join(", ", ClientInput.Names)}."),
                    "UnknownClient",
                    ErrorCategory.ObjectNotFound,
                    name));
            }
            foreach (CipherSuiteSide server in servers)
            {
                foreach (CipherSuiteSide client in clients)
                    WriteObject(CipherSuiteComparer.Compare(server, client));
            }
        }
    }

    private CipherSuiteSide[] Known(IEnumerable<CipherSuiteSide> sides, string parameter)
    {
        CipherSuiteSide[] all = [.. sides];
        if (all.Length == 0)
            Fail($"-{parameter} holds no cipher suite that is known; there is nothing to compare.", parameter);
        foreach (CipherSuiteSide empty in all.Where(side => side.Suites.Count == 0))
            Fail($"{empty.Name} uses no cipher suite that is known; there is nothing to compare.", empty.Name);
        return [.. all.Where(side => side.Suites.Count > 0)];
    }

    private void Fail(string message, string target) =>
        WriteError(new ErrorRecord(new ArgumentException(message), "NoCipherSuite", ErrorCategory.InvalidArgument, target));
}
