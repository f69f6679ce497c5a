using System.Net;
using System.Net.Sockets;

namespace SmtpTls.Smtp;

/// <summary>The TCP connection under a dialogue.</summary>
internal static class SmtpSocket
{
    /// <summary>Connects.</summary>
    /// <param name="endPoint">Where to.</param>
    /// <param name="limit">Time limit.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SmtpDialogueException">There is no connection.</exception>
    public static Task<Socket> ConnectAsync(IPEndPoint endPoint, TimeSpan limit, CancellationToken cancellationToken) =>
        ConnectAsync(endPoint, new TimeBudget(limit), cancellationToken);

    /// <summary>Connects within what a budget has left.</summary>
    /// <exception cref="SmtpDialogueException">There is no connection.</exception>
    public static async Task<Socket> ConnectAsync(IPEndPoint endPoint, TimeBudget budget, CancellationToken cancellationToken)
    {
        try
        {
            Socket socket = new(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await TimeLimit.RunAsync(budget, null, socket.Dispose, token => ConnectAsync(socket, endPoint, token), cancellationToken).ConfigureAwait(false);
                return socket;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        catch (SocketException e)
        {
            throw new SmtpDialogueException(SmtpDialogueError.ConnectFailed, SocketErrors.ConnectFailed(e), e);
        }
    }

    /// <summary>This side's address as EHLO takes it where there is no name (RFC 5321 section 4.1.3).</summary>
    public static string AddressLiteral(Socket socket)
    {
        IPAddress address = ((IPEndPoint)socket.LocalEndPoint!).Address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{address}]" : $"[{address}]";
    }

    private static async Task<bool> ConnectAsync(Socket socket, IPEndPoint endPoint, CancellationToken cancellationToken)
    {
#if NET
        await socket.ConnectAsync(endPoint, cancellationToken).ConfigureAwait(false);
#else
        _ = cancellationToken;
        await socket.ConnectAsync(endPoint).ConfigureAwait(false);
#endif
        return true;
    }
}
