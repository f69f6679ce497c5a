namespace SmtpTls.Sending;

/// <summary>Decides, when the dialogue has come as far as MAIL FROM, whether the mode and the message allow to go on. Pure.</summary>
internal static class SendGate
{
    /// <summary>Why not; <see langword="null"/> to go on.</summary>
    public static (SendStatus Status, string Reason)? Check(SendObservation seen, SendOptions options, OutgoingMessage message)
    {
        if (!seen.Encrypted)
        {
            if (options.Mode is SendTlsMode.Required or SendTlsMode.Verified || (options.Mode == SendTlsMode.Opportunistic && seen.PlainEhlo?.OffersStartTls == true))
                return (SendStatus.NotOffered, $"{SendJudge.NotOffered(seen.PlainEhlo)} Nothing was sent.");
            if (options.Credential is not null)
                return (SendStatus.NotOffered, $"{SendJudge.NotOffered(seen.PlainEhlo)} A password goes through TLS or not at all; nothing was sent.");
        }
        if (options.Mode == SendTlsMode.Verified && !seen.Verified)
            return (SendStatus.NotVerified, "The certificate does not prove that this is the server; nothing was sent.");
        if (message.NeedsSmtpUtf8 && seen.Ehlo?.Offers("SMTPUTF8") != true)
        {
            return (SendStatus.NotSupported,
                $"The server does not offer SMTPUTF8 (RFC 6531), without which nobody can use the address {string.Join(", ", message.InternationalAddresses)}. Nothing was sent.");
        }
        if (message.NeedsSmtpUtf8 && seen.Ehlo?.Offers("8BITMIME") != true)
            return (SendStatus.NotSupported, "The server offers SMTPUTF8 without 8BITMIME, which RFC 6531 section 3.1 demands. Nothing was sent.");
        return options.Credential is not null && seen.Ehlo?.Offers("AUTH") != true
            ? (SendStatus.AuthenticationFailed, "The server offers no AUTH inside TLS. Nothing was sent.")
            : null;
    }
}
