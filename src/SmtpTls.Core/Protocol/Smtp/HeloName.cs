using System.Net.NetworkInformation;
using SmtpTls.Dns;

namespace SmtpTls.Smtp;

/// <summary>The name by which a client greets.</summary>
internal static class HeloName
{
    /// <summary>This machine's name, where it is fully qualified; otherwise <see langword="null"/>.</summary>
    public static string? OfThisMachine()
    {
        IPGlobalProperties machine = IPGlobalProperties.GetIPGlobalProperties();
        string name = machine.DomainName.Length > 0 && machine.HostName.IndexOf('.') < 0
            ? $"{machine.HostName}.{machine.DomainName}"
            : machine.HostName;
        return DomainName.TryParse(name, out DomainName? domain, out _) && domain.Ascii.IndexOf('.') > 0 ? domain.Ascii : null;
    }

    /// <summary>Checks a name that a user gave: a domain, or an address literal such as [192.0.2.1] or [IPv6:2001:db8::1].</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static string Parse(string text)
    {
        if (text.Length == 0 || text[0] != '[')
            return DomainName.Parse(text).Ascii;
        return text[text.Length - 1] == ']' && ServerEndpoint.TryParseAddressLiteral(text.Substring(1, text.Length - 2), out _)
            ? text
            : throw new FormatException($"{Quoted.Value(text)} is no address literal; it is written [192.0.2.1] or [IPv6:2001:db8::1].");
    }
}
