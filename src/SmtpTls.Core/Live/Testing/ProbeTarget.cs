using System.Net;
using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>One address to test, and how the test came to it.</summary>
internal sealed record ProbeTarget
{
    /// <summary>The domain that was asked for; <see langword="null"/> when a server was named.</summary>
    public string? Domain { get; init; }

    /// <summary>The MX host or server: A-labels, or an IP address.</summary>
    public required string Host { get; init; }

    /// <summary>The preference of the MX record.</summary>
    public int? Preference { get; init; }

    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>Whether TLS begins with the connection.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The recipient to ask for; <see langword="null"/> to ask for none.</summary>
    public Recipient? Recipient { get; init; }

    /// <summary>What is being looked up of the policies for this server; <see langword="null"/> to look at none.</summary>
    public TargetPolicy? Policy { get; init; }

    /// <summary>The name to send in the handshake; an IP address is none (RFC 6066 section 3).</summary>
    public string? ServerName => IPAddress.TryParse(Host, out _) ? null : Host;
}

/// <summary>A recipient as RCPT TO takes it.</summary>
/// <param name="Mailbox">The address, its domain as A-labels.</param>
/// <param name="NeedsSmtpUtf8">Whether the local part goes beyond ASCII (RFC 6531).</param>
internal sealed record Recipient(string Mailbox, bool NeedsSmtpUtf8);
