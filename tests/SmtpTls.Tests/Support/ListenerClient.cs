using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpTls.Tests.Support;

/// <summary>A client that sends what a test says, as raw bytes, and reads what comes.</summary>
internal sealed class ListenerClient : IDisposable
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private ListenerClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public Stream Transport => _stream;

    public static async Task<ListenerClient> ConnectAsync(SmtpTlsListener listener, IPAddress? from = null)
    {
        IPEndPoint server = IPEndPoint.Parse(listener.Server);
        Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(server, TestContext.Current.CancellationToken);
        return new ListenerClient(socket);
    }

    /// <summary>Connects, sends, and returns all that came until the listener closed the connection.</summary>
    public static async Task<string> ConverseAsync(SmtpTlsListener listener, string text, bool oneByteAtATime = false)
    {
        using ListenerClient client = await ConnectAsync(listener);
        await client.SendAsync(text, oneByteAtATime);
        return await client.ReadToEndAsync();
    }

    public async Task SendAsync(string text, bool oneByteAtATime = false)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        foreach (byte[] piece in oneByteAtATime ? bytes.Chunk(1) : [bytes])
            await _stream.WriteAsync(piece, TestContext.Current.CancellationToken);
    }

    /// <summary>Reads until a reply with this code is complete.</summary>
    public async Task<string> ReadReplyAsync(int code)
    {
        StringBuilder text = new();
        byte[] one = new byte[1];
        string last = code.ToString(CultureInfo.InvariantCulture) + " ";
        while (true)
        {
            if (await _stream.ReadAsync(one, TestContext.Current.CancellationToken) == 0)
                throw new InvalidOperationException($"no {code} came, but: {text}");
            text.Append((char)one[0]);
            if (one[0] == '\n' && text.ToString().Split('\n')[^2].StartsWith(last, StringComparison.Ordinal))
                return text.ToString();
        }
    }

    public async Task<string> ReadToEndAsync()
    {
        using MemoryStream all = new();
        try
        {
            await _stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // Reset counts as closed.
        }
        return Encoding.Latin1.GetString(all.ToArray());
    }

    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Dispose();
    }

    public void Dispose() => _stream.Dispose();
}
