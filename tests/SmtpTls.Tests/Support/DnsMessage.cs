using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace SmtpTls.Tests.Support;

/// <summary>DNS messages byte by byte (RFC 1035 section 4), independent of the library under test.</summary>
internal static class DnsMessage
{
    public const ushort A = 1, Cname = 5, Soa = 6, Mx = 15, Txt = 16, Aaaa = 28, Tlsa = 52;

    /// <summary>The name and type of the question, as it stands after the 12 octets of the header.</summary>
    public static (string Name, ushort Type, int End) ReadQuestion(ReadOnlySpan<byte> query)
    {
        List<string> labels = [];
        int at = 12;
        while (query[at] != 0)
        {
            labels.Add(Encoding.ASCII.GetString(query.Slice(at + 1, query[at])));
            at += query[at] + 1;
        }

        return (string.Join('.', labels), BinaryPrimitives.ReadUInt16BigEndian(query[(at + 1)..]), at + 5);
    }

    public static byte[] Answer(
        ReadOnlySpan<byte> query, int questionEnd, int responseCode, bool truncated, IReadOnlyCollection<byte[]> records, bool authentic = false, int? extendedError = null)
    {
        List<byte> message = [.. query[..questionEnd]];
        message[2] = (byte)(0x81 | (truncated ? 2 : 0));
        message[3] = (byte)(0x80 | (authentic ? 0x20 : 0) | responseCode);
        (message[6], message[7]) = ((byte)(records.Count >> 8), (byte)records.Count);
        (message[8], message[9], message[10], message[11]) = (0, 0, 0, (byte)(extendedError is null ? 0 : 1));
        foreach (byte[] record in records)
        {
            message.AddRange(record);
        }

        if (extendedError is { } code)
        {
            // OPT (RFC 6891 section 6.1.2) with one option: Extended DNS Error (RFC 8914 section 2).
            message.AddRange([0, 0, 41, 0x04, 0xd0, 0, 0, 0, 0, 0, 6, 0, 15, 0, 2, 0, (byte)code]);
        }

        return [.. message];
    }

    /// <summary>Character strings of up to 255 octets each (RFC 1035 section 3.3.14).</summary>
    public static byte[] Text(string owner, string text) =>
        Record(owner, Txt, [.. Encoding.Latin1.GetBytes(text).Chunk(255).SelectMany(part => (byte[])[(byte)part.Length, .. part])]);

    public static byte[] Record(string owner, ushort type, byte[] data) =>
        [.. Name(owner), (byte)(type >> 8), (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data];

    public static byte[] Address(string owner, string address)
    {
        IPAddress ip = IPAddress.Parse(address);
        return Record(owner, ip.GetAddressBytes().Length == 4 ? A : Aaaa, ip.GetAddressBytes());
    }

    public static byte[] MailExchange(string owner, ushort preference, string host) =>
        Record(owner, Mx, [(byte)(preference >> 8), (byte)preference, .. Name(host)]);

    public static byte[] Alias(string owner, string target) => Record(owner, Cname, Name(target));

    private static byte[] Name(string name) => name == "."
        ? [0]
        : [.. name.TrimEnd('.').Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
}
