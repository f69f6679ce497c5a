using System.Net.Sockets;

namespace SmtpTls.Testing;

/// <summary>How to come from what a user names to addresses.</summary>
internal sealed record TargetOptions
{
    private const int SmtpPort = 25;

    /// <summary>The port of implicit TLS (RFC 8314 section 7.3).</summary>
    private const int SmtpsPort = 465;

    /// <summary>The port, where the target names none; <see langword="null"/> for 25, or 465 with implicit TLS.</summary>
    public int? Port { get; init; }

    /// <summary>Whether TLS begins with the connection; <see langword="null"/>: on port 465 it does.</summary>
    public bool? ImplicitTls { get; init; }

    /// <summary>InterNetwork or InterNetworkV6 for one family only.</summary>
    public AddressFamily Family { get; init; } = AddressFamily.Unspecified;

    /// <summary>The recipient to ask for, where the target is no mail address itself.</summary>
    public Recipient? Recipient { get; init; }

    /// <summary>The name under which servers are tested, for SNI, certificate and TLSA records; <see langword="null"/> for their own.</summary>
    public string? ServerName { get; init; }

    /// <summary>The port for a target.</summary>
    public int PortFor(int? named) => named ?? Port ?? (ImplicitTls == true ? SmtpsPort : SmtpPort);

    /// <summary>Whether TLS begins with the connection on a port.</summary>
    public bool IsImplicit(int port) => ImplicitTls ?? port == SmtpsPort;
}
