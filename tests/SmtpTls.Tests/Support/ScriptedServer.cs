using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmtpTls.Tests.Support;

/// <summary>
/// A server on loopback that follows a script, so that it can misbehave in any way. Each connection takes the next script; the last
/// one serves for all that follow. A script is lines:
/// <c>S: text</c> sends a line (neighbours go out in one write), <c>C: PREFIX</c> reads a line that must begin so,
/// <c>READ</c> reads anything, <c>MESSAGE</c> reads what follows DATA up to its dot, <c>TLS</c> makes the
/// handshake, <c>RAW text</c> sends text as it stands (with \xNN and \r\n), <c>FLOOD text</c> repeats it for ever,
/// <c>DELAY ms</c> waits, <c>HANG</c> says nothing any more, <c>RESET</c> resets. At its end the connection is closed.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentBag<Task> _sessions = [];
    private readonly string[][] _scripts;
    private readonly Task _accepting;
    private int _connections;

    public ScriptedServer(params string[] scripts)
    {
        _scripts = [.. scripts.Select(script => script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public X509Certificate2? Certificate { get; init; }

    public bool OneByteAtATime { get; init; }

    public bool RequireClientCertificate { get; init; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    /// <summary>Every line that clients sent, connection by connection in order of arrival.</summary>
    public ConcurrentQueue<string> Received { get; } = new();

    /// <summary>Every message that clients sent, without the final dot.</summary>
    public ConcurrentQueue<string> Messages { get; } = new();

    /// <summary>What did not go by the script.</summary>
    public ConcurrentQueue<string> Surprises { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_sessions);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
                int number = Interlocked.Increment(ref _connections);
                _sessions.Add(ServeAsync(socket, _scripts[Math.Min(number, _scripts.Length) - 1]));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket, string[] script)
    {
        using Socket owned = socket;
        socket.NoDelay = true;
        try
        {
            Stream stream = new NetworkStream(socket);
            StringBuilder pending = new();
            foreach (string line in script)
            {
                if (line.StartsWith("S:", StringComparison.Ordinal))
                {
                    pending.Append(line.AsSpan(line.Length > 3 ? 3 : 2)).Append("\r\n");
                    continue;
                }
                if (line.StartsWith("RAW ", StringComparison.Ordinal))
                {
                    pending.Append(Unescape(line[4..]));
                    continue;
                }
                await SendAsync(stream, pending.ToString());
                pending.Clear();
                if (!await ActAsync(line, socket, s => stream = s, stream))
                    return;
            }
            await SendAsync(stream, pending.ToString());
            if (stream is SslStream tls)
                await tls.ShutdownAsync();
            socket.Shutdown(SocketShutdown.Send);
            // Closing with unread bytes would reset the connection and lose what was sent.
            while (await socket.ReceiveAsync(new byte[256], _stop.Token) > 0)
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The client left first.
        }
    }

    private async Task<bool> ActAsync(string line, Socket socket, Action<Stream> replace, Stream stream)
    {
        string[] words = line.Split(' ', 2);
        switch (words[0])
        {
            case "C:":
                string? received = await ReadLineAsync(stream);
                if (received is null)
                    return false;
                Received.Enqueue(received);
                if (!received.StartsWith(words[1], StringComparison.Ordinal))
                    Surprises.Enqueue($"expected '{words[1]}', got '{received}'");
                return true;
            case "MESSAGE":
                StringBuilder message = new();
                while (await ReadLineAsync(stream) is { } text)
                {
                    if (text == ".")
                    {
                        Messages.Enqueue(message.ToString());
                        return true;
                    }
                    message.Append(text).Append('\n');
                }
                return false;
            case "TLS":
                SslStream tls = new(stream);
                await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                {
                    ServerCertificate = Certificate,
                    ClientCertificateRequired = RequireClientCertificate,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => !RequireClientCertificate || certificate is not null,
                }, _stop.Token);
                replace(tls);
                return true;
            case "READ":
                return await stream.ReadAsync(new byte[4096], _stop.Token) > 0;
            case "DELAY":
                await Task.Delay(int.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), _stop.Token);
                return true;
            case "FLOOD":
                byte[] flood = Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(Unescape(words[1]), 100)));
                while (true)
                    await stream.WriteAsync(flood, _stop.Token);
            case "HANG":
                await Task.Delay(Timeout.Infinite, _stop.Token);
                return false;
            case "RESET":
                socket.LingerState = new LingerOption(true, 0);
                return false;
            default:
                throw new InvalidOperationException($"no such step: {line}");
        }
    }

    private async Task SendAsync(Stream stream, string text)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        foreach (byte[] piece in OneByteAtATime ? bytes.Chunk(1) : [bytes])
            await stream.WriteAsync(piece, _stop.Token);
    }

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        StringBuilder line = new();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) > 0)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }
        return null;
    }

    private static string Unescape(string text) => System.Text.RegularExpressions.Regex.Unescape(text);
}
