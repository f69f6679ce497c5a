using System.Net;
#if NET
using System.Net.Security;
using System.Net.Sockets;
#else
using System.Net.Http;
#endif

namespace SmtpTls.Policy;

/// <summary>How each framework is made to ask a policy host at addresses that were looked up here, as its name.</summary>
internal static class PolicyTransport
{
    private const int MaxHeaderKilobytes = 16;

#if NET
    public static SocketsHttpHandler Handler(Uri url, IReadOnlyList<IPAddress> addresses, PolicyFetchOptions options, CertificateCheck check) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = options.UseProxy,
        UseCookies = false,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => check.Accept(certificate, chain, errors),
        },
        // A proxy of the system is found by the system; the policy host, by whoever was asked for everything else.
        ConnectCallback = (context, cancellationToken) => ConnectAsync(
            string.Equals(context.DnsEndPoint.Host, url.Host, StringComparison.OrdinalIgnoreCase)
                ? [.. addresses.Select(address => new IPEndPoint(address, options.Port))]
                : [context.DnsEndPoint],
            cancellationToken),
    };

    public static HttpRequestMessage Request(Uri url, IReadOnlyList<IPAddress> addresses, int port) => new(HttpMethod.Get, url);

    private static async ValueTask<Stream> ConnectAsync(EndPoint[] endPoints, CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(endPoints[i], cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (i < endPoints.Length - 1)
            {
                // The next address may answer.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }
#else
    public static HttpClientHandler Handler(Uri url, IReadOnlyList<IPAddress> addresses, PolicyFetchOptions options, CertificateCheck check) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = options.UseProxy,
        UseCookies = false,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        ServerCertificateCustomValidationCallback = (_, certificate, chain, errors) => check.Accept(certificate, chain, errors),
    };

    // .NET Framework lets nobody choose the address of a host. Asked by address, with the host's name in Host, it sends that name in
    // the handshake and checks the certificate against it.
    public static HttpRequestMessage Request(Uri url, IReadOnlyList<IPAddress> addresses, int port) =>
        new(HttpMethod.Get, new UriBuilder(url) { Host = addresses[0].ToString(), Port = port }.Uri) { Headers = { Host = url.Host } };
#endif
}
