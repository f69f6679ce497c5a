using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Dns;
using SmtpTls.Input;
using SmtpTls.Policy;
using SmtpTls.Testing;
using SmtpTls.Tls;

namespace SmtpTls.Commands;

/// <summary>
/// Makes TLSA records from certificates, certificate files or what a server sends, as text for a zone file; and says with -Verify whether what
/// is published fits what is served. Nothing is published.
/// </summary>
[Cmdlet(VerbsCommon.New, "SmtpTlsaRecord", DefaultParameterSetName = CertificateSet)]
[OutputType(typeof(string), typeof(TlsaCheck))]
public sealed class NewSmtpTlsaRecordCommand : DnssecCmdlet
{
    private const string CertificateSet = "Certificate";
    private const string ServerSet = "Server";

    private TlsaRequest? _request;
    private TlsaProbe? _probe;
    private ConnectionGate? _gate;

    /// <summary>Certificates, certificate files, or what Get-SmtpTlsCertificate gave; several are a chain, or the present and the next certificate.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = CertificateSet, ValueFromPipeline = true)]
    [Alias("Path")]
    [CertificatePath]
    public X509Certificate2[] Certificate { get; set; } = [];

    /// <summary>A server, as host, host:port or [address]:port, whose certificate is taken.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ServerSet)]
    [Alias("ComputerName")]
    public string[] Server { get; set; } = [];

    /// <summary>The host of the record, which is the host that MX records name. The server's own, or the first name of the certificate, when none is given.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("MxHost")]
    public string? HostName { get; set; }

    /// <summary>The TCP port, 1 to 65535; 25 when neither this nor the server names one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 65535)]
    public int Port { get; set; } = 25;

    /// <summary>The certificate usage: DaneEE (3) is the server's own certificate, DaneTA (2) the issuing CA furthest up that is no root. 3 when none is given.</summary>
    [Parameter]
    public TlsaUsage Usage { get; set; } = TlsaUsage.DaneEE;

    /// <summary>The selector: Spki (1) is the key, Cert (0) the whole certificate. 1 when none is given.</summary>
    [Parameter]
    public TlsaSelector Selector { get; set; } = TlsaSelector.Spki;

    /// <summary>The matching type: Sha256 (1), Sha512 (2) or Full (0). 1 when none is given.</summary>
    [Parameter]
    public TlsaMatchingType MatchingType { get; set; } = TlsaMatchingType.Sha256;

    /// <summary>Writes the form of RFC 3597, which name servers take that do not know the type.</summary>
    [Parameter]
    public SwitchParameter Generic { get; set; }

    /// <summary>Compares what is published for the host with what the host sends, instead of writing the record.</summary>
    [Parameter]
    public SwitchParameter Verify { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _request = new TlsaRequest(Usage, Selector, MatchingType, Generic);
        if (Usage is TlsaUsage.PkixTA or TlsaUsage.PkixEE)
            WriteWarning($"Mail servers do not use records of usage {(int)Usage} (RFC 7672 section 3.1.3); 3 and 2 are for SMTP.");
        DnsClientResolver resolver = Resolver();
        ProbeOptions options = new()
        {
            HeloName = HelloName(),
            Protocols = Versions(),
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            StopAfterCertificate = true,
            ObserveRequired = false,
        };
        _gate = new ConnectionGate(ThrottleLimit);
        _probe = new TlsaProbe(
            resolver,
            new PolicyLookup(resolver, new PolicyHost(resolver, new PolicyFetchOptions()), curious: true),
            new AddressTester(new AddressProbe(TlsEngines.Create(TlsEngineName.Managed), options), _gate),
            Family);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string server in Server)
        {
            if (ServerEndpoint.TryParse(server, out ServerEndpoint? endpoint, out string? error))
                FromServer(endpoint, server);
            else
                WriteError(new ErrorRecord(new FormatException(error), "InvalidServer", ErrorCategory.InvalidArgument, server));
        }
        if (Certificate.Length > 0)
            FromCertificates();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _gate?.Dispose();
    }

    private void FromCertificates()
    {
        IReadOnlyList<byte[]> chosen = _request!.Choose(Certificate);
        string? host = ReadHost(HostName ?? NameOf(Certificate), Certificate[0]);
        if (host is null)
            return;
        if (chosen.Count == 0)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException($"There is no CA certificate, which a record of usage {(int)Usage} is for: give the chain, or the CA's certificate."),
                "NoAuthority", ErrorCategory.InvalidArgument, Certificate[0]));
            return;
        }
        if (Usage is TlsaUsage.DaneTA && Certificate.FirstOrDefault(c => c.RawData.AsSpan().SequenceEqual(chosen[0])) is { } anchor && CertificateInfoFactory.IsSelfIssued(anchor))
        {
            WriteWarning($"The record is for the root {Quoted.Value(anchor.Subject)}. Senders find it only where the server sends the root with its chain, "
                + "which servers do not do by themselves (RFC 7672 section 3.1.2); a record for the issuing CA needs no such setting.");
        }
        byte[][] data = [.. chosen.Select(_request.DataOf).GroupBy(Hex.Of).Select(same => same.First())];
        if (!Verify)
            WriteObject(data.Select(one => _request.LineOf(host, Port, one)), enumerateCollection: true);
        else
            WriteObject(Probe(ServerEndpoint.Parse(host), host, Port).SelectMany(test => data.Select(one => Check(test, host, Port, one))), enumerateCollection: true);
    }

    private void FromServer(ServerEndpoint endpoint, string server)
    {
        string? host = ReadHost(HostName ?? (endpoint.Address is null ? endpoint.Host : null), server);
        if (host is null)
            return;
        int port = endpoint.Port ?? Port;
        HashSet<string> written = [];
        foreach (AddressTest test in Probe(endpoint, host, port))
        {
            byte[]? data = ServedData(test);
            if (Verify)
                WriteObject(Check(test, host, port, data));
            else if (data is null)
                WriteError(NoCertificate(test.Result, server));
            else if (written.Add(Hex.Of(data)))
                WriteObject(_request!.LineOf(host, port, data));
        }
    }

    private byte[]? ServedData(AddressTest test)
    {
        X509Certificate2[] chain = [.. ServerCertificate.From(test.Result).Select(c => c.Certificate!)];
        return chain.Length == 0 ? null : _request!.Choose(chain).Select(_request.DataOf).FirstOrDefault();
    }

    private IReadOnlyList<AddressTest> Probe(ServerEndpoint endpoint, string host, int port)
    {
        IReadOnlyList<AddressTest> results = [];
        RunWork(async token => results = await _probe!.RunAsync(endpoint, host, port, token).ConfigureAwait(false));
        return results;
    }

    private TlsaCheck Check(AddressTest tested, string host, int port, byte[]? data)
    {
        StartTlsResult test = tested.Result;
        return new()
        {
            HostName = host,
            Address = test.Address,
            Port = port,
            Dane = test.Dane,
            Matches = test.ChainSent is [] || test.Tlsa is [] ? null : test.Tlsa.Any(record => record.Matches == true),
            IsPublished = data is not null && test.Tlsa.Any(record => _request!.Is(record, data)),
            Record = data is null ? null : _request!.LineOf(host, port, data),
            Published = test.Tlsa,
            Served = test.Certificate,
            Reason = tested.Policy?.DaneReason ?? (test.Tlsa is [] && test.Address is not null ? $"No TLSA record is published for port {port} of {host}." : test.Reason),
        };
    }

    private string? ReadHost(string? text, object target)
    {
        if (text is null)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException("The certificate has no name to make a record for; give the host that the MX record names with -HostName."),
                "NoHostName", ErrorCategory.InvalidArgument, target));
            return null;
        }
        if (DomainName.TryParse(text, out DomainName? name, out string? error))
            return name.Ascii;
        WriteError(new ErrorRecord(new FormatException(error), "InvalidHostName", ErrorCategory.InvalidArgument, text));
        return null;
    }

    private static string? NameOf(IEnumerable<X509Certificate2> certificates) =>
        certificates.SelectMany(c => CertificateNames.Read(c).DnsNames).FirstOrDefault(name => !name.StartsWith("*.", StringComparison.Ordinal));

    private static ErrorRecord NoCertificate(StartTlsResult test, string target) => new(
        new InvalidOperationException($"There is no certificate from {target}: {test.Status}. {test.Reason}"),
        "NoCertificate",
        test.Status is TestStatus.Unreachable or TestStatus.DnsFailure ? ErrorCategory.ConnectionError : ErrorCategory.ObjectNotFound,
        target);
}
