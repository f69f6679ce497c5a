namespace SmtpTls.Logs;

/// <summary>What only someone who looks at single sessions wants to know.</summary>
internal sealed class SessionDetails
{
    private const int MaxRecipients = 1000;
    private const int MaxIds = 1000;

    private readonly List<string> _recipients = [];
    private readonly List<string> _messageIds = [];
    private readonly List<string> _queueIds = [];

    public string? Sender { get; set; }

    public LogCertificate? Certificate { get; set; }

    public LogCertificate? ClientCertificate { get; set; }

    public IReadOnlyList<string> Recipients => _recipients;

    /// <summary>The ids that senders gave to the messages, in angle brackets.</summary>
    public IReadOnlyList<string> MessageIds => _messageIds;

    /// <summary>The ids that the server gave to the messages.</summary>
    public IReadOnlyList<string> QueueIds => _queueIds;

    public void AddRecipient(string recipient)
    {
        if (_recipients.Count < MaxRecipients)
            _recipients.Add(recipient);
    }

    public void AddMessageId(string id) => Add(_messageIds, id);

    public void AddQueueId(string id) => Add(_queueIds, id);

    public void Append(SessionDetails later)
    {
        Sender ??= later.Sender;
        Certificate ??= later.Certificate;
        ClientCertificate ??= later.ClientCertificate;
        foreach (string recipient in later._recipients)
            AddRecipient(recipient);
        foreach (string id in later._messageIds)
            AddMessageId(id);
        foreach (string id in later._queueIds)
            AddQueueId(id);
    }

    private static void Add(List<string> ids, string id)
    {
        if (ids.Count < MaxIds && !ids.Contains(id))
            ids.Add(id);
    }
}
