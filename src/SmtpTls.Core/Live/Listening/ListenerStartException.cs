using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace SmtpTls.Listening;

/// <summary>Why a listener could not be started.</summary>
internal enum ListenerStartFault
{
    /// <summary>Another program listens there.</summary>
    PortInUse,

    /// <summary>The address is none of this machine's.</summary>
    AddressNotLocal,

    /// <summary>This user may not.</summary>
    PortNotAllowed,

    /// <summary>The system refuses for another reason.</summary>
    ListenFailed,
}

/// <summary>A listener could not be started; the message names address and port and says what would be right.</summary>
internal sealed class ListenerStartException : Exception
{
    public ListenerStartException(IPEndPoint endPoint, SocketException error)
        : base(Describe(endPoint, error), error) => Fault = FaultOf(error);

    /// <summary>Why.</summary>
    public ListenerStartFault Fault { get; }

    private static ListenerStartFault FaultOf(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => ListenerStartFault.PortInUse,
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.NetworkUnreachable or SocketError.InvalidArgument
            => ListenerStartFault.AddressNotLocal,
        SocketError.AccessDenied => ListenerStartFault.PortNotAllowed,
        _ => ListenerStartFault.ListenFailed,
    };

    private static string Describe(IPEndPoint endPoint, SocketException error) => FaultOf(error) switch
    {
        ListenerStartFault.PortInUse =>
            $"Port {endPoint.Port} is in use at {endPoint.Address}: another program listens there. Give another -Port, or 0 for a free one.",
        ListenerStartFault.AddressNotLocal =>
            $"'{endPoint.Address}' is no address of this machine. Give one of its own ({OwnAddresses()}), or 0.0.0.0 for all of IPv4, or :: for all.",
        ListenerStartFault.PortNotAllowed =>
            $"This user may not listen on port {endPoint.Port} of {endPoint.Address}: ports below 1024 want root on most systems, and Windows "
            + "keeps some for itself. Give a -Port such as 2525.",
        _ => $"Nothing can listen on port {endPoint.Port} of {endPoint.Address}: {error.Message}",
    };

    private static string OwnAddresses()
    {
        try
        {
            IEnumerable<IPAddress> addresses = NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(one => one.GetIPProperties().UnicastAddresses)
                .Select(one => one.Address)
                .OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6);
            return string.Join(", ", addresses.Take(8));
        }
        catch (NetworkInformationException)
        {
            return "127.0.0.1";
        }
    }
}
