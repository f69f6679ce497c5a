using System.Net;

namespace SmtpTls.Testing;

/// <summary>
/// Bounds how many addresses are tested at once, all together and each by itself: many domains share one mail server,
/// and a pipeline of them must not look like an attack to it. This machine's own loopback needs no such care.
/// </summary>
/// <param name="total">Addresses under test at once.</param>
/// <param name="perAddress">Tests of one address at once, each of up to two connections.</param>
internal sealed class ConnectionGate(int total, int perAddress = 2) : IDisposable
{
    private readonly SemaphoreSlim _total = new(total);
    private readonly Dictionary<IPAddress, Queue> _queues = [];

    /// <summary>Runs a test of an address when its turn comes.</summary>
    public async Task<T> RunAsync<T>(IPAddress address, Func<Task<T>> test, CancellationToken cancellationToken)
    {
        if (IPAddress.IsLoopback(address))
            return await RunAsync(test, cancellationToken).ConfigureAwait(false);

        Queue queue = Join(address);
        try
        {
            // First the address's own queue, so that those who wait in it hold no place that others could use.
            await queue.Places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await RunAsync(test, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                queue.Places.Release();
            }
        }
        finally
        {
            Leave(address, queue);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _total.Dispose();

    private async Task<T> RunAsync<T>(Func<Task<T>> test, CancellationToken cancellationToken)
    {
        await _total.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await test().ConfigureAwait(false);
        }
        finally
        {
            _total.Release();
        }
    }

    private Queue Join(IPAddress address)
    {
        lock (_queues)
        {
            if (!_queues.TryGetValue(address, out Queue? queue))
                _queues.Add(address, queue = new Queue(new SemaphoreSlim(perAddress)));
            queue.Users++;
            return queue;
        }
    }

    private void Leave(IPAddress address, Queue queue)
    {
        lock (_queues)
        {
            if (--queue.Users > 0)
                return;
            _queues.Remove(address);
            queue.Places.Dispose();
        }
    }

    private sealed class Queue(SemaphoreSlim places)
    {
        public SemaphoreSlim Places { get; } = places;

        public int Users { get; set; }
    }
}
