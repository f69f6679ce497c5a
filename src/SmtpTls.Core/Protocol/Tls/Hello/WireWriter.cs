namespace SmtpTls.Tls.Hello;

/// <summary>Writes the presentation language of TLS (RFC 8446 section 3).</summary>
internal sealed class WireWriter
{
    private readonly List<byte> _bytes = [];

    /// <summary>One byte.</summary>
    public WireWriter Byte(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    /// <summary>A number of two bytes.</summary>
    public WireWriter UInt16(int value) => Byte(value >> 8).Byte(value);

    /// <summary>A number of three bytes.</summary>
    public WireWriter UInt24(int value) => Byte(value >> 16).UInt16(value);

    /// <summary>A number of four bytes.</summary>
    public WireWriter UInt32(uint value) => UInt16((int)(value >> 16)).UInt16((int)value);

    /// <summary>Bytes as they stand.</summary>
    public WireWriter Bytes(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>A vector of at most 255 bytes.</summary>
    public WireWriter Vector8(byte[] bytes) => Byte(Length(bytes.Length, 0xFF)).Bytes(bytes);

    /// <summary>A vector of at most 65,535 bytes.</summary>
    public WireWriter Vector16(byte[] bytes) => UInt16(Length(bytes.Length, 0xFFFF)).Bytes(bytes);

    /// <summary>A vector of at most 16,777,215 bytes.</summary>
    public WireWriter Vector24(byte[] bytes) => UInt24(Length(bytes.Length, 0xFFFFFF)).Bytes(bytes);

    /// <summary>A vector of numbers of two bytes.</summary>
    public WireWriter Numbers16(IReadOnlyCollection<int> numbers) => UInt16(Length(2 * numbers.Count, 0xFFFF)).Numbers(numbers);

    /// <summary>Numbers of two bytes, one behind the other.</summary>
    public WireWriter Numbers(IEnumerable<int> numbers)
    {
        foreach (int number in numbers)
            UInt16(number);
        return this;
    }

    /// <summary>What was written.</summary>
    public byte[] ToArray() => [.. _bytes];

    private static int Length(int length, int most) =>
        length <= most ? length : throw new ArgumentException($"A vector of {length} bytes does not fit its length field.");
}
