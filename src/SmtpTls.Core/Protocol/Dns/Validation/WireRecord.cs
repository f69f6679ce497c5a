namespace SmtpTls.Dns.Validation;

/// <summary>One record with its data in canonical form (RFC 4034 section 6.2).</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Type">The type's number.</param>
/// <param name="Ttl">Time to live, in seconds.</param>
/// <param name="Data">RDATA with names written out, and in lower case for the types that RFC 4034 section 6.2 lists.</param>
internal sealed record WireRecord(WireName Owner, int Type, uint Ttl, byte[] Data)
{
    /// <summary>
    /// How RDATA with names in it is built: numbers of bytes, N for a name in lower case, n for a name that keeps its case
    /// (NSEC: RFC 6840 section 5.1), * for the rest. Other types are taken as they are (RFC 3597 section 7).
    /// </summary>
    private static readonly Dictionary<int, string> Forms = new()
    {
        [2] = "N", [3] = "N", [4] = "N", [5] = "N", [7] = "N", [8] = "N", [9] = "N", [12] = "N", [39] = "N",
        [6] = "NN*",
        [14] = "NN",
        [15] = "2N",
        [17] = "NN",
        [18] = "2N",
        [21] = "2N",
        [24] = "18N*",
        [26] = "2NN",
        [30] = "N*",
        [33] = "6N",
        [36] = "2N",
        [46] = "18N*",
        [47] = "n*",
    };

    /// <summary>Reads RDATA of a message into canonical form.</summary>
    /// <exception cref="FormatException">It does not fit its length.</exception>
    public static byte[] ReadData(byte[] message, int type, int start, int length)
    {
        WireReader reader = new(message, start);
        int end = start + length;
        if (end > message.Length)
        {
            throw new FormatException("A record goes beyond the end of the message.");
        }

        if (!Forms.TryGetValue(type, out string? form))
        {
            return reader.Bytes(length);
        }

        List<byte> data = new(length + 16);
        for (int i = 0; i < form.Length; i++)
        {
            if (char.IsDigit(form[i]))
            {
                int count = form[i] - '0';
                while (i + 1 < form.Length && char.IsDigit(form[i + 1]))
                {
                    count = (count * 10) + (form[++i] - '0');
                }

                data.AddRange(reader.Bytes(count));
            }
            else if (form[i] == '*')
            {
                data.AddRange(reader.Bytes(end - reader.Position));
            }
            else
            {
                data.AddRange(reader.Name().ToWire(canonical: form[i] == 'N'));
            }
        }

        return reader.Position == end ? [.. data] : throw new FormatException($"A record of type {RecordType.Name(type)} does not fit its length.");
    }
}
