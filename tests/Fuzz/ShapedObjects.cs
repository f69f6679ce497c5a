using System.Management.Automation;
using System.Text;
using System.Xml;
using SmtpTls.Input;

namespace SmtpTls.Fuzz;

/// <summary>Objects as Import-Clixml and remoting give them, with properties missing, of other types, or made up.</summary>
internal static class ShapedObjects
{
    // What these readers throw becomes an error of the cmdlet, with the message.
    private static readonly Type[] Expected = [typeof(PSArgumentException), typeof(ArgumentException), typeof(FormatException), typeof(InvalidOperationException)];

    public static void Read(byte[] bytes)
    {
        object[] items;
        try
        {
            object read = PSSerializer.Deserialize(Encoding.UTF8.GetString(bytes));
            items = read is object[] list ? list : [read];
        }
        catch (Exception e) when (e is XmlException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            // PowerShell itself refuses it.
            return;
        }

        foreach (PSObject item in items.OfType<object>().Select(PSObject.AsPSObject))
        {
            Try(() => LogSessionReader.TryRead(new ObjectProperties(item), out _));
            Try(() => LogSummaryReader.Read(new ObjectProperties(item)));
            Try(() => ConnectorReader.Read(item));
            Try(() => ExchangeCertificateReader.Read(item));
            Try(() => OrganizationReader.ReadTransportConfig(item));
            Try(() => OrganizationReader.ReadTransportService(item));
            Try(() => ErrorInput.Read(item));
        }
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (Expected.Contains(e.GetType()) && e.Message.Length > 0)
        {
        }
    }
}
