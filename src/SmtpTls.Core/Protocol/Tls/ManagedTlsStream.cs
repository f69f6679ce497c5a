using Org.BouncyCastle.Tls;

namespace SmtpTls.Tls;

/// <summary>
/// A TLS connection over a transport: BouncyCastle's non-blocking form turns bytes into bytes, and this class carries them to and
/// fro, so that no thread waits. Disposing it sends close_notify and leaves the transport open.
/// </summary>
internal sealed class ManagedTlsStream(TlsProtocol protocol, Stream transport) : Stream
{
    private readonly byte[] _input = new byte[16 * 1024 + 512];
    private bool _disposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>What came first from the peer, for telling text from TLS.</summary>
    private byte[] FirstBytes { get; set; } = [];

    /// <summary>Carries messages until the handshake is done.</summary>
    /// <returns>Whether it was done; <see langword="false"/>: the peer closed the connection.</returns>
    public async Task<bool> HandshakeAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        while (protocol.IsHandshaking)
        {
            if (!await ReceiveAsync(cancellationToken).ConfigureAwait(false))
                return false;
        }
        return true;
    }

    /// <summary>Sends what there is to send, an alert as a rule, to a peer that may be gone.</summary>
    public async Task TryFlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // A peer that is gone will not miss it.
        }
    }

    /// <summary>In a sentence, why this side gave up.</summary>
    /// <param name="fault">What was thrown.</param>
    /// <param name="notes">What was seen.</param>
    public string DescribeOwnAlert(TlsFatalAlert fault, HandshakeNotes notes)
    {
        // 20 to 23 are the content types of TLS records (RFC 8446 section 5.1).
        bool isTls = FirstBytes.Length > 0 && FirstBytes[0] is >= 20 and <= 23;
        if (!isTls)
            return $"What the {notes.Peer} sent is not TLS: '{SafeText.Decode(FirstBytes)}'.";
        if (notes.Stopped is { } reason)
            return $"This side did not finish the handshake: {reason}";
        TlsAlert alert = TlsAlerts.Get(fault.AlertDescription);
        // BouncyCastle's text begins with the name of the alert.
        int detail = fault.Message.IndexOf("; ", StringComparison.Ordinal);
        return $"This side ended the handshake with the alert {alert}: {alert.Found(notes.Peer)}"
            + (detail < 0 ? "." : $" ({SafeText.Of(fault.Message.Substring(detail + 2).TrimEnd('.'))}).");
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReceiveAsync(buffer, offset, count, cancellationToken);

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        protocol.WriteApplicationData(buffer, offset, count);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] bytes = new byte[buffer.Length];
        int count = await ReceiveAsync(bytes, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
        bytes.AsMemory(0, count).CopyTo(buffer);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        protocol.WriteApplicationData(buffer.Span);
        await FlushAsync(cancellationToken).ConfigureAwait(false);
    }
#endif

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (TakeOutput() is { Length: > 0 } output)
        {
            await transport.WriteBytesAsync(output, cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Flush()
    {
        if (TakeOutput() is { Length: > 0 } output)
            transport.Write(output, 0, output.Length);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is read asynchronously.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is written asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            if (!protocol.IsClosed)
                protocol.Close();
            Flush();
        }
        base.Dispose(disposing);
    }

    private async Task<int> ReceiveAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            while (protocol.GetAvailableInputBytes() == 0)
            {
                if (protocol.IsClosed || !await ReceiveAsync(cancellationToken).ConfigureAwait(false))
                    return 0;
            }
            return protocol.ReadInput(buffer, offset, count);
        }
        catch (TlsFatalAlertReceived e)
        {
            throw new TlsAlertException(TlsAlerts.Get(e.AlertDescription), received: true, e);
        }
        catch (TlsFatalAlert e)
        {
            throw new TlsAlertException(TlsAlerts.Get(e.AlertDescription), received: false, e);
        }
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        int count = await transport.ReadBytesAsync(_input, 0, _input.Length, cancellationToken).ConfigureAwait(false);
        if (count == 0)
            return false;
        if (FirstBytes.Length == 0)
            FirstBytes = _input.AsSpan(0, Math.Min(count, 64)).ToArray();
        try
        {
            protocol.OfferInput(_input, 0, count);
        }
        catch (IOException e) when (e is not (TlsFatalAlert or TlsFatalAlertReceived))
        {
            // The connection stands; it is what came that is broken.
            throw new TlsFatalAlert(AlertDescription.decode_error, e.Message, e);
        }
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private byte[] TakeOutput()
    {
        byte[] output = new byte[protocol.GetAvailableOutputBytes()];
        _ = protocol.ReadOutput(output, 0, output.Length);
        return output;
    }
}
