using System.Net.Sockets;

namespace SmtpTls.Smtp;

/// <summary>Socket errors in words, the same on every system.</summary>
internal static class SocketErrors
{
    /// <summary>Why there is no connection.</summary>
    public static string ConnectFailed(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "The connection was refused: nothing listens on this port, or a firewall rejects it.",
        SocketError.TimedOut => "There was no answer to the connection request; many networks block outgoing connections to port 25.",
        SocketError.HostUnreachable or SocketError.HostDown or SocketError.HostNotFound => "There is no route to the host.",
        SocketError.NetworkUnreachable or SocketError.NetworkDown => "There is no route to this network; an IPv6 address needs an IPv6 connection.",
        SocketError.AddressFamilyNotSupported => "This machine has no such address family.",
        SocketError.AddressNotAvailable => "This machine has no address from which this one could be reached.",
        SocketError.AccessDenied => "This machine does not allow the connection; see its firewall.",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "The connection was reset at once.",
        _ => $"The connection failed: {error.SocketErrorCode}.",
    };

    /// <summary>How a connection ended.</summary>
    /// <param name="error">What was caught.</param>
    /// <param name="peer">Who the other side is.</param>
    public static string ConnectionLost(Exception error, string peer = "server") => SocketErrorOf(error) switch
    {
        SocketError.ConnectionReset => $"The {peer} reset the connection.",
        null or SocketError.OperationAborted or SocketError.Success => "The connection was closed.",
        { } code => $"The connection was lost: {code}.",
    };

    private static SocketError? SocketErrorOf(Exception? error) => error switch
    {
        null => null,
        SocketException socket => socket.SocketErrorCode,
        _ => SocketErrorOf(error.InnerException),
    };
}
