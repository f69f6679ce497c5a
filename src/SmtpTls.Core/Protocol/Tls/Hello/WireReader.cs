using System.Buffers.Binary;

namespace SmtpTls.Tls.Hello;

/// <summary>Reads the presentation language of TLS (RFC 8446 section 3): big-endian numbers, and vectors with their length before them.</summary>
/// <param name="bytes">What is read; never more than it holds.</param>
/// <param name="what">What it is, for the text of an error.</param>
internal ref struct WireReader(ReadOnlySpan<byte> bytes, string what)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>How many bytes are left.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>The next byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>The next two bytes as a number.</summary>
    public int UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    /// <summary>The next three bytes as a number.</summary>
    public int UInt24() => (Byte() << 16) | UInt16();

    /// <summary>The next four bytes as a number.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>The next bytes.</summary>
    /// <exception cref="HelloFormatException">There are fewer.</exception>
    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
            throw new HelloFormatException($"{what} ends too early: {count} bytes are announced, {_rest.Length} are there.");
        ReadOnlySpan<byte> taken = _rest.Slice(0, count);
        _rest = _rest.Slice(count);
        return taken;
    }

    /// <summary>A vector whose length is one byte.</summary>
    public ReadOnlySpan<byte> Vector8() => Take(Byte());

    /// <summary>A vector whose length is two bytes.</summary>
    public ReadOnlySpan<byte> Vector16() => Take(UInt16());

    /// <summary>A vector whose length is three bytes.</summary>
    public ReadOnlySpan<byte> Vector24() => Take(UInt24());

    /// <summary>A vector of numbers of two bytes whose length is two bytes.</summary>
    public int[] Numbers16() => Numbers(Vector16(), what);

    /// <summary>Numbers of two bytes, one behind the other.</summary>
    public static int[] Numbers(ReadOnlySpan<byte> bytes, string what)
    {
        if (bytes.Length % 2 != 0)
            throw new HelloFormatException($"{what} holds a list of two-byte numbers with an odd length.");
        int[] numbers = new int[bytes.Length / 2];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2 * i));
        return numbers;
    }

    /// <summary>Sees that nothing is left.</summary>
    /// <exception cref="HelloFormatException">Something is.</exception>
    public readonly void End()
    {
        if (_rest.Length > 0)
            throw new HelloFormatException($"{what} has {_rest.Length} bytes too many.");
    }
}
