using System.Collections.Concurrent;

namespace SmtpTls.Dns;

/// <summary>
/// Remembers what was asked, so that nobody asks again: neither later nor while the first is still waiting. Holds
/// a bounded number of answers and lets the oldest go.
/// </summary>
/// <param name="capacity">How many answers are kept.</param>
/// <param name="ask">Asks; <see langword="null"/> where each call brings its own way to ask.</param>
internal sealed class SharedAnswers<TQuestion, TAnswer>(int capacity, Func<TQuestion, Task<TAnswer>>? ask = null)
    where TQuestion : notnull
{
    private readonly ConcurrentDictionary<TQuestion, Lazy<Task<TAnswer>>> _answers = new();
    private readonly ConcurrentQueue<TQuestion> _order = new();

    /// <summary>The answer. The token ends the waiting only: others may wait for the same answer.</summary>
    public Task<TAnswer> GetAsync(TQuestion question, CancellationToken cancellationToken) => GetAsync(question, cancellationToken, out _);

    /// <summary>The answer, and whether this call was the one that had to ask.</summary>
    public Task<TAnswer> GetAsync(TQuestion question, CancellationToken cancellationToken, out bool asked) =>
        GetAsync(question, () => ask!(question), cancellationToken, out asked);

    /// <summary>The answer, by a way to ask of this call's own, and whether this call was the one that had to ask.</summary>
    public Task<TAnswer> GetAsync(TQuestion question, Func<Task<TAnswer>> askNow, CancellationToken cancellationToken, out bool asked)
    {
        Lazy<Task<TAnswer>> mine = new(askNow);
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
