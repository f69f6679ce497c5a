using System.Buffers.Binary;

namespace SmtpTls.Hello;

/// <summary>
/// Takes the bytes of one direction of a connection as they come, in pieces of any size, and gives the messages in them:
/// records apart, handshake messages together again. It holds one record and one message at most, each bounded.
/// </summary>
/// <param name="maxMessage">The longest handshake message in bytes.</param>
internal sealed class TlsMessageReader(int maxMessage = TlsMessageReader.MaxMessage)
{
    /// <summary>The longest handshake message by default: chains of certificates in the field stay far below.</summary>
    public const int MaxMessage = 256 * 1024;

    private readonly List<byte> _record = [];
    private readonly List<byte> _handshake = [];
    private readonly Queue<TlsMessage> _messages = [];
    private bool _encrypted;

    /// <summary>
    /// Takes an encrypted record apart, once keys are known: gets header and fragment, gives the type of what is within and its bytes,
    /// or <see langword="null"/> where the record stays as it is.
    /// </summary>
    public Func<byte[], byte[], (int Type, byte[] Content)?>? Decrypt { get; set; }

    /// <summary>Whether nothing is pending: the bytes so far end at the end of a record and of a message.</summary>
    public bool IsBetweenMessages => _record.Count == 0 && _handshake.Count == 0;

    /// <summary>Takes bytes.</summary>
    /// <exception cref="HelloFormatException">They are no records, or a message is too long.</exception>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int wanted = (TlsRecords.LengthOf(Head()) ?? TlsRecords.HeaderLength) - _record.Count;
            int count = Math.Min(wanted, bytes.Length);
            for (int i = 0; i < count; i++)
                _record.Add(bytes[i]);
            bytes = bytes.Slice(count);
            if (TlsRecords.LengthOf(Head()) == _record.Count)
                EndRecord();
        }
    }

    /// <summary>The next message; <see langword="null"/> where none is whole.</summary>
    public TlsMessage? Next() => _messages.Count > 0 ? _messages.Dequeue() : null;

    private ReadOnlySpan<byte> Head()
    {
        byte[] head = new byte[Math.Min(_record.Count, TlsRecords.HeaderLength)];
        _record.CopyTo(0, head, 0, head.Length);
        return head;
    }

    private void EndRecord()
    {
        byte[] record = [.. _record];
        _record.Clear();
        int type = record[0];
        int version = BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(1));
        byte[] content = record.AsSpan(TlsRecords.HeaderLength).ToArray();
        if (Decrypt?.Invoke(record.AsSpan(0, TlsRecords.HeaderLength).ToArray(), content) is { } inner)
            (type, content) = inner;
        else if (_encrypted && type != TlsRecords.ChangeCipherSpec)
            type = -type;
        switch (type)
        {
            case TlsRecords.Handshake:
                AddHandshake(content, version);
                break;
            case TlsRecords.Alert when content.Length >= 2:
                _messages.Enqueue(new TlsMessage(TlsMessageKind.Alert, content[1], content, version));
                break;
            case TlsRecords.ChangeCipherSpec:
                _messages.Enqueue(new TlsMessage(TlsMessageKind.ChangeCipherSpec, type, content, version));
                // Only up to TLS 1.2: in TLS 1.3 it means nothing, and the records behind it say themselves what they are.
                _encrypted = true;
                break;
            case TlsRecords.ApplicationData:
                _messages.Enqueue(new TlsMessage(TlsMessageKind.ApplicationData, type, content, version));
                break;
            default:
                _messages.Enqueue(new TlsMessage(TlsMessageKind.Other, Math.Abs(type), content, version));
                break;
        }
    }

    private void AddHandshake(byte[] content, int version)
    {
        _handshake.AddRange(content);
        while (_handshake.Count >= 4)
        {
            int length = (_handshake[1] << 16) | (_handshake[2] << 8) | _handshake[3];
            if (length > maxMessage)
                throw new HelloFormatException($"A handshake message announces {length} bytes; more than {maxMessage} are not read.");
            if (_handshake.Count < 4 + length)
                return;
            _messages.Enqueue(new TlsMessage(TlsMessageKind.Handshake, _handshake[0], [.. _handshake.GetRange(4, length)], version));
            _handshake.RemoveRange(0, 4 + length);
        }
    }
}
