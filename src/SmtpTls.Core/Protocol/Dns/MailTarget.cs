using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SmtpTls.Dns;

/// <summary>Where mail would go: a domain, or a mail address (RFC 5321 section 4.1.2) with its domain or address literal.</summary>
internal sealed record MailTarget
{
    private const int MaxLocalPartOctets = 64;

    /// <summary>The domain; <see langword="null"/> where the address ends in an address literal.</summary>
    public DomainName? Domain { get; private init; }

    /// <summary>The address of <c>user@[192.0.2.1]</c>: mail goes there without any MX look-up.</summary>
    public IPAddress? AddressLiteral { get; private init; }

    /// <summary>The local part as it was written; <see langword="null"/> where a domain alone was given.</summary>
    public string? LocalPart { get; private init; }

    /// <summary>Whether the local part needs SMTPUTF8 (RFC 6531).</summary>
    public bool NeedsSmtpUtf8 => LocalPart is not null && LocalPart.Any(c => c >= 0x80);

    /// <summary>The address for RCPT TO, its domain as A-labels; <see langword="null"/> where a domain alone was given.</summary>
    public string? Mailbox => LocalPart is null ? null : LocalPart + "@" + DomainText;

    /// <inheritdoc/>
    public override string ToString() => Mailbox ?? DomainText;

    private string DomainText => Domain?.Ascii
        ?? (AddressLiteral!.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{AddressLiteral}]" : $"[{AddressLiteral}]");

    /// <summary>Reads a domain or mail address.</summary>
    /// <exception cref="FormatException">It is neither; the message names the value and says what would be right.</exception>
    public static MailTarget Parse(string text) =>
        TryParse(text, out MailTarget? target, out string? error) ? target : throw new FormatException(error);

    /// <summary>Reads a domain or mail address.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out MailTarget? target, [NotNullWhen(false)] out string? error)
    {
        target = null;
        int at = text.LastIndexOf('@');
        if (at < 0 || text.Contains("://"))
        {
            bool isDomain = DomainName.TryParse(text, out DomainName? domain, out error);
            target = isDomain ? new MailTarget { Domain = domain } : null;
            return isDomain;
        }

        string local = text.Substring(0, at);
        error = WrongForm(text, local, text.Substring(at + 1)) ?? WrongLocalPart(text, local);
        return error is null && TryParseDomain(text, local, text.Substring(at + 1), out target, out error);
    }

    private static string? WrongForm(string text, string local, string domain)
    {
        int angle = local.IndexOf('<');
        if (angle >= 0 && domain.LastOrDefault() == '>')
        {
            return $"{Quoted.Value(text)} has more than the address; give the address alone{Quoted.Hint(text.Substring(angle + 1, text.Length - angle - 2))}.";
        }

        return text.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
            ? $"{Quoted.Value(text)} is a URL; give the address alone{Quoted.Hint(text.Substring("mailto:".Length))}."
            : null;
    }

    private static string? WrongLocalPart(string text, string local)
    {
        if (local.Length == 0)
        {
            return $"{Quoted.Value(text)} has nothing before the @; a mail address is name@example.com.";
        }

        if (Encoding.UTF8.GetByteCount(local) > MaxLocalPartOctets)
        {
            return $"{Quoted.Value(text)} has more than {MaxLocalPartOctets} octets before the @ (RFC 5321 section 4.5.3.1.1).";
        }

        if (local[0] == '"')
        {
            return IsQuotedString(local)
                ? null
                : $"{Quoted.Value(text)} has a quoted name that is not well formed; it is written \"a name\"@example.com (RFC 5321 section 4.1.2).";
        }

        if (local.Contains('@'))
        {
            return $"{Quoted.Value(text)} has two @; a mail address has one, name@example.com (an @ in the name is quoted: \"a@b\"@example.com).";
        }

        return IsDotString(local)
            ? null
            : $"{Quoted.Value(text)} is no mail address: {Quoted.Value(local)} has a character, a space or a dot that must be quoted (RFC 5321 section 4.1.2).";
    }

    private static bool TryParseDomain(string text, string local, string domain, out MailTarget? target, [NotNullWhen(false)] out string? error)
    {
        target = null;
        if (domain.FirstOrDefault() == '[')
        {
            if (domain.Last() != ']'
                || !ServerEndpoint.TryParseAddressLiteral(domain.Substring(1, domain.Length - 2), out IPAddress? address))
            {
                error = $"{Quoted.Value(text)} has no IP address between its brackets; write name@[192.0.2.1] or name@[IPv6:2001:db8::1].";
                return false;
            }

            error = null;
            target = new MailTarget { LocalPart = local, AddressLiteral = address };
            return true;
        }

        if (domain.Length == 0)
        {
            error = $"{Quoted.Value(text)} has nothing after the @; a mail address is name@example.com.";
            return false;
        }

        if (!DomainName.TryParse(domain, out DomainName? name, out string? domainError))
        {
            error = $"{Quoted.Value(text)} has no domain after the @: {domainError}";
            return false;
        }

        error = null;
        target = new MailTarget { LocalPart = local, Domain = name };
        return true;
    }

    // Quoted-string = DQUOTE *QcontentSMTP DQUOTE (RFC 5321 section 4.1.2, RFC 6531 section 3.3)
    private static bool IsQuotedString(string local)
    {
        for (int i = 1; i < local.Length - 1; i++)
        {
            bool escaped = local[i] == '\\';
            i += escaped ? 1 : 0;
            char c = local[i];
            if (i == local.Length - 1 || c < ' ' || char.IsControl(c) || (c == '"' && !escaped))
            {
                return false;
            }
        }

        return local.Length >= 2 && local[local.Length - 1] == '"';
    }

    // Dot-string = Atom *("." Atom) (RFC 5321 section 4.1.2); anything beyond ASCII is an atom's, too (RFC 6531 section 3.3)
    private static bool IsDotString(string local) =>
        local.Split('.').All(atom => atom.Length > 0 && atom.All(c => c >= 0x80
            ? !char.IsControl(c) && !char.IsWhiteSpace(c)
            : c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || "!#$%&'*+-/=?^_`{|}~".Contains(c)));
}
