using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmtpTls.Tests.Support;

/// <summary>An HTTPS server on loopback that answers every request with the same bytes, and then again and again with <see cref="Endless"/>.</summary>
internal sealed class HttpsStub : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly string _response;
    private readonly Task _running;
    private int _requests;

    public HttpsStub(X509Certificate2 certificate, string response)
    {
        _certificate = certificate;
        _response = response;
        _listener.Start();
        _running = RunAsync();
    }

    /// <summary>Sent after the response until nobody listens any more.</summary>
    public string? Endless { get; init; }

    /// <summary>Keeps the connection open and says nothing more.</summary>
    public bool Hangs { get; init; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Requests => _requests;

    /// <summary>The head of the last request.</summary>
    public string Request { get; private set; } = "";

    /// <summary>The name of the last handshake.</summary>
    public string? ServerName { get; private set; }

    public static string Ok(string body, string type = "text/plain") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient owned = client;
        try
        {
            await using SslStream tls = new(client.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateSelectionCallback = (_, name) =>
                {
                    ServerName = name;
                    return _certificate;
                },
            }, _stop.Token);
            using StreamReader reader = new(tls, leaveOpen: true);
            StringBuilder request = new();
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
                request.AppendLine(line);
            // A client that refuses the certificate is gone by now.
            if (request.Length == 0)
                return;
            Request = request.ToString();
            Interlocked.Increment(ref _requests);
            await tls.WriteAsync(Encoding.UTF8.GetBytes(_response), _stop.Token);
            byte[] more = Encoding.UTF8.GetBytes(Endless ?? "");
            while (more.Length > 0)
                await tls.WriteAsync(more, _stop.Token);
            if (Hangs)
                await Task.Delay(Timeout.Infinite, _stop.Token);
            await tls.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client left first.
        }
    }
}
