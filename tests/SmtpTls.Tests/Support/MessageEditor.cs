using SmtpTls.Dns.Validation;

namespace SmtpTls.Tests.Support;

/// <summary>Changes DNS messages as they stand on the wire.</summary>
internal static class MessageEditor
{
    private const int HeaderLength = 12;

    /// <summary>The message without its records of a type.</summary>
    public static byte[] Without(byte[] message, int type)
    {
        WireReader reader = new(message) { Position = HeaderLength };
        _ = reader.Name();
        reader.Position += 4;
        List<byte> edited = [.. message.Take(reader.Position)];
        // Names stay as they are: a pointer leads backwards, into what was kept or into the question; others are written out.
        for (int section = 0; section < 3; section++)
        {
            int at = 6 + (section * 2), count = (message[at] << 8) | message[at + 1], kept = 0;
            for (int i = 0; i < count; i++)
            {
                WireName owner = reader.Name();
                int start = reader.Position, found = reader.UInt16();
                reader.Position += 6;
                int length = reader.UInt16(), data = reader.Position;
                reader.Position += length;
                if (found == type) continue;
                kept++;
                byte[] written = WireRecord.ReadData(message, found, data, length);
                edited.AddRange(owner.ToWire(canonical: false));
                edited.AddRange(message.Skip(start).Take(8));
                edited.AddRange([(byte)(written.Length >> 8), (byte)written.Length, .. written]);
            }

            (edited[at], edited[at + 1]) = ((byte)(kept >> 8), (byte)kept);
        }

        return [.. edited];
    }

    /// <summary>One to four bytes changed, cut out, doubled or put in, behind the identifier.</summary>
    public static byte[] Mutate(byte[] message, int seed)
    {
        Random random = new(seed);
        List<byte> bytes = [.. message];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            int at = random.Next(2, bytes.Count);
            switch (random.Next(6))
            {
                case 0:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
                case 2:
                    bytes[at] = (byte)random.Next(256);
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }
}
