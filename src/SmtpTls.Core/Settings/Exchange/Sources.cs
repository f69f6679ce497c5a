namespace SmtpTls.Exchange;

/// <summary>Where the rules are documented.</summary>
internal static class Sources
{
    private const string Cmdlets = "https://learn.microsoft.com/powershell/module/exchangepowershell/";
    private const string Exchange = "https://learn.microsoft.com/exchange/";

    public const string Hybrid = "Microsoft CSS-Exchange, HealthChecker, Cloud Connector Check: "
        + "https://microsoft.github.io/CSS-Exchange/Diagnostics/HealthChecker/CloudConnectorCheck/";
    public const string Connectors = "Connectors: " + Exchange + "mail-flow/connectors/connectors";
    public const string SendConnectors = "Send connectors: " + Exchange + "mail-flow/connectors/send-connectors";
    public const string ReceiveConnectors = "Receive connectors: " + Exchange + "mail-flow/connectors/receive-connectors";
    public const string InboundSelection =
        "Selection of inbound STARTTLS certificates: " + Exchange + "mail-flow/mail-routing/inbound-starttls-certificates-selection";
    public const string Certificates = "Digital certificates in Exchange Server: " + Exchange + "architecture/client-access/certificates";
    public const string AuthenticatedSmtp = "Configure authenticated SMTP: " + Exchange + "clients/pop3-and-imap4/configure-authenticated-smtp";
    public const string GetExchangeCertificate = "Get-ExchangeCertificate: " + Cmdlets + "get-exchangecertificate";
    public const string EnableExchangeCertificate = "Enable-ExchangeCertificate, Services: " + Cmdlets + "enable-exchangecertificate";
    public const string TransportConfig =
        "Set-TransportConfig, TLSSendDomainSecureList and TLSReceiveDomainSecureList: " + Cmdlets + "set-transportconfig";
    public const string TransportService = "Set-TransportService, UseDowngradedExchangeServerAuth: " + Cmdlets + "set-transportservice";

    public static string Send(string parameter) => $"Set-SendConnector, {parameter}: {Cmdlets}set-sendconnector";

    public static string Receive(string parameter) => $"Set-ReceiveConnector, {parameter}: {Cmdlets}set-receiveconnector";
}
