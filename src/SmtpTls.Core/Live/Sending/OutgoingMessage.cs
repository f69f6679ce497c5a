using MimeKit;

namespace SmtpTls.Sending;

/// <summary>A message and its envelope. It serves any number of deliveries: MailKit may re-encode what it sends, so each has its own copy.</summary>
/// <param name="content">The message as text of RFC 5322.</param>
/// <param name="sender">The sender of the envelope.</param>
/// <param name="recipients">The recipients of the envelope.</param>
internal sealed class OutgoingMessage(byte[] content, Mailbox sender, IReadOnlyList<Mailbox> recipients)
{
    /// <summary>The sender's address, its domain as A-labels; empty for the null sender.</summary>
    public string From { get; } = sender.Address;

    /// <summary>The sender of the envelope.</summary>
    public MailboxAddress Sender { get; } = sender.ToMimeKit();

    /// <summary>The recipients of the envelope, each once.</summary>
    public IReadOnlyList<MailboxAddress> Recipients { get; } = [.. recipients.GroupBy(one => one.Address).Select(same => same.First().ToMimeKit())];

    /// <summary>The addresses that need SMTPUTF8 (RFC 6531).</summary>
    public IReadOnlyList<string> InternationalAddresses { get; } =
        [.. recipients.Prepend(sender).Where(one => one.NeedsSmtpUtf8).Select(one => one.Address).Distinct()];

    /// <summary>Whether an address needs SMTPUTF8.</summary>
    public bool NeedsSmtpUtf8 => InternationalAddresses.Count > 0;

    /// <summary>The Message-ID, without angle brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>The subject.</summary>
    public string? Subject { get; init; }

    /// <summary>A copy to send.</summary>
    public MimeMessage Load() => MimeMessage.Load(new MemoryStream(content, writable: false));
}
