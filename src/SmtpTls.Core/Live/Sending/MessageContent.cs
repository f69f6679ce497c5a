using MimeKit;
using MimeKit.Utils;

namespace SmtpTls.Sending;

/// <summary>Makes a message, or reads one from a file.</summary>
internal static class MessageContent
{
    /// <summary>Larger than any mail server takes.</summary>
    public const long MaxFileSize = 256 * 1024 * 1024;

    // The signature of a compound file [MS-CFB].
    private static readonly byte[] OutlookFile = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Makes a text message.</summary>
    /// <exception cref="FormatException">A header field cannot be written; the message says which.</exception>
    public static OutgoingMessage Compose(MessageFields fields)
    {
        Mailbox sender = fields.From;
        using MimeMessage message = new();
        if (sender.Address.Length > 0)
            message.From.Add(sender.ToMimeKit());
        message.To.AddRange(fields.To.Select(one => one.ToMimeKit()));
        message.Cc.AddRange(fields.Cc.Select(one => one.ToMimeKit()));
        message.Subject = Line("subject", fields.Subject);
        message.Date = DateTimeOffset.Now;
        int at = sender.Address.LastIndexOf('@');
        message.MessageId = at < 0 || sender.Address[at + 1] == '[' ? MimeUtils.GenerateMessageId() : MimeUtils.GenerateMessageId(sender.Address.Substring(at + 1));
        message.Body = new TextPart("plain") { Text = fields.Body };
        foreach (KeyValuePair<string, string> header in fields.Headers)
            AddHeader(message, header.Key, header.Value);

        Mailbox[] recipients = [.. fields.To, .. fields.Cc, .. fields.Bcc];
        FormatOptions format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.International = recipients.Prepend(sender).Any(one => one.NeedsSmtpUtf8);
        MemoryStream content = new();
        message.WriteTo(format, content);
        return new OutgoingMessage(content.ToArray(), sender, recipients) { MessageId = message.MessageId, Subject = message.Subject };
    }

    /// <summary>Reads a message from a file, for an envelope of its own.</summary>
    /// <exception cref="FileFaultException">The file cannot be read, or is no message; the text says what it is.</exception>
    public static OutgoingMessage Read(string path, Mailbox sender, IReadOnlyList<Mailbox> recipients)
    {
        byte[] content = InputFile.ReadAll(path, MaxFileSize);
        if (content.Take(OutlookFile.Length).SequenceEqual(OutlookFile))
            throw new FileFaultException(FileFault.FileFormatUnknown, path, "is an Outlook file (.msg); save the message as .eml.");
        try
        {
            using MimeMessage message = MimeMessage.Load(new MemoryStream(content, writable: false));
            return message.Headers.Count == 0 ? throw NoMessage(path) : new OutgoingMessage(content, sender, recipients) { MessageId = message.MessageId, Subject = message.Subject };
        }
        catch (FormatException)
        {
            throw NoMessage(path);
        }
    }

    private static FileFaultException NoMessage(string path) =>
        new(FileFault.FileFormatUnknown, path, "is no mail message: it does not begin with header fields such as 'From: a@example.com' (RFC 5322).");

    private static void AddHeader(MimeMessage message, string name, string value)
    {
        // RFC 5322 section 2.2: printable ASCII without the colon.
        if (name.Length == 0 || name.Any(c => c is <= ' ' or >= '\x7f' or ':'))
            throw new FormatException($"{Quoted.Value(name)} is no name of a header field; it is printable ASCII without space and colon, such as X-Test.");
        message.Headers[name] = Line($"header field {name}", value);
    }

    private static string Line(string what, string value) => value.Any(c => char.IsControl(c) && c != '\t')
        ? throw new FormatException($"The {what} {Quoted.Value(value)} has a line break or another control character; it is one line.")
        : value;
}
