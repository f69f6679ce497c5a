namespace SmtpTls.Sending;

/// <summary>What a text message is made of.</summary>
internal sealed record MessageFields
{
    /// <summary>Author, and sender of the envelope.</summary>
    public required Mailbox From { get; init; }

    public required IReadOnlyList<Mailbox> To { get; init; }

    public IReadOnlyList<Mailbox> Cc { get; init; } = [];

    /// <summary>Recipients that the header does not name.</summary>
    public IReadOnlyList<Mailbox> Bcc { get; init; } = [];

    public required string Subject { get; init; }

    public required string Body { get; init; }

    /// <summary>Further header fields; one that exists is replaced.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
