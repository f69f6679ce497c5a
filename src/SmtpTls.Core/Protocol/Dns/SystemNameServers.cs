using DnsClient;

namespace SmtpTls.Dns;

/// <summary>The name servers that the system is set to use, and never anybody else.</summary>
internal static class SystemNameServers
{
    /// <summary>
    /// The servers, as they stand; empty where none is set. DnsClient would ask a public resolver then: a company's
    /// look-ups must not leave by a side door.
    /// </summary>
    public static IReadOnlyList<NameServer> Find()
    {
        IReadOnlyCollection<NameServer> servers = [];
        try
        {
            servers = NameServer.ResolveNameServers(skipIPv6SiteLocal: true, fallbackToGooglePublicDns: false);
        }
        catch (InvalidOperationException)
        {
            // None was found by way of the network interfaces; the system's own file or table may still name one.
        }

        return servers.Count > 0 ? [.. servers] : [.. NameServer.ResolveNameServersNative()];
    }
}
