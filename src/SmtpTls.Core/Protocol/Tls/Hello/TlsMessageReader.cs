using System.Buffers.Binary;

namespace SmtpTls.Tls.Hello;

/// <summary>
/// Takes the bytes of one direction of a connection as they come, in pieces of any size, and gives the messages in them:
/// records apart, handshake messages together again. Of what was taken it holds one unfinished record and message at most, each bounded.
/// </summary>
/// <param name="maxMessage">The longest handshake message in bytes.</param>
internal sealed class TlsMessageReader(int maxMessage = TlsMessageReader.MaxMessage)
{
    /// <summary>The longest handshake message by default: chains of certificates in the field stay far below.</summary>
    public const int MaxMessage = 256 * 1024;

    private readonly List<byte> _bytes = [];
    private readonly List<byte> _handshake = [];
    private readonly Queue<TlsMessage> _messages = [];
    private bool _encrypted;

    /// <summary>
    /// Takes an encrypted record apart, once keys are known: gets header and fragment, gives the type of what is within and its bytes,
    /// or <see langword="null"/> where the record stays as it is.
    /// </summary>
    public Func<byte[], byte[], (int Type, byte[] Content)?>? Decrypt { get; set; }

    /// <summary>Whether the connection is TLS 1.3, in which change_cipher_spec means nothing (RFC 8446 appendix D.4), and later records say themselves what they are.</summary>
    public bool IsTls13 { get; set; }

    /// <summary>Whether nothing is pending: the bytes so far end at the end of a record and of a message.</summary>
    public bool IsBetweenMessages => _bytes.Count == 0 && _messages.Count == 0 && _handshake.Count == 0;

    /// <summary>Takes bytes. Take all messages out with <see cref="Next"/> before more are added, and little is held.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (byte one in bytes)
            _bytes.Add(one);
    }

    /// <summary>
    /// The next message; <see langword="null"/> where none is whole. Records are taken apart one at a time, so that keys may be given between two messages.
    /// </summary>
    /// <exception cref="HelloFormatException">The bytes are no records, or a message is too long.</exception>
    public TlsMessage? Next()
    {
        while (_messages.Count == 0)
        {
            byte[] head = [.. _bytes.GetRange(0, Math.Min(_bytes.Count, TlsRecords.HeaderLength))];
            if (TlsRecords.LengthOf(head) is not { } length || _bytes.Count < length)
                return null;
            byte[] record = [.. _bytes.GetRange(0, length)];
            _bytes.RemoveRange(0, length);
            EndRecord(record);
        }
        return _messages.Dequeue();
    }

    private void EndRecord(byte[] record)
    {
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
                _encrypted = !IsTls13;
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
