namespace SmtpTls.Logs;

/// <summary>Finds the domain that a host or mailbox belongs to.</summary>
internal static class HostDomains
{
    /// <summary><c>example.com</c> of <c>mx1.eu.example.com</c>; <see langword="null"/> for an address, a single label or nothing.</summary>
    public static string? OfHost(string? host) => OrganizationalDomain.Of(host);

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
