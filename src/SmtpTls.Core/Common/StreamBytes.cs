namespace SmtpTls.Common;

/// <summary>Reading and writing arrays in the way that each framework does best.</summary>
internal static class StreamBytes
{
    /// <summary>Reads what is there; 0 at the end of the stream.</summary>
    public static async ValueTask<int> ReadBytesAsync(this Stream stream, byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
#if NET
        return await stream.ReadAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
#else
        return await stream.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
#endif
    }

    /// <summary>Writes all and flushes.</summary>
    public static async ValueTask WriteBytesAsync(this Stream stream, byte[] bytes, CancellationToken cancellationToken)
    {
#if NET
        await stream.WriteAsync(bytes.AsMemory(), cancellationToken).ConfigureAwait(false);
#else
        await stream.WriteAsync(bytes, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
#endif
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }
}
