using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SmtpTls.Dns;

/// <summary>A server as a user names it: a host or an address, and a port.</summary>
internal sealed record ServerEndpoint
{
    private ServerEndpoint(string host, IPAddress? address, int? port)
    {
        Host = host;
        Address = address;
        Port = port;
    }

    /// <summary>The host as A-labels, or the address as text without brackets.</summary>
    public string Host { get; }

    /// <summary>The address, where one was given instead of a name.</summary>
    public IPAddress? Address { get; }

    /// <summary>The port, 1 to 65535; <see langword="null"/> where none was given.</summary>
    public int? Port { get; }

    /// <inheritdoc/>
    public override string ToString()
    {
        string host = Address?.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{Host}]" : Host;
        return Port is null ? host : string.Format(CultureInfo.InvariantCulture, "{0}:{1}", host, Port);
    }

    /// <summary>Reads a server.</summary>
    /// <exception cref="FormatException">It is none; the message names the value and says what would be right.</exception>
    public static ServerEndpoint Parse(string text) =>
        TryParse(text, out ServerEndpoint? server, out string? error) ? server : throw new FormatException(error);

    /// <summary>
    /// Reads <c>host</c>, <c>host:port</c>, <c>192.0.2.1</c>, <c>192.0.2.1:2525</c>, <c>[192.0.2.1]:2525</c>, <c>2001:db8::1</c> or
    /// <c>[2001:db8::1]:25</c>; in brackets also with the tag of RFC 5321 section 4.1.3, <c>[IPv6:2001:db8::1]</c>.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ServerEndpoint? server, [NotNullWhen(false)] out string? error)
    {
        server = null;
        if (text.Trim().Length == 0)
        {
            error = "The server is empty; give a host, host:port or [address]:port.";
            return false;
        }

        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
        {
            error = $"{Quoted.Value(text)} is a URL; give the host and, if need be, the port only{Quoted.Hint(Quoted.HostOfUrl(text, scheme))}.";
            return false;
        }

        return text[0] == '[' ? TryParseBracketed(text, out server, out error) : TryParseBare(text, out server, out error);
    }

    private static bool TryParseBracketed(string text, out ServerEndpoint? server, [NotNullWhen(false)] out string? error)
    {
        server = null;
        int close = text.IndexOf(']');
        if (close < 0 || (close + 1 < text.Length && text[close + 1] != ':'))
        {
            error = $"{Quoted.Value(text)} is no server; an address in brackets is written [2001:db8::1] or [2001:db8::1]:25.";
            return false;
        }

        if (!TryParseAddressLiteral(text.Substring(1, close - 1), out IPAddress? address))
        {
            error = $"{Quoted.Value(text)} has no IP address between its brackets; write [192.0.2.1]:25 or [2001:db8::1]:25, and a host name without brackets.";
            return false;
        }

        int? port = null;
        if (close + 1 < text.Length && !TryParsePort(text.Substring(close + 2), text, out port, out error))
        {
            return false;
        }

        error = null;
        server = new ServerEndpoint(address.ToString(), address, port);
        return true;
    }

    private static bool TryParseBare(string text, out ServerEndpoint? server, [NotNullWhen(false)] out string? error)
    {
        server = null;
        int? port = null;
        string host = text;
        int colon = text.IndexOf(':');
        if (colon >= 0 && colon == text.LastIndexOf(':'))
        {
            host = text.Substring(0, colon);
            if (!TryParsePort(text.Substring(colon + 1), text, out port, out error))
            {
                return false;
            }
        }

        if (IpLiteral.TryParse(host, out IPAddress? address))
        {
            error = null;
            server = new ServerEndpoint(address.ToString(), address, port);
            return true;
        }

        if (host.Contains(':'))
        {
            error = $"{Quoted.Value(text)} is no server; an IPv6 address with a port is written [2001:db8::1]:25.";
            return false;
        }

        if (!DomainName.TryParse(host, out DomainName? name, out error))
        {
            return false;
        }

        server = new ServerEndpoint(name.Ascii, null, port);
        return true;
    }

    /// <summary>Reads what stands between the brackets of an address literal (RFC 5321 section 4.1.3).</summary>
    internal static bool TryParseAddressLiteral(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        const string Tag = "IPv6:";
        return IpLiteral.TryParse(text.StartsWith(Tag, StringComparison.OrdinalIgnoreCase) ? text.Substring(Tag.Length) : text, out address);
    }

    private static bool TryParsePort(string digits, string text, out int? port, [NotNullWhen(false)] out string? error)
    {
        bool valid = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 65535;
        port = valid ? number : null;
        error = valid ? null : $"{Quoted.Value(text)} has the port {Quoted.Value(digits)}; a port is a number from 1 to 65535.";
        return valid;
    }
}
