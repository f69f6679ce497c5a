using System.Diagnostics.CodeAnalysis;

namespace SmtpTls.Listening;

/// <summary>Sessions that ended and wait to be received, the oldest first. Bounded in number and in memory: the oldest are dropped.</summary>
/// <param name="length">How many may wait.</param>
internal sealed class SessionQueue(int length)
{
    // A full transcript has half a million characters; a thousand of those would be too many.
    private const long MaxCharacters = 32 * 1024 * 1024;

    private readonly Queue<(ListenerSession Session, long Characters)> _waiting = new();
    private TaskCompletionSource<bool> _changed = NewChange();
    private long _characters;
    private bool _completed;
    private long _told;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_waiting)
                return _waiting.Count;
        }
    }

    /// <summary>How many were put in.</summary>
    public long Added { get; private set; }

    /// <summary>How many were dropped because nobody received them.</summary>
    public long Dropped { get; private set; }

    /// <summary>Whether nothing waits and nothing will come.</summary>
    public bool IsDrained
    {
        get
        {
            lock (_waiting)
                return _completed && _waiting.Count == 0;
        }
    }

    /// <summary>Done as soon as something changes after this was asked for: ask first, then look.</summary>
    public Task Changed
    {
        get
        {
            lock (_waiting)
                return _changed.Task;
        }
    }

    /// <summary>Puts a session in.</summary>
    public void Add(ListenerSession session)
    {
        lock (_waiting)
        {
            long characters = Characters(session);
            _waiting.Enqueue((session, characters));
            _characters += characters;
            Added++;
            while (_waiting.Count > length || (_characters > MaxCharacters && _waiting.Count > 1))
            {
                _characters -= _waiting.Dequeue().Characters;
                Dropped++;
            }
        }
        Change();
    }

    /// <summary>Takes the oldest.</summary>
    public bool TryTake([NotNullWhen(true)] out ListenerSession? session)
    {
        lock (_waiting)
        {
            bool any = _waiting.Count > 0;
            (session, long characters) = any ? _waiting.Dequeue() : default;
            _characters -= characters;
            return any;
        }
    }

    /// <summary>How many were dropped since this was asked last.</summary>
    public long NewlyDropped()
    {
        lock (_waiting)
        {
            long newly = Dropped - _told;
            _told = Dropped;
            return newly;
        }
    }

    /// <summary>Nothing will come any more.</summary>
    public void Complete()
    {
        lock (_waiting)
            _completed = true;
        Change();
    }

    private void Change()
    {
        TaskCompletionSource<bool> changed;
        lock (_waiting)
        {
            changed = _changed;
            _changed = NewChange();
        }
        changed.TrySetResult(true);
    }

    private static long Characters(ListenerSession session) =>
        session.Transcript.Sum(line => 64L + line.Text.Length + line.Comment.Length)
        + session.Headers.Sum(field => 32L + field.Length)
        + session.Recipients.Sum(recipient => 32L + recipient.Length)
        + session.OfferedCipherSuites.Length * 8L
        + (session.ClientCertificate?.Pem?.Length ?? 0) * 2L;

    private static TaskCompletionSource<bool> NewChange() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
