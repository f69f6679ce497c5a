using System.Collections.Concurrent;

namespace SmtpTls.Dns;

/// <summary>
/// Remembers what was asked, so that nobody asks again: neither later nor while the first is still waiting. Holds
/// a bounded number of answers and lets the oldest go.
/// </summary>
internal sealed class SharedAnswers<TQuestion, TAnswer>(int capacity, Func<TQuestion, Task<TAnswer>> ask)
    where TQuestion : notnull
{
    private readonly ConcurrentDictionary<TQuestion, Lazy<Task<TAnswer>>> _answers = new();
    private readonly ConcurrentQueue<TQuestion> _order = new();

    /// <summary>The answer. The token ends the waiting only: others may wait for the same answer.</summary>
    public Task<TAnswer> GetAsync(TQuestion question, CancellationToken cancellationToken) => GetAsync(question, cancellationToken, out _);

    /// <summary>The answer, and whether this call was the one that had to ask.</summary>
    public Task<TAnswer> GetAsync(TQuestion question, CancellationToken cancellationToken, out bool asked) =>
        GetAsync(question, ask, cancellationToken, out asked);

    /// <summary>The same; <paramref name="askNow"/> asks where nobody has asked before.</summary>
    public Task<TAnswer> GetAsync(TQuestion question, Func<TQuestion, Task<TAnswer>> askNow, CancellationToken cancellationToken, out bool asked)
    {
        Lazy<Task<TAnswer>> mine = new(() => askNow(question));
        Lazy<Task<TAnswer>> shared = _answers.GetOrAdd(question, mine);
        asked = ReferenceEquals(shared, mine);
        if (asked)
        {
            _order.Enqueue(question);
            while (_answers.Count > capacity && _order.TryDequeue(out TQuestion? oldest))
            {
                _answers.TryRemove(oldest, out _);
            }
        }

        return shared.Value.WaitAsync(cancellationToken);
    }
}
