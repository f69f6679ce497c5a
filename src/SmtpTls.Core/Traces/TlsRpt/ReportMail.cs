using MimeKit;

namespace SmtpTls.TlsRpt;

/// <summary>A part of a mail that may be a report.</summary>
/// <param name="Content">What it holds.</param>
/// <param name="IsDeclared">Whether its type says that it is a TLS report.</param>
/// <param name="IsText">Whether it is text for people to read.</param>
internal sealed record ReportPart(ReportContent Content, bool IsDeclared, bool IsText);

/// <summary>The parts of a mail (RFC 8460 section 5.3), those of forwarded mails included.</summary>
internal static class ReportMail
{
    private const int MaxDepth = 32;
    private const string Declared = "tlsrpt+";

    private static readonly ParserOptions Options = new() { MaxMimeDepth = MaxDepth, MaxAddressGroupDepth = 1 };

    /// <summary>The parts that hold something, in their order.</summary>
    /// <exception cref="FormatException">It is no mail.</exception>
    public static IEnumerable<ReportPart> Parts(ReportContent mail, bool isMbox, CancellationToken cancellationToken)
    {
        MimeParser parser = new(Options, new MemoryStream(mail.Bytes, writable: false), isMbox ? MimeFormat.Mbox : MimeFormat.Entity, persistent: true);
        do
        {
            using MimeMessage message = parser.ParseMessage(cancellationToken);
            foreach (ReportPart part in Parts(message.Body, message, mail, cancellationToken))
                yield return part;
        }
        while (isMbox && !parser.IsEndOfStream);
    }

    private static IEnumerable<ReportPart> Parts(MimeEntity? entity, MimeMessage message, ReportContent mail, CancellationToken cancellationToken) => entity switch
    {
        Multipart many => many.SelectMany(part => Parts(part, message, mail, cancellationToken)),
        MessagePart { Message: { } inner } => Parts(inner.Body, inner, mail, cancellationToken),
        MimePart { Content: not null } part => [Read(part, message, mail, cancellationToken)],
        _ => [],
    };

    private static ReportPart Read(MimePart part, MimeMessage message, ReportContent mail, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        // What the transfer encodings make is never longer than what they are made of.
        part.Content!.DecodeTo(content, cancellationToken);
        bool isDeclared = part.ContentType.MediaSubtype.StartsWith(Declared, StringComparison.OrdinalIgnoreCase);
        string type = SafeText.Of(part.ContentType.MimeType.Trim());
        string domain = SafeText.Of((message.Headers["TLS-Report-Domain"] ?? "").Trim());
        ReportOrigin origin = mail.Origin with
        {
            Attachment = part.FileName is { } name ? SafeText.Of(name.Trim()) : type,
            MailDomain = domain.Length == 0 ? null : domain,
        };
        string[] notes = isDeclared
            ? []
            : [$"The mail carries the report as {type}, not as application/tlsrpt+gzip or application/tlsrpt+json (RFC 8460 section 5.3)."];
        bool isText = part.ContentType.IsMimeType("text", "plain") || part.ContentType.IsMimeType("text", "html");
        return new ReportPart(new ReportContent(origin, content.ToArray(), [.. mail.Notes, .. notes]), isDeclared, isText && part.FileName is null);
    }
}
