using MimeKit;
using SmtpTls.Dns;

namespace SmtpTls.Sending;

/// <summary>A mail address with the name that is shown for it.</summary>
/// <param name="Name">The name; empty for none.</param>
/// <param name="Address">The address, its domain as A-labels; empty for the null sender.</param>
/// <param name="NeedsSmtpUtf8">Whether the local part goes beyond ASCII (RFC 6531).</param>
internal sealed record Mailbox(string Name, string Address, bool NeedsSmtpUtf8)
{
    /// <summary>Reads <c>user@example.com</c>, <c>&lt;user@example.com&gt;</c> or <c>A Name &lt;user@example.com&gt;</c>.</summary>
    /// <exception cref="FormatException">It is none; the message names the value and says what would be right.</exception>
    public static Mailbox Parse(string text)
    {
        // The first door against CR/LF injection.
        if (text.Any(char.IsControl))
            throw new FormatException($"{Quoted.Value(text)} has a line break or another control character; a mail address has none.");
        string trimmed = text.Trim();
        int angle = trimmed.LastOrDefault() == '>' ? trimmed.LastIndexOf('<') : -1;
        string address = angle < 0 ? trimmed : trimmed.Substring(angle + 1, trimmed.Length - angle - 2);
        string name = angle <= 0 ? "" : Unquote(trimmed.Substring(0, angle).Trim());
        return MailTarget.Parse(address) is { Mailbox: { } mailbox } target
            ? new Mailbox(name, mailbox, target.NeedsSmtpUtf8)
            : throw new FormatException($"{Quoted.Value(text)} is no mail address; give one such as postmaster@example.com.");
    }

    /// <summary>Reads a sender, which may be the null sender <c>&lt;&gt;</c>.</summary>
    /// <exception cref="FormatException">It is none; the message names the value and says what would be right.</exception>
    public static Mailbox ParseSender(string text) => text.Trim() == "<>" ? new Mailbox("", "", false) : Parse(text);

    /// <summary>As MimeKit has it.</summary>
    public MailboxAddress ToMimeKit() => new(Name.Length == 0 ? null : Name, Address);

    private static string Unquote(string name) =>
        name.Length >= 2 && name[0] == '"' && name[name.Length - 1] == '"' ? name.Substring(1, name.Length - 2).Replace("\\\"", "\"") : name;
}
