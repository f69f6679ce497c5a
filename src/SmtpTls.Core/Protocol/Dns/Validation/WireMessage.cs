namespace SmtpTls.Dns.Validation;

/// <summary>A DNS response, read whole (RFC 1035 section 4.1, RFC 6891).</summary>
internal sealed record WireMessage
{
    private const int MaxRecords = 1024;
    private const int HeaderLength = 12;
    private const int ClassIn = 1;

    /// <summary>The identifier.</summary>
    public required int Id { get; init; }

    /// <summary>The response code, extended by EDNS.</summary>
    public required int ResponseCode { get; init; }

    /// <summary>Whether the answer was cut (TC).</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>Whether the resolver says that it validated the answer (AD).</summary>
    public required bool IsAuthenticData { get; init; }

    /// <summary>Whether the response has an OPT record (RFC 6891).</summary>
    public required bool HasEdns { get; init; }

    /// <summary>The options of the OPT record.</summary>
    public required byte[] EdnsOptions { get; init; }

    /// <summary>The question.</summary>
    public required (WireName Name, int Type) Question { get; init; }

    /// <summary>The records of class IN in the answer section.</summary>
    public required IReadOnlyList<WireRecord> Answers { get; init; }

    /// <summary>The records of class IN in the authority section.</summary>
    public required IReadOnlyList<WireRecord> Authority { get; init; }

    /// <summary>Reads a response.</summary>
    /// <exception cref="FormatException">It is none, or holds more than a response can.</exception>
    public static WireMessage Read(byte[] message)
    {
        if (message.Length < HeaderLength)
        {
            throw new FormatException("A DNS message has at least 12 bytes.");
        }

        WireReader reader = new(message);
        int id = reader.UInt16(), flags = reader.UInt16();
        int questions = reader.UInt16(), answers = reader.UInt16(), authorities = reader.UInt16(), additionals = reader.UInt16();
        if ((flags & 0x8000) == 0 || questions != 1 || answers + authorities + additionals > MaxRecords)
        {
            throw new FormatException("This is no response to one question, or it has too many records.");
        }

        (WireName, int) question = (reader.Name(), reader.UInt16());
        _ = reader.UInt16();
        List<WireRecord> answer = ReadSection(message, reader, answers, out _, out _);
        List<WireRecord> authority = ReadSection(message, reader, authorities, out _, out _);
        _ = ReadSection(message, reader, additionals, out byte[]? options, out int extended);
        return new()
        {
            Id = id,
            ResponseCode = (flags & 0xF) | (extended << 4),
            IsTruncated = (flags & 0x0200) != 0,
            IsAuthenticData = (flags & 0x0020) != 0,
            HasEdns = options is not null,
            EdnsOptions = options ?? [],
            Question = question,
            Answers = answer,
            Authority = authority,
        };
    }

    private static List<WireRecord> ReadSection(byte[] message, WireReader reader, int count, out byte[]? options, out int extendedCode)
    {
        List<WireRecord> records = [];
        options = null;
        extendedCode = 0;
        for (int i = 0; i < count; i++)
        {
            WireName owner = reader.Name();
            int type = reader.UInt16(), @class = reader.UInt16();
            uint ttl = reader.UInt32();
            int length = reader.UInt16(), start = reader.Position;
            byte[] data = WireRecord.ReadData(message, type, start, length);
            reader.Position = start + length;
            if (type == RecordType.Opt)
            {
                options = data;
                extendedCode = (int)(ttl >> 24);
            }
            else if (@class == ClassIn)
            {
                // RFC 2181 section 8: a TTL with the top bit set is 0.
                records.Add(new(owner, type, ttl > int.MaxValue ? 0 : ttl, data));
            }
        }

        return records;
    }
}
