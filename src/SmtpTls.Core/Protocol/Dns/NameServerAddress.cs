using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace SmtpTls.Dns;

/// <summary>Reads a name server as a user names it.</summary>
internal static class NameServerAddress
{
    private const int DnsPort = 53;

    /// <summary>Reads a name server.</summary>
    /// <exception cref="FormatException">It is none; the message names the value and says what would be right.</exception>
    public static IPEndPoint Parse(string text) =>
        TryParse(text, out IPEndPoint? server, out string? error) ? server : throw new FormatException(error);

    /// <summary>Reads <c>192.0.2.53</c>, <c>192.0.2.53:5353</c>, <c>2001:db8::53</c> or <c>[2001:db8::53]:5353</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? server, [NotNullWhen(false)] out string? error)
    {
        server = ServerEndpoint.TryParse(text, out ServerEndpoint? endpoint, out _) && endpoint.Address is not null
            ? new IPEndPoint(endpoint.Address, endpoint.Port ?? DnsPort)
            : null;
        error = server is null
            ? $"{Quoted.Value(text)} is no DNS server; give its IP address and, if need be, a port from 1 to 65535,"
                + " such as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353."
            : null;
        return server is not null;
    }
}
