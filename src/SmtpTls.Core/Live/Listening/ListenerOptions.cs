using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Listening;

/// <summary>How a listener behaves.</summary>
internal sealed record ListenerOptions
{
    private const int Few = 10;

    private static readonly TimeSpan LongestGreeting = TimeSpan.FromSeconds(30);

    /// <summary>The address to listen at; an IPv6 wildcard takes IPv4, too.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>The name that it greets with: a domain or an address literal.</summary>
    public required string HostName { get; init; }

    /// <summary>What it does about STARTTLS.</summary>
    public ListenerTlsMode Mode { get; init; }

    /// <summary>TLS begins with the connection (RFC 8314).</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The certificate with its private key; <see langword="null"/> where there is no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>What to send behind it.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; init; } = [];

    /// <summary>Disposed with the listener: certificates that were made or read for it.</summary>
    public IDisposable? Owned { get; init; }

    /// <summary>The versions to accept; empty: TLS 1.2 and 1.3.</summary>
    public IReadOnlyList<SslProtocolVersion> Protocols { get; init; } = [];

    /// <summary>Whether to ask for a client certificate.</summary>
    public bool RequestClientCertificate { get; init; }

    /// <summary>The biggest message that is taken, in bytes.</summary>
    public long MaxMessageSize { get; init; } = 36_700_160;

    /// <summary>Connections at once; more are answered 421.</summary>
    public int MaxConnection { get; init; } = 100;

    /// <summary>Connections at once from one address: half of them, as Postfix has it, so that one sender cannot lock out the others. All of a few.</summary>
    public int MaxConnectionPerAddress => MaxConnection <= Few ? MaxConnection : MaxConnection / 2;

    /// <summary>Sessions that wait to be received; when there are more, the oldest are dropped.</summary>
    public int QueueLength { get; init; } = 1000;

    /// <summary>Time limit of each command, of the handshake, and of each wait for a part of a message. RFC 5321 section 4.5.3.2.7 wants 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time limit of each command before EHLO: a sender knows its own name, and one that says nothing is none.</summary>
    public TimeSpan GreetingTimeout => Timeout < LongestGreeting ? Timeout : LongestGreeting;

    /// <summary>Time limit of a whole session.</summary>
    public TimeSpan SessionTimeout => TimeSpan.FromTicks(Timeout.Ticks * 12);
}
