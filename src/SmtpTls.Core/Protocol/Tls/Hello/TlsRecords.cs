using System.Buffers.Binary;

namespace SmtpTls.Tls.Hello;

/// <summary>The record layer of TLS (RFC 8446 section 5.1), written.</summary>
internal static class TlsRecords
{
    /// <summary>change_cipher_spec.</summary>
    public const int ChangeCipherSpec = 20;

    /// <summary>alert.</summary>
    public const int Alert = 21;

    /// <summary>handshake.</summary>
    public const int Handshake = 22;

    /// <summary>application_data.</summary>
    public const int ApplicationData = 23;

    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 5;

    /// <summary>The most that a record may hold: 2^14, and 2048 more where an old version encrypts.</summary>
    public const int MaxLength = (1 << 14) + 2048;

    private const int MaxPlaintext = 1 << 14;

    /// <summary>A fragment in as many records as it needs.</summary>
    public static byte[] Write(int type, int version, byte[] fragment)
    {
        WireWriter writer = new();
        for (int at = 0; at == 0 || at < fragment.Length; at += MaxPlaintext)
            writer.Byte(type).UInt16(version).Vector16(fragment.AsSpan(at, Math.Min(MaxPlaintext, fragment.Length - at)).ToArray());
        return writer.ToArray();
    }

    /// <summary>Whether bytes can begin a record of TLS: a known type, and a version of major 3.</summary>
    public static bool CanBegin(ReadOnlySpan<byte> bytes) =>
        (bytes.Length < 1 || bytes[0] is >= ChangeCipherSpec and <= 24) && (bytes.Length < 2 || bytes[1] == 3);

    /// <summary>The length of the record at the beginning, with its header; <see langword="null"/> where the header is not whole.</summary>
    /// <exception cref="HelloFormatException">The bytes begin no record.</exception>
    public static int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (!CanBegin(bytes))
            throw new HelloFormatException("The answer is no TLS record.");
        if (bytes.Length < HeaderLength)
            return null;
        int length = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(3));
        return length <= MaxLength ? HeaderLength + length : throw new HelloFormatException($"A record announces {length} bytes; {MaxLength} are the most there may be.");
    }
}
