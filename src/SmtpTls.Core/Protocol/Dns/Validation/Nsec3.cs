namespace SmtpTls.Dns.Validation;

/// <summary>A hashed name, the types that it has, and the next hash of the zone (RFC 5155 section 3).</summary>
internal sealed record Nsec3(byte[] OwnerHash, WireName Zone, bool IsOptOut, int Iterations, byte[] Salt, byte[] NextHash, TypeBitmap Types)
{
    private const int Sha1 = 1;
    private const int HashLength = 20;

    /// <summary>Reads canonical RDATA; <see langword="null"/> where it is none, or one whose hash algorithm or flags are unknown (RFC 5155 section 8.1, 8.2).</summary>
    public static Nsec3? Read(WireName owner, byte[] data)
    {
        try
        {
            WireReader reader = new(data);
            int algorithm = reader.Byte(), flags = reader.Byte(), iterations = reader.UInt16();
            byte[] salt = reader.Bytes(reader.Byte());
            byte[] next = reader.Bytes(reader.Byte());
            byte[]? hash = owner.LabelCount == 0 ? null : Base32Hex(owner);
            return algorithm != Sha1 || (flags & ~1) != 0 || hash is not { Length: HashLength } || next.Length != HashLength
                ? null
                : new(hash, owner.Parent, (flags & 1) != 0, iterations, salt, next, new(data, reader.Position));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether a hash lies between this one and the next, round the end of the zone.</summary>
    public bool Covers(byte[] hash)
    {
        int toOwner = Compare(OwnerHash, hash), toNext = Compare(hash, NextHash), order = Compare(OwnerHash, NextHash);
        return order < 0 ? toOwner < 0 && toNext < 0 : toOwner != 0 && toNext != 0 && (toOwner < 0 || toNext < 0);
    }

    private static int Compare(byte[] one, byte[] other) => one.AsSpan().SequenceCompareTo(other);

    // RFC 4648 section 7, without padding.
    private static byte[]? Base32Hex(WireName owner)
    {
        byte[] wire = owner.ToWire();
        int length = wire[0];
        List<byte> bytes = [];
        int buffer = 0, bits = 0;
        for (int i = 1; i <= length; i++)
        {
            int digit = wire[i] switch { >= (byte)'0' and <= (byte)'9' => wire[i] - '0', >= (byte)'a' and <= (byte)'v' => wire[i] - 'a' + 10, _ => -1 };
            if (digit < 0)
            {
                return null;
            }

            buffer = ((buffer << 5) | digit) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
