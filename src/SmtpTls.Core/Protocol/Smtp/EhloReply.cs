namespace SmtpTls.Smtp;

/// <summary>What a server said to EHLO (RFC 5321 section 4.1.1.1), or to HELO, which lists nothing.</summary>
internal sealed class EhloReply
{
    /// <summary>Reads the extensions, where the reply is positive.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="isHelo">It answers HELO: its lines are no extensions.</param>
    public EhloReply(SmtpReply reply, bool isHelo)
    {
        Reply = reply;
        IsHelo = isHelo;
        // The first line is the server's name and a greeting.
        Extensions = isHelo || !Accepted ? [] : [.. reply.Lines.Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0)];
        OffersStartTls = Offers("STARTTLS");
        Masked = OffersStartTls ? null : Extensions.FirstOrDefault(line => StartTlsMask.IsMasked(Keyword(line)));
    }

    /// <summary>The reply itself.</summary>
    public SmtpReply Reply { get; }

    /// <summary>Whether the server greeted back.</summary>
    public bool Accepted => Reply.Severity == SmtpReplySeverity.Success;

    /// <summary>EHLO was refused, and this is the answer to HELO.</summary>
    public bool IsHelo { get; }

    /// <summary>One extension a line, keyword first, as the server wrote it.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether STARTTLS is listed.</summary>
    public bool OffersStartTls { get; }

    /// <summary>The line in which STARTTLS seems to be overwritten; <see langword="null"/> when there is none.</summary>
    public string? Masked { get; }

    /// <summary>Whether an extension is listed; keywords know no case.</summary>
    public bool Offers(string keyword) =>
        Extensions.Any(line => string.Equals(Keyword(line), keyword, StringComparison.OrdinalIgnoreCase));

    // "AUTH=LOGIN" is an old way to write a parameter.
    private static string Keyword(string line)
    {
        int end = line.IndexOfAny([' ', '=']);
        return end < 0 ? line : line.Substring(0, end);
    }
}
