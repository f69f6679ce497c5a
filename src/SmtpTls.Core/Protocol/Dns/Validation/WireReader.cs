namespace SmtpTls.Dns.Validation;

/// <summary>Reads numbers, names and bytes from a DNS message. Throws <see cref="FormatException"/> at whatever does not fit.</summary>
internal sealed class WireReader(byte[] message, int position = 0)
{
    // Each pointer leads backwards, so this is more than any name of 127 labels can need.
    private const int MaxPointers = 128;

    /// <summary>Where the next byte is.</summary>
    public int Position { get; set; } = position;

    /// <summary>A 16-bit number.</summary>
    public int UInt16()
    {
        Need(2);
        int value = (message[Position] << 8) | message[Position + 1];
        Position += 2;
        return value;
    }

    /// <summary>A 32-bit number.</summary>
    public uint UInt32() => ((uint)UInt16() << 16) | (uint)UInt16();

    /// <summary>One byte.</summary>
    public byte Byte()
    {
        Need(1);
        return message[Position++];
    }

    /// <summary>Bytes.</summary>
    public byte[] Bytes(int count)
    {
        Need(count);
        byte[] bytes = new byte[count];
        Array.Copy(message, Position, bytes, 0, count);
        Position += count;
        return bytes;
    }

    /// <summary>A name, compression undone (RFC 1035 section 4.1.4).</summary>
    public WireName Name()
    {
        List<byte[]> labels = [];
        int at = Position, end = -1, pointers = 0;
        while (true)
        {
            if (at >= message.Length)
            {
                throw new FormatException("A name goes beyond the end of the message.");
            }

            int length = message[at++];
            if (length == 0)
            {
                break;
            }

            if (length >= 0xC0)
            {
                int target = at < message.Length ? ((length & 0x3F) << 8) | message[at] : int.MaxValue;
                if (target >= at - 1 || ++pointers > MaxPointers)
                {
                    throw new FormatException("A compressed name does not point backwards.");
                }

                end = end < 0 ? at + 1 : end;
                at = target;
                continue;
            }

            if (length > 63 || at + length > message.Length || labels.Count > 127)
            {
                throw new FormatException("A label goes beyond what a name can hold.");
            }

            byte[] label = new byte[length];
            Array.Copy(message, at, label, 0, length);
            labels.Add(label);
            at += length;
        }

        Position = end < 0 ? at : end;
        return WireName.Of(labels);
    }

    private void Need(int count)
    {
        if (count < 0 || Position + count > message.Length)
        {
            throw new FormatException("The message ends too early.");
        }
    }
}
