namespace SmtpTls.Logs;

/// <summary>Finds the domain that a host or mailbox belongs to, without any list of public suffixes.</summary>
internal static class HostDomains
{
    // Second-level labels under which countries register names: example.co.uk is a domain, co.uk is none.
    private static readonly HashSet<string> SecondLevel = new(StringComparer.Ordinal)
    {
        "ac", "co", "com", "edu", "gob", "gov", "gouv", "go", "gv", "ltd", "me", "mil", "ne", "net", "nhs", "nom", "or", "org", "plc", "sch",
    };

    /// <summary><c>example.com</c> of <c>mx1.eu.example.com</c>; <see langword="null"/> for an address, a single label or nothing.</summary>
    public static string? OfHost(string? host)
    {
        if (host is null)
            return null;
        host = host.TrimEnd('.');
        int last = host.LastIndexOf('.');
        if (last <= 0 || host[0] == '[' || host.Contains(':') || last == host.Length - 1 || char.IsDigit(host[host.Length - 1]))
            return null;
        int second = host.LastIndexOf('.', last - 1);
        if (second >= 0 && host.Length - last == 3 && SecondLevel.Contains(host.Substring(second + 1, last - second - 1).ToLowerInvariant()))
            second = second == 0 ? -1 : host.LastIndexOf('.', second - 1);
        return host.Substring(second + 1).ToLowerInvariant();
    }

    /// <summary>The domain of the other side's host name; where it has none, that of the first recipient or sender.</summary>
    public static string? OfSession(SessionFacts session) =>
        OfHost(session.RemoteName) ?? (session.Direction == MailDirection.Inbound ? session.SenderDomain : session.RecipientDomain)?.ToLowerInvariant();

    /// <summary>What stands behind the @; nothing where there is none.</summary>
    public static ReadOnlySpan<byte> OfMailbox(ReadOnlySpan<byte> mailbox)
    {
        int at = mailbox.LastIndexOf((byte)'@');
        return at < 0 ? default : mailbox.Slice(at + 1);
    }

    /// <inheritdoc cref="OfMailbox(ReadOnlySpan{byte})"/>
    public static string? OfMailbox(string mailbox)
    {
        int at = mailbox.LastIndexOf('@');
        return at < 0 || at == mailbox.Length - 1 ? null : mailbox.Substring(at + 1);
    }
}
