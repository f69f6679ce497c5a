using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using DnsClient;

namespace SmtpTls.Dns.Validation;

/// <summary>
/// Asks resolvers over UDP, and over TCP where the answer is cut or UDP stays silent (RFC 7766 section 5). The messages are ours because
/// DnsClient can set neither CD nor keep a record's data as it came.
/// </summary>
/// <param name="servers">The resolvers, asked in turn. At least one.</param>
/// <param name="options">Time limit and retries.</param>
internal sealed class WireDns(IReadOnlyList<NameServer> servers, DnsResolverOptions options) : IWireDns
{
    private const int UdpBufferSize = 1232;
    private const int MaxMessage = 65535;
    private const int OptLength = 11;
    private const int RecursionDesired = 0x0100;
    private const int CheckingDisabled = 0x0010;
    private const int NoError = 0;
    private const int FormatErrorCode = 1;
    private const int NoSuchName = 3;
    private const int NotImplemented = 4;

    private volatile int _first;

    /// <inheritdoc/>
    public async Task<WireReply> AskAsync(WireName name, int type, CancellationToken cancellationToken)
    {
        Dictionary<NameServer, string> errors = [];
        HashSet<NameServer> dead = [];
        int first = _first;
        for (int turn = 0; turn < (options.Retries + 1) * servers.Count; turn++)
        {
            int index = (first + turn) % servers.Count;
            NameServer server = servers[index];
            if (dead.Contains(server))
            {
                continue;
            }

            (WireMessage? message, byte[]? bytes, string? error, bool isDead) = await AskServerAsync(server, name, type, isFirst: turn < servers.Count, cancellationToken).ConfigureAwait(false);
            if (message is not null)
            {
                _first = index;
                return new(message, bytes!, server, null);
            }

            errors[server] = error!;
            if (isDead)
            {
                dead.Add(server);
            }
        }

        return new(null, [], servers[first], string.Join("; ", errors.Values) + ".");
    }

    private async Task<(WireMessage? Message, byte[]? Bytes, string? Error, bool IsDead)> AskServerAsync(
        NameServer server, WireName name, int type, bool isFirst, CancellationToken cancellationToken)
    {
        string question = $"the {RecordType.Name(type)} records of {name} with signatures";
        byte[] query = Query(name, type);
        IPEndPoint endPoint = new(IPAddress.Parse(server.Address), server.Port);
        try
        {
            byte[]? answer = await ByUdpAsync(endPoint, query, cancellationToken).ConfigureAwait(false);
            WireMessage? message = answer is null ? null : WireMessage.Read(answer);
            bool wasSilent = message is null;
            if (message is { IsTruncated: true } || (wasSilent && isFirst))
            {
                answer = await ByTcpAsync(endPoint, query, cancellationToken).ConfigureAwait(false);
                message = answer is null ? null : WireMessage.Read(answer);
            }

            return message?.ResponseCode switch
            {
                null when wasSilent => (null, null, $"DNS server {server} did not answer within {Seconds()} s when asked for {question}", false),
                null => (null, null, $"DNS server {server} cuts its answer over UDP and gives none over TCP when asked for {question}", true),
                NoError or NoSuchName when message!.HasEdns => (message, answer, null, false),
                NoError or NoSuchName => (null, null, $"DNS server {server} does not speak EDNS (RFC 6891), so it gives no signatures", true),
                FormatErrorCode or NotImplemented => (null, null, $"DNS server {server} refuses EDNS (RFC 6891) with {(message!.ResponseCode == FormatErrorCode ? "FORMERR" : "NOTIMP")}, so it gives no signatures", true),
                _ => (null, null, $"DNS server {server} answered {DnsResponseCodes.Name((DnsHeaderResponseCode)message!.ResponseCode)} when asked for {question}", false),
            };
        }
        catch (FormatException e)
        {
            return (null, null, $"DNS server {server} gave an answer that cannot be read when asked for {question}: {e.Message.TrimEnd('.')}", false);
        }
        catch (SocketException e)
        {
            return (null, null, $"DNS server {server} could not be asked for {question}: {e.Message.TrimEnd('.')}", true);
        }
    }

    private async Task<byte[]?> ByUdpAsync(IPEndPoint server, byte[] query, CancellationToken cancellationToken)
    {
        using Socket socket = new(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        // Only what comes from this address and port is received.
        socket.Connect(server);
        byte[] buffer = new byte[MaxMessage];
        return await LimitedAsync(
            socket,
            async () =>
            {
                _ = await socket.SendAsync(new ArraySegment<byte>(query), SocketFlags.None).ConfigureAwait(false);
                while (true)
                {
                    int length = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), SocketFlags.None).ConfigureAwait(false);
                    if (IsAnswer(query, buffer, length))
                    {
                        return [.. buffer.Take(length)];
                    }
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]?> ByTcpAsync(IPEndPoint server, byte[] query, CancellationToken cancellationToken)
    {
        using Socket socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        return await LimitedAsync(
            socket,
            async () =>
            {
                try
                {
                    await socket.ConnectAsync(server).ConfigureAwait(false);
                }
                catch (SocketException)
                {
                    return null;
                }

                byte[] framed = [(byte)(query.Length >> 8), (byte)query.Length, .. query];
                _ = await socket.SendAsync(new ArraySegment<byte>(framed), SocketFlags.None).ConfigureAwait(false);
                byte[]? head = await ReceiveAsync(socket, 2).ConfigureAwait(false);
                byte[]? body = head is null ? null : await ReceiveAsync(socket, (head[0] << 8) | head[1]).ConfigureAwait(false);
                return body is not null && IsAnswer(query, body, body.Length) ? body : null;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<byte[]?> ReceiveAsync(Socket socket, int count)
    {
        byte[] buffer = new byte[count];
        for (int have = 0; have < count;)
        {
            int more = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, have, count - have), SocketFlags.None).ConfigureAwait(false);
            if (more == 0)
            {
                return null;
            }

            have += more;
        }

        return buffer;
    }

    // Closing the socket is what ends a wait on both frameworks.
    private async Task<byte[]?> LimitedAsync(Socket socket, Func<Task<byte[]?>> talk, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.Timeout);
        using CancellationTokenRegistration closing = limit.Token.Register(socket.Dispose);
        try
        {
            return await talk().ConfigureAwait(false);
        }
        catch (Exception e) when (limit.IsCancellationRequested && e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private static bool IsAnswer(byte[] query, byte[] answer, int length)
    {
        // Identifier, and the question as it was sent.
        int questionEnd = query.Length - OptLength;
        return length >= questionEnd
            && answer[0] == query[0] && answer[1] == query[1]
            && (answer[2] & 0x80) != 0
            && SameQuestion(query, answer, questionEnd);
    }

    private static bool SameQuestion(byte[] query, byte[] answer, int end)
    {
        for (int i = 12; i < end; i++)
        {
            if ((query[i] | 0x20) != (answer[i] | 0x20))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[] Query(WireName name, int type)
    {
        byte[] id = new byte[2];
        using (RandomNumberGenerator random = RandomNumberGenerator.Create())
        {
            random.GetBytes(id);
        }

        int flags = RecursionDesired | CheckingDisabled;
        return
        [
            id[0], id[1], (byte)(flags >> 8), (byte)flags, 0, 1, 0, 0, 0, 0, 0, 1,
            .. name.ToWire(), (byte)(type >> 8), (byte)type, 0, 1,
            // OPT: the root, type 41, buffer size, extended code and version 0, DO, no options.
            0, 0, RecordType.Opt, UdpBufferSize >> 8, UdpBufferSize & 0xFF, 0, 0, 0x80, 0, 0, 0,
        ];
    }

    private string Seconds() => options.Timeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
}
