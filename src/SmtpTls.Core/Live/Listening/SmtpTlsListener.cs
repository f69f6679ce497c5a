using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using SmtpTls.Certificates;
using SmtpTls.Listening;
using SmtpTls.Tls;

namespace SmtpTls;

/// <summary>
/// A small SMTP server that shows how senders behave: it takes any mail, keeps the header, throws the rest away and relays nothing. It
/// runs on background threads until it is stopped.
/// </summary>
public sealed class SmtpTlsListener : IDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ListenerOptions _options;
    private readonly Socket _socket;
    private readonly ITlsServer _tls = new ManagedTlsServer();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<Task, IPAddress> _connections = [];
    private readonly Lazy<Task> _stopped;
    private readonly Task _accepting;
    private volatile bool _ending;

    private SmtpTlsListener(ListenerOptions options, Socket socket)
    {
        _options = options;
        _socket = socket;
        Finished = new SessionQueue(options.QueueLength);
        Port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        Certificate = options.Certificate is null ? null : CertificateInfoFactory.Create(options.Certificate);
        _stopped = new Lazy<Task>(EndAsync);
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Names this listener; unique.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Address and port as <c>Test-SmtpStartTls -Server</c> takes them; loopback where it listens at every address.</summary>
    public string Server => new IPEndPoint(
        _options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : _options.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : _options.Address,
        Port).ToString();

    /// <summary>The IP address at which it listens; 0.0.0.0 or :: for every one.</summary>
    public string Address => _options.Address.ToString();

    /// <summary>The TCP port.</summary>
    public int Port { get; }

    /// <summary>The name that it greets with.</summary>
    public string HostName => _options.HostName;

    /// <summary>What it does about STARTTLS; with <see cref="ImplicitTls"/> there is none.</summary>
    public ListenerTlsMode Mode => _options.Mode;

    /// <summary>Whether TLS begins with the connection (RFC 8314).</summary>
    public bool ImplicitTls => _options.ImplicitTls;

    /// <summary>The versions that it accepts, oldest first; none where there is no TLS.</summary>
    public SslProtocolVersion[] Protocols => Certificate is null ? []
        : _options.Protocols.Count == 0 ? [SslProtocolVersion.Tls12, SslProtocolVersion.Tls13]
        : [.. _options.Protocols.Distinct().OrderBy(version => version)];

    /// <summary>Whether it asks senders for a certificate. One that comes is shown, not judged.</summary>
    public bool RequestClientCertificate => _options.RequestClientCertificate;

    /// <summary>Its certificate; <see langword="null"/> where there is no TLS.</summary>
    public CertificateInfo? Certificate { get; }

    /// <summary>The certificate's SHA-1 thumbprint in upper-case hexadecimal.</summary>
    public string? Thumbprint => Certificate?.Thumbprint;

    /// <summary>How many certificates it sends behind its own.</summary>
    public int Intermediates => _options.Intermediates.Count;

    /// <summary>The biggest message that it takes, in bytes.</summary>
    public long MaxMessageSize => _options.MaxMessageSize;

    /// <summary>Connections that it takes at once, half of them from one address; more are answered 421.</summary>
    public int MaxConnection => _options.MaxConnection;

    /// <summary>When it was started, UTC.</summary>
    public DateTimeOffset Start { get; } = DateTimeOffset.UtcNow;

    /// <summary>Whether it takes connections.</summary>
    public bool IsRunning => !_ending;

    /// <summary>Connections that are open now.</summary>
    public int Connections
    {
        get
        {
            lock (_connections)
                return _connections.Count;
        }
    }

    /// <summary>Sessions that have ended so far.</summary>
    public long Sessions => Finished.Added;

    /// <summary>Sessions that have ended and were not received yet.</summary>
    public int Waiting => Finished.Count;

    /// <summary>Sessions that were dropped because too many waited to be received.</summary>
    public long Dropped => Finished.Dropped;

    /// <summary>Connections that were answered 421 because there were too many at once. They make no session.</summary>
    public long Refused { get; private set; }

    internal SessionQueue Finished { get; }

    /// <inheritdoc/>
    public override string ToString() => Server;

    /// <summary>Stops listening, closes what is open and waits until that is done. The port is free then; sessions can still be received.</summary>
    public void Dispose() => StopAsync().GetAwaiter().GetResult();

    /// <exception cref="ListenerStartException">It cannot listen there.</exception>
    internal static SmtpTlsListener Listen(ListenerOptions options)
    {
        IPEndPoint endPoint = new(options.Address, options.Port);
        Socket? socket = null;
        try
        {
            socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            // On Windows another program could share the port otherwise; elsewhere this would keep it taken after the listener has stopped.
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                socket.ExclusiveAddressUse = true;
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endPoint);
            socket.Listen(options.MaxConnection);
            return new SmtpTlsListener(options, socket);
        }
        catch (SocketException e)
        {
            socket?.Dispose();
            throw new ListenerStartException(endPoint, e);
        }
    }

    /// <summary>Frees the port at once, closes what is open, and is done when every session has been recorded.</summary>
    internal Task StopAsync() => _stopped.Value;

    private async Task EndAsync()
    {
        _ending = true;
        _socket.Dispose();
        // What waits for the token goes on where it is cancelled: not on the caller's thread.
        await Task.Run(_stop.Cancel).ConfigureAwait(false);
        await _accepting.ConfigureAwait(false);
        Task[] open;
        lock (_connections)
            open = [.. _connections.Keys];
        await Task.WhenAny(Task.WhenAll(open), Task.Delay(LongestEnd)).ConfigureAwait(false);
        Finished.Complete();
        _options.Owned?.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (IsRunning)
        {
            try
            {
                Accept(await _socket.AcceptAsync().ConfigureAwait(false));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Stopped; or the peer was gone already; or the system has no socket left, which passes.
                if (IsRunning)
                    await Task.Delay(Pause).ConfigureAwait(false);
            }
        }
    }

    private void Accept(Socket peer)
    {
        lock (_connections)
        {
            IPAddress? address = AddressOf(peer);
            if (address is null || _connections.Count >= _options.MaxConnection || _connections.Values.Count(address.Equals) >= _options.MaxConnectionPerAddress)
            {
                Refused++;
                Refuse(peer);
                return;
            }
            Task connection = Task.Run(() => ServeAsync(peer));
            _connections.Add(connection, address);
            _ = connection.ContinueWith(Remove, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Remove(Task connection)
    {
        lock (_connections)
            _connections.Remove(connection);
    }

    // Of a peer that is gone already there is no address.
    private static IPAddress? AddressOf(Socket peer)
    {
        try
        {
            return (peer.RemoteEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private async Task ServeAsync(Socket peer)
    {
        try
        {
            using ListenerConnection connection = new(peer, _options, _tls);
            Finished.Add(await connection.RunAsync(_stop.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer was gone before it could be asked who it is.
            peer.Dispose();
        }
    }

    // Fits into the empty buffer of a new connection, so that nothing waits; where TLS comes first, there is nothing to say.
    private void Refuse(Socket peer)
    {
        try
        {
            using (peer)
            {
                if (!ImplicitTls)
                    peer.Send(System.Text.Encoding.ASCII.GetBytes(ServerReplies.TooManyConnections.ToWire()));
                peer.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // It did not wait for the answer.
        }
    }
}
