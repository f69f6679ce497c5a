namespace SmtpTls.Headers;

/// <summary>
/// The words after <c>with</c>: those of RFC 3848 and the IANA registry "Mail Parameters", where an S says TLS and an A says AUTH, and
/// those that servers made up.
/// </summary>
internal static class WithWord
{
    private const int MaxLength = 16;

    /// <summary>What a word says; <see langword="false"/> where it is unknown.</summary>
    public static bool TryRead(ReadOnlySpan<char> word, out HopTransport transport, out bool encrypted)
    {
        // Exim puts "local-" before the word where the other side is a process of the same machine.
        bool local = word.StartsWithText("local-");
        Span<char> upper = stackalloc char[MaxLength];
        int length = (local ? word.Slice("local-".Length) : word).ToUpperInvariant(upper);
        (HopTransport, bool)? found = length < 0 ? null : Find(upper.Slice(0, length));
        (transport, encrypted) = found ?? default;
        if (local)
            (transport, encrypted) = (HopTransport.Local, false);
        return found is not null;
    }

    // UTF8SMTPSA is SMTP with SMTPUTF8, TLS and AUTH (RFC 6531 section 4.3).
    private static (HopTransport, bool)? Find(ReadOnlySpan<char> word)
    {
        if (word.StartsWithText("UTF8"))
            word = word.Slice("UTF8".Length);
        return word switch
        {
            "SMTP" or "ESMTP" or "SMTPA" or "ESMTPA" or "ASMTP" => (HopTransport.Smtp, false),
            "SMTPS" or "ESMTPS" or "SMTPSA" or "ESMTPSA" or "ESMTP-TLS" or "ESMTP/TLS" or "SMTP/TLS" => (HopTransport.Smtp, true),
            // Exim's words for TLS from the first byte (port 465).
            "SSMTP" or "ESSMTP" or "ESSMTPA" or "SSMTPA" => (HopTransport.Smtp, true),
            "LMTP" or "LMTPA" => (HopTransport.Lmtp, false),
            "LMTPS" or "LMTPSA" => (HopTransport.Lmtp, true),
            "HTTP" or "HTTPU" or "HTTPREST" or "REST" or "XIMSS" => (HopTransport.Http, false),
            "HTTPS" => (HopTransport.Http, true),
            "MAPI" => (HopTransport.Mapi, false),
            "LOCAL" or "BSMTP" or "UUCP" or "INTERNAL" or "DSN" => (HopTransport.Local, false),
            "POP3" or "POP" or "IMAP" or "IMAP4" or "SDPS" => (HopTransport.Fetch, false),
            // getmail writes -SSL behind its protocols.
            "POP3S" or "IMAPS" or "POP3-SSL" or "IMAP4-SSL" or "IMAP-SSL" or "SDPS-SSL" => (HopTransport.Fetch, true),
            "QMQP" or "QMTP" or "NNFMP" or "NGMTA" or "ECSTREAM" or "MMS" => (HopTransport.Other, false),
            _ => null,
        };
    }
}
