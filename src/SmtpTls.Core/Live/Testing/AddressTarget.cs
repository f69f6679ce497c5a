using System.Net;

namespace SmtpTls.Testing;

/// <summary>
/// One address, and how it is asked: all that makes a difference on the wire. Two domains that lead to equal ones need one test between them.
/// </summary>
internal sealed record AddressTarget
{
    /// <summary>The MX host or server: A-labels, or an IP address.</summary>
    public required string Host { get; init; }

    /// <summary>The address.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>The TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>Whether TLS begins with the connection.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The recipient to ask for; <see langword="null"/> to ask for none.</summary>
    public Recipient? Recipient { get; init; }

    /// <summary>The name under which to test it; <see langword="null"/> for that of the host.</summary>
    public string? OtherName { get; init; }

    /// <summary>The name that the certificate must cover.</summary>
    public string CertificateName => OtherName ?? Host;

    /// <summary>The name to send in the handshake; an IP address is none (RFC 6066 section 3).</summary>
    public string? ServerName => IPAddress.TryParse(CertificateName, out _) ? null : CertificateName;
}

/// <summary>A recipient as RCPT TO takes it.</summary>
/// <param name="Mailbox">The address, its domain as A-labels.</param>
/// <param name="NeedsSmtpUtf8">Whether the local part goes beyond ASCII (RFC 6531).</param>
internal sealed record Recipient(string Mailbox, bool NeedsSmtpUtf8);
