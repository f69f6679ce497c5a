namespace SmtpTls.Logs.Esa;

/// <summary>
/// Whom the messages of an ESA are from and to: told when they come in (ICID), and not again when they go out (DCID), where only the
/// numbers of message (MID) and recipients (RID) stand.
/// </summary>
internal sealed class EsaMessages
{
    private const int MaxMessages = 20_000;
    private const int MaxRecipients = 1000;

    private readonly Dictionary<SessionKey, Message> _messages = [];

    /// <summary>Notes the sender of a message.</summary>
    public void From(SessionKey id, string? mailbox) => Get(id).Sender = mailbox;

    /// <summary>Notes a recipient of a message.</summary>
    public void To(SessionKey id, int recipient, string? mailbox)
    {
        Dictionary<int, string?> recipients = Get(id).Recipients;
        if (recipients.Count < MaxRecipients)
            recipients[recipient] = mailbox;
    }

    /// <summary>Finds a message; <see langword="null"/> where the log does not hold its arrival.</summary>
    public Message? Find(SessionKey id) => _messages.TryGetValue(id, out Message? message) ? message : null;

    /// <summary>The message is done with.</summary>
    public void Finish(SessionKey id) => _messages.Remove(id);

    private Message Get(SessionKey id)
    {
        if (!_messages.TryGetValue(id, out Message? message))
        {
            // Messages that are never finished in this log must not fill the memory.
            if (_messages.Count >= MaxMessages)
                _messages.Clear();
            _messages[id] = message = new Message();
        }
        return message;
    }

    public sealed class Message
    {
        public string? Sender { get; set; }

        public Dictionary<int, string?> Recipients { get; } = [];
    }
}
