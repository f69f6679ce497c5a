using System.Management.Automation;
using SmtpTls.Exchange;
using SmtpTls.Input;

namespace SmtpTls.Commands;

/// <summary>Says what the TLS settings of Exchange Send and Receive connectors amount to, and what in them is wrong.</summary>
[Cmdlet(VerbsCommon.Get, "ExchangeTlsPolicy")]
[OutputType(typeof(ExchangeTlsPolicy))]
public sealed class GetExchangeTlsPolicyCommand : PSCmdlet
{
    private OrganizationSettings _organization = new();
    private bool _wasGivenAny;

    /// <summary>What Get-SendConnector and Get-ReceiveConnector give, live or deserialized.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] Connector { get; set; } = [];

    /// <summary>What Get-ExchangeCertificate gives for the connectors' servers, any X509Certificate2, or paths of certificate files.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowNull]
    public PSObject[]? Certificate { get; set; }

    /// <summary>What Get-TransportConfig gives: the domains of Domain Security.</summary>
    [Parameter]
    [AllowNull]
    public PSObject? TransportConfig { get; set; }

    /// <summary>What Get-TransportService gives for the connectors' servers.</summary>
    [Parameter]
    [AllowEmptyCollection]
    [AllowNull]
    public PSObject[]? TransportService { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (TransportConfig is not null)
            Try(TransportConfig, "InvalidTransportConfig", source => _organization = OrganizationReader.ReadTransportConfig(source));

        Dictionary<string, bool> downgraded = new(StringComparer.OrdinalIgnoreCase);
        foreach (PSObject service in TransportService ?? [])
        {
            Try(service, "InvalidTransportService", source =>
            {
                (string server, bool value) = OrganizationReader.ReadTransportService(source);
                downgraded[server] = value;
            });
        }

        _organization = _organization with { DowngradedAuth = downgraded, Certificates = ReadCertificates() };
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject connector in Connector)
        {
            _wasGivenAny = true;
            Try(connector, "InvalidConnector", source => WriteObject(Judge(ConnectorReader.Read(source))));
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_wasGivenAny)
        {
            WriteError(new ErrorRecord(
                new PSArgumentException("No connector came through the pipeline. Does Get-SendConnector or Get-ReceiveConnector find it?"),
                "NoConnectorGiven",
                ErrorCategory.ObjectNotFound,
                null));
        }
    }

    private ExchangeTlsPolicy Judge(ConnectorSettings connector) => connector is SendConnectorSettings send
        ? ConnectorJudge.Judge(send, _organization, DateTimeOffset.UtcNow)
        : ConnectorJudge.Judge((ReceiveConnectorSettings)connector, _organization, DateTimeOffset.UtcNow);

    private IReadOnlyList<ExchangeCertificate>? ReadCertificates()
    {
        if (Certificate is null)
            return null;
        CertificateInput input = new(this, WriteError);
        foreach (PSObject certificate in Certificate) input.AddObject(certificate);
        return input.Certificates;
    }

    private void Try(PSObject source, string errorId, Action<PSObject> action)
    {
        try
        {
            action(source);
        }
        catch (FormatException e)
        {
            WriteError(new ErrorRecord(e, errorId, ErrorCategory.InvalidArgument, source));
        }
    }
}
