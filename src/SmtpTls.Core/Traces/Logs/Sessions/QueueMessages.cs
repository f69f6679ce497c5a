namespace SmtpTls.Logs;

/// <summary>The message ids behind the ids in a server's queue, of the last messages that a log tells of.</summary>
internal sealed class QueueMessages
{
    private const int MaxMessages = 20_000;

    private Dictionary<string, string> _newer = [];
    private Dictionary<string, string> _older = [];

    public void Add(string queueId, string messageId)
    {
        if (_newer.Count >= MaxMessages)
            (_older, _newer) = (_newer, []);
        _newer[queueId] = messageId;
    }

    /// <summary>The id; <see langword="null"/> where the log did not tell it, or long ago.</summary>
    public string? Find(string queueId) => _newer.TryGetValue(queueId, out string? id) || _older.TryGetValue(queueId, out id) ? id : null;
}
