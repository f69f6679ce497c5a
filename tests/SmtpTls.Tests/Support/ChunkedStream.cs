namespace SmtpTls.Tests.Support;

/// <summary>Gives its chunks one at a time, as a network does, and then the end of the stream.</summary>
internal sealed class ChunkedStream(IEnumerable<byte[]> chunks) : ReceivingStream
{
    private readonly Queue<ReadOnlyMemory<byte>> _chunks = new(chunks.Where(c => c.Length > 0).Select(c => new ReadOnlyMemory<byte>(c)));

    public static ChunkedStream BytewiseOf(byte[] bytes) => new(bytes.Select(b => new[] { b }));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        if (_chunks.Count == 0)
            return 0;
        ReadOnlyMemory<byte> chunk = _chunks.Dequeue();
        int count = Math.Min(chunk.Length, buffer.Length);
        chunk[..count].CopyTo(buffer);
        if (count < chunk.Length)
            PutBack(chunk[count..]);
        return count;
    }

    private void PutBack(ReadOnlyMemory<byte> rest)
    {
        ReadOnlyMemory<byte>[] others = [.. _chunks];
        _chunks.Clear();
        _chunks.Enqueue(rest);
        foreach (ReadOnlyMemory<byte> other in others)
            _chunks.Enqueue(other);
    }
}
