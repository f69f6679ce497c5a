using System.Management.Automation;
using SmtpTls.Exchange;

namespace SmtpTls.Input;

/// <summary>Reads what Get-TransportConfig and Get-TransportService give.</summary>
internal static class OrganizationReader
{
    private const string SendList = "TLSSendDomainSecureList";
    private const string ReceiveList = "TLSReceiveDomainSecureList";
    private const string DowngradedAuth = "UseDowngradedExchangeServerAuth";

    /// <summary>The organization's lists for Domain Security.</summary>
    /// <exception cref="FormatException">The object is no transport configuration.</exception>
    public static OrganizationSettings ReadTransportConfig(PSObject source)
    {
        ObjectProperties properties = new(source);
        return properties.Has(SendList) || properties.Has(ReceiveList)
            ? new OrganizationSettings
            {
                SendDomainSecureList = properties.Has(SendList) ? properties.List(SendList) : null,
                ReceiveDomainSecureList = properties.Has(ReceiveList) ? properties.List(ReceiveList) : null,
            }
            : throw new FormatException(
                $"{properties.Description} is no transport configuration: "
                + $"it has neither {SendList} nor {ReceiveList}. Give what Get-TransportConfig gives.");
    }

    /// <summary>A server's name and its UseDowngradedExchangeServerAuth.</summary>
    /// <exception cref="FormatException">The object is no transport service.</exception>
    public static (string Server, bool DowngradedAuth) ReadTransportService(PSObject source)
    {
        ObjectProperties properties = new(source);
        return ((properties.Text("Name") ?? properties.Text("Identity")), properties.Flag(DowngradedAuth)) is ({ } name, { } value)
            ? (name, value)
            : throw new FormatException(
                $"{properties.Description} is no transport service: "
                + $"it has not Name and {DowngradedAuth}. Give what Get-TransportService gives.");
    }
}
