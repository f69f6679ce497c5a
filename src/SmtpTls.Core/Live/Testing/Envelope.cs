using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>The commands of an envelope.</summary>
/// <param name="MailFrom">The command MAIL FROM.</param>
/// <param name="RcptTo">The command RCPT TO; <see langword="null"/> where no recipient is known or the server cannot take it.</param>
/// <param name="Note">In a sentence, why the recipient is not asked for; <see langword="null"/> where nothing needs saying.</param>
internal readonly record struct Envelope(string MailFrom, string? RcptTo, string? Note)
{
    /// <summary>The commands for a sender and a recipient.</summary>
    /// <param name="sender">The reverse path; empty for the null sender.</param>
    /// <param name="recipient">The recipient; <see langword="null"/> for none.</param>
    /// <param name="ehlo">What the server offers.</param>
    public static Envelope Of(string sender, Recipient? recipient, EhloReply? ehlo)
    {
        string mailFrom = $"MAIL FROM:<{sender}>";
        if (recipient is null)
            return new(mailFrom, null, null);
        if (!recipient.NeedsSmtpUtf8)
            return new(mailFrom, $"RCPT TO:<{recipient.Mailbox}>", null);
        return ehlo?.Offers("SMTPUTF8") == true
            ? new($"{mailFrom} SMTPUTF8", $"RCPT TO:<{recipient.Mailbox}>", null)
            : new(mailFrom, null, $"The server does not offer SMTPUTF8, without which nobody can write to {recipient.Mailbox}.");
    }
}
