using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using static SmtpTls.Tests.Support.DnsMessage;

namespace SmtpTls.Tests.Support;

/// <summary>A name server on loopback, UDP and TCP, that answers from a table and misbehaves where it is told to.</summary>
internal sealed class DnsServerStub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Name, ushort Type), Behaviour> _table = new();
    private readonly ConcurrentBag<string> _secure = [];
    private readonly ConcurrentQueue<string> _questions = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly Task _running;

    public DnsServerStub()
    {
        (_udp, _tcp) = Bind();
        EndPoint = (IPEndPoint)_udp.LocalEndPoint!;
        _running = Task.WhenAll(RunUdpAsync(), RunTcpAsync());
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Each question as it came: <c>udp MX example.com</c>.</summary>
    public IReadOnlyList<string> Questions => [.. _questions];

    /// <summary>Zone data, a record a line: <c>example.com MX 10 mx.example.com</c>. A name that appears nowhere does not exist.</summary>
    public DnsServerStub Zone(string records)
    {
        foreach (string line in records.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] part = line.Split(' ');
            string rest = string.Join(' ', part.Skip(2));
            (ushort type, byte[] record) = part[1] switch
            {
                "MX" => (Mx, MailExchange(part[0], ushort.Parse(part[2], CultureInfo.InvariantCulture), part[3])),
                "CNAME" => (Cname, Alias(part[0], part[2])),
                "A" => (A, Address(part[0], part[2])),
                "TXT" => (Txt, Text(part[0], rest)),
                "TLSA" => (Tlsa, Record(part[0], Tlsa, [byte.Parse(part[2], CultureInfo.InvariantCulture), byte.Parse(part[3], CultureInfo.InvariantCulture), byte.Parse(part[4], CultureInfo.InvariantCulture), .. Convert.FromHexString(part[5])])),
                "AAAA" => (Aaaa, Address(part[0], part[2])),
                _ => throw new ArgumentException(line),
            };
            Add(part[0], type, b => b.Records.Add(record));
        }

        return this;
    }

    public DnsServerStub Respond(string name, ushort type, int responseCode, int? extendedError = null) => Add(name, type, b =>
    {
        b.ResponseCode = responseCode;
        b.ExtendedError = extendedError;
    });

    /// <summary>Sets the AD bit for all names at and below <paramref name="zone"/>, and for the root: the server passes for a validating resolver.</summary>
    public DnsServerStub Secure(string zone)
    {
        _secure.Add(zone);
        return this;
    }

    public DnsServerStub Silence(string name, ushort type) => Add(name, type, b => b.Silent = true);

    public DnsServerStub Truncate(string name, ushort type) => Add(name, type, b => b.Truncated = true);

    public DnsServerStub Garbage(string name, ushort type) => Add(name, type, b => b.Garbage = true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Stop();
        await _running;
        _stop.Dispose();
    }

    // A port that is free for UDP can be in use for TCP.
    private static (Socket Udp, TcpListener Tcp) Bind()
    {
        for (int attempt = 0; ; attempt++)
        {
            Socket udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            TcpListener tcp = new((IPEndPoint)udp.LocalEndPoint!);
            try
            {
                tcp.Start();
                return (udp, tcp);
            }
            catch (SocketException) when (attempt < 20)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }

    private DnsServerStub Add(string name, ushort type, Action<Behaviour> set)
    {
        set(_table.GetOrAdd((name, type), _ => new Behaviour()));
        return this;
    }

    private async Task RunUdpAsync()
    {
        byte[] buffer = new byte[4096];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                SocketReceiveFromResult got = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                if (Reply(buffer.AsSpan(0, got.ReceivedBytes), "udp") is { } reply)
                {
                    await _udp.SendToAsync(reply, got.RemoteEndPoint, _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException && _stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task RunTcpAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _tcp.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or SocketException && _stop.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient owned = client;
        NetworkStream stream = client.GetStream();
        byte[] length = new byte[2];
        try
        {
            while (true)
            {
                await stream.ReadExactlyAsync(length, _stop.Token);
                byte[] query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                await stream.ReadExactlyAsync(query, _stop.Token);
                if (Reply(query, "tcp") is { } reply)
                {
                    await stream.WriteAsync((byte[])[(byte)(reply.Length >> 8), (byte)reply.Length, .. reply], _stop.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client closed the connection, or the test is over.
        }
    }

    private byte[]? Reply(ReadOnlySpan<byte> query, string transport)
    {
        (string name, ushort type, int end) = ReadQuestion(query);
        _questions.Enqueue($"{transport} {TypeName(type)} {name}");
        bool authentic = !_secure.IsEmpty && (name.Length == 0 || _secure.Any(zone => name == zone || name.EndsWith("." + zone, StringComparison.Ordinal)));
        if (!_table.TryGetValue((name, type), out Behaviour? behaviour) && !_table.TryGetValue((name, Cname), out behaviour))
        {
            const int NoError = 0, NameError = 3;
            return Answer(query, end, _table.Keys.Any(k => k.Name == name) ? NoError : NameError, truncated: false, [], authentic);
        }

        if (behaviour.Silent)
        {
            return null;
        }

        bool truncated = behaviour.Truncated && transport == "udp";
        byte[] answer = Answer(query, end, behaviour.ResponseCode, truncated, truncated ? [] : behaviour.Records, authentic, behaviour.ExtendedError);
        if (behaviour.Garbage)
        {
            // An answer is announced; what stands there is no record.
            answer[7] = 1;
            return [.. answer, 0x3f, 0xff, 0xff, 0x01];
        }

        return answer;
    }

    private static string TypeName(ushort type) => type switch { A => "A", Aaaa => "AAAA", Mx => "MX", Txt => "TXT", Tlsa => "TLSA", Soa => "SOA", Cname => "CNAME", _ => "?" };

    private sealed class Behaviour
    {
        public List<byte[]> Records { get; } = [];

        public int ResponseCode { get; set; }

        public int? ExtendedError { get; set; }

        public bool Silent { get; set; }

        public bool Truncated { get; set; }

        public bool Garbage { get; set; }
    }
}
