using System.Net;
using System.Net.Sockets;

namespace SmtpTls.Dns;

/// <summary>Finds a host's addresses as every other program of this machine does: hosts file, search list, LLMNR, mDNS and all.</summary>
internal static class SystemAddressLookup
{
    public static async Task<HostAddresses> FindAsync(string host, AddressFamily family, CancellationToken cancellationToken)
    {
        IPAddress[] found;
        try
        {
#if NET
            found = await System.Net.Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
#else
            found = await System.Net.Dns.GetHostAddressesAsync(host).WaitAsync(cancellationToken).ConfigureAwait(false);
#endif
        }
        catch (SocketException e)
        {
            return Failed(host, e);
        }

        IPAddress[] addresses = [.. found
            .Where(a => family == AddressFamily.Unspecified ? a.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 : a.AddressFamily == family)
            .Distinct()
            .OrderBy(a => a.AddressFamily == AddressFamily.InterNetworkV6 ? 0 : 1)
            .Take(AddressLookup.MaxAddresses)];
        return addresses.Length > 0
            ? new HostAddresses { Addresses = addresses }
            : new HostAddresses { IsNegativeAnswer = true, Error = AddressLookup.NoAddress(host, family) };
    }

    private static HostAddresses Failed(string host, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound => new HostAddresses { IsNegativeAnswer = true, Error = $"This machine knows no host {host}." },
        SocketError.NoData => new HostAddresses { IsNegativeAnswer = true, Error = $"{host} has no address." },
        _ => new HostAddresses { Error = $"This machine's resolver failed to look up {host}: {e.Message.TrimEnd('.')}." },
    };
}
