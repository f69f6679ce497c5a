using System.Net;
using System.Text;
using DnsClient;
using DnsClient.Protocol;

namespace SmtpTls.Dns.Validation;

/// <summary>Makes the records that the rest of the module reads from validated ones. Other types, and data that cannot be read, are left out.</summary>
internal static class ClientRecords
{
    private const int Ipv4Length = 4;
    private const int Ipv6Length = 16;

    /// <summary>The records in the order of the answer.</summary>
    public static IReadOnlyList<DnsResourceRecord> Of(IReadOnlyList<WireRecord> records) => [.. records.Select(Of).OfType<DnsResourceRecord>()];

    private static DnsResourceRecord? Of(WireRecord record)
    {
        ResourceRecordInfo info = new(
            Text(record.Owner), (ResourceRecordType)record.Type, QueryClass.IN, (int)Math.Min(record.Ttl, int.MaxValue), record.Data.Length);
        try
        {
            WireReader reader = new(record.Data);
            return record.Type switch
            {
                RecordType.A when record.Data.Length == Ipv4Length => new ARecord(info, new IPAddress(record.Data)),
                RecordType.Aaaa when record.Data.Length == Ipv6Length => new AaaaRecord(info, new IPAddress(record.Data)),
                RecordType.Mx => new MxRecord(info, (ushort)reader.UInt16(), Text(reader.Name())),
                RecordType.Cname => new CNameRecord(info, Text(reader.Name())),
                RecordType.Tlsa when record.Data.Length >= 3 => new DnsClient.Protocol.TlsaRecord(
                    info, record.Data[0], record.Data[1], record.Data[2], [.. record.Data.Skip(3)]),
                RecordType.Txt => Text(info, reader, record.Data.Length),
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static TxtRecord Text(ResourceRecordInfo info, WireReader reader, int length)
    {
        List<string> strings = [];
        while (reader.Position < length)
        {
            strings.Add(Encoding.UTF8.GetString(reader.Bytes(reader.Byte())));
        }

        return new TxtRecord(info, [.. strings], [.. strings]);
    }

    private static DnsString Text(WireName name) => DnsString.FromResponseQueryString(name.LabelCount == 0 ? "." : name + ".");
}
