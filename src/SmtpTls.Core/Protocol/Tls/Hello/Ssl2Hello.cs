using System.Buffers.Binary;

namespace SmtpTls.Tls.Hello;

/// <summary>The hellos of SSL 2.0 (Hickman, "The SSL Protocol", 1995; RFC 6101 appendix E), which have a record layer of their own.</summary>
internal static class Ssl2Hello
{
    private const int ClientHelloType = 1;
    private const int ServerHelloType = 4;

    /// <summary>A CLIENT-HELLO of SSL 2.0 with its two-byte record header.</summary>
    /// <param name="suites">Codes of three bytes.</param>
    /// <param name="challenge">16 to 32 bytes.</param>
    /// <param name="version">0x0002; a newer one asks a server for that by the old form of the hello.</param>
    public static byte[] WriteClientHello(IReadOnlyList<int> suites, byte[] challenge, int version = 0x0002)
    {
        WireWriter body = new WireWriter().Byte(ClientHelloType).UInt16(version).UInt16(3 * suites.Count).UInt16(0).UInt16(challenge.Length);
        foreach (int suite in suites)
            body.UInt24(suite);
        byte[] message = body.Bytes(challenge).ToArray();
        return new WireWriter().UInt16(0x8000 | message.Length).Bytes(message).ToArray();
    }

    /// <summary>Whether bytes begin a CLIENT-HELLO of SSL 2.0 form, as old clients also send it for SSL 3.0 and TLS.</summary>
    public static bool IsClientHello(ReadOnlySpan<byte> bytes) => bytes.Length >= 5 && (bytes[0] & 0x80) != 0 && bytes[2] == ClientHelloType && bytes[3] is 0 or 3;

    /// <summary>Reads a CLIENT-HELLO with its header; its suites may be codes of two bytes with a zero before them.</summary>
    /// <exception cref="HelloFormatException">The bytes are none.</exception>
    public static (int Version, int[] Suites, byte[] Challenge) ReadClientHello(ReadOnlySpan<byte> bytes)
    {
        const string Name = "The CLIENT-HELLO of SSL 2.0";
        WireReader record = new(bytes, Name);
        WireReader reader = new(record.Take(record.UInt16() & 0x7FFF), Name);
        if (reader.Byte() != ClientHelloType)
            throw new HelloFormatException($"{Name} has another type.");
        int version = reader.UInt16();
        int suiteBytes = reader.UInt16();
        int sessionBytes = reader.UInt16();
        int challengeBytes = reader.UInt16();
        WireReader list = new(reader.Take(suiteBytes), Name);
        List<int> suites = [];
        while (list.Remaining > 0)
            suites.Add(list.UInt24());
        reader.Take(sessionBytes);
        return (version, [.. suites], reader.Take(challengeBytes).ToArray());
    }

    /// <summary>The length of the record that begins the answer, with its header; <see langword="null"/> where the header is not whole.</summary>
    /// <exception cref="HelloFormatException">The bytes begin no record of SSL 2.0.</exception>
    public static int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2)
            return null;
        // Two bytes with the top bit, or three with padding, which no server hello has.
        if ((bytes[0] & 0x80) == 0)
            throw new HelloFormatException("The answer is no record of SSL 2.0.");
        return 2 + (BinaryPrimitives.ReadUInt16BigEndian(bytes) & 0x7FFF);
    }

    /// <summary>Reads a SERVER-HELLO with its header.</summary>
    /// <returns>The suites that the server takes (codes of three bytes) and its certificate (DER; empty where there is none).</returns>
    /// <exception cref="HelloFormatException">The bytes are none; an ERROR message is none, either.</exception>
    public static (int[] Suites, byte[] Certificate) ReadServerHello(ReadOnlySpan<byte> bytes)
    {
        const string Name = "The SERVER-HELLO of SSL 2.0";
        WireReader record = new(bytes, Name);
        WireReader reader = new(record.Take(record.UInt16() & 0x7FFF), Name);
        if (reader.Byte() != ServerHelloType)
            throw new HelloFormatException("The answer is no SERVER-HELLO of SSL 2.0.");
        reader.Take(2);
        if (reader.UInt16() != 0x0002)
            throw new HelloFormatException($"{Name} has another version.");
        int certificateBytes = reader.UInt16();
        int suiteBytes = reader.UInt16();
        reader.UInt16();
        byte[] certificate = reader.Take(certificateBytes).ToArray();
        WireReader list = new(reader.Take(suiteBytes), Name);
        List<int> suites = [];
        while (list.Remaining > 0)
            suites.Add(list.UInt24());
        return ([.. suites], certificate);
    }
}
