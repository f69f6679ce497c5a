using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace SmtpTls.Dns;

/// <summary>Addresses as text, read strictly: <see cref="IPAddress.TryParse(string, out IPAddress)"/> takes <c>1</c> and <c>127.1</c>, too.</summary>
internal static class IpLiteral
{
    /// <summary>Reads <c>192.0.2.1</c>, <c>2001:db8::1</c> or <c>fe80::1%2</c>, without brackets.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        bool looksLikeV6 = text.Contains(':');
        if ((!looksLikeV6 && !IsDottedQuad(text)) || text.IndexOfAny(['[', ']', '/']) >= 0)
        {
            return false;
        }

        return IPAddress.TryParse(text, out address)
            && address.AddressFamily == (looksLikeV6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork);
    }

    // RFC 5321 section 4.1.3: Snum = 1*3DIGIT. A leading zero is refused, because some readers take it for octal.
    private static bool IsDottedQuad(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && parts.All(part => part.Length is >= 1 and <= 3
            && part.All(c => c is >= '0' and <= '9')
            && (part.Length == 1 || part[0] != '0'));
    }
}
