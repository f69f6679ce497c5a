using System.Text;

namespace SmtpTls.Tls.Hello;

/// <summary>A ClientHello as it stands on the wire (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2): everything in the order sent, GREASE included.</summary>
internal sealed record ClientHello
{
    private const string Name = "The ClientHello";

    /// <summary>legacy_version: 0x0300 for SSL 3.0 to 0x0303 for TLS 1.2 and later.</summary>
    public required int Version { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Random { get; init; }

    /// <summary>At most 32 bytes.</summary>
    public byte[] SessionId { get; init; } = [];

    /// <summary>The suites' codes, signalling values included.</summary>
    public required int[] CipherSuites { get; init; }

    /// <summary>The compression methods; 0 is none.</summary>
    public byte[] CompressionMethods { get; init; } = [0];

    /// <summary>The extensions; <see langword="null"/> where the hello ends before them, as those of SSL 3.0 do.</summary>
    public HelloExtension[]? Extensions { get; init; }

    /// <summary>The name of server_name, in ASCII; <see langword="null"/> where none is sent.</summary>
    public string? ServerName => Read(HelloExtension.ServerName, bytes =>
    {
        WireReader reader = new(bytes, "server_name");
        WireReader list = new(reader.Vector16(), "server_name");
        while (list.Remaining > 0)
        {
            byte type = list.Byte();
            byte[] name = list.Vector16().ToArray();
            if (type == 0)
                return Encoding.ASCII.GetString(name);
        }
        return null;
    });

    /// <summary>The versions of supported_versions in their order; empty where it is not sent.</summary>
    public int[] SupportedVersions => Read(HelloExtension.SupportedVersions, bytes => WireReader.Numbers(new WireReader(bytes, "supported_versions").Vector8(), "supported_versions")) ?? [];

    /// <summary>The groups of supported_groups.</summary>
    public int[] Groups => Read(HelloExtension.SupportedGroups, bytes => new WireReader(bytes, "supported_groups").Numbers16()) ?? [];

    /// <summary>The schemes of signature_algorithms.</summary>
    public int[] SignatureSchemes => Read(HelloExtension.SignatureAlgorithms, bytes => new WireReader(bytes, "signature_algorithms").Numbers16()) ?? [];

    /// <summary>The formats of ec_point_formats.</summary>
    public byte[] PointFormats => Read(HelloExtension.PointFormats, bytes => new WireReader(bytes, "ec_point_formats").Vector8().ToArray()) ?? [];

    /// <summary>The groups for which key_share brings a key.</summary>
    public int[] KeyShareGroups => Read(HelloExtension.KeyShare, bytes =>
    {
        List<int> groups = [];
        WireReader list = new(new WireReader(bytes, "key_share").Vector16(), "key_share");
        while (list.Remaining > 0)
        {
            groups.Add(list.UInt16());
            list.Vector16();
        }
        return groups.ToArray();
    }) ?? [];

    /// <summary>The protocols of ALPN, as bytes in Latin-1.</summary>
    public string[] ApplicationProtocols => Read(HelloExtension.Alpn, bytes =>
    {
        List<string> names = [];
        WireReader list = new(new WireReader(bytes, "ALPN").Vector16(), "ALPN");
        while (list.Remaining > 0)
            names.Add(string.Concat(list.Vector8().ToArray().Select(one => (char)one)));
        return names.ToArray();
    }) ?? [];

    /// <summary>The newest version that is offered, without GREASE: by supported_versions, or else by legacy_version.</summary>
    public int NewestVersion => SupportedVersions.Where(version => !HelloExtension.IsGrease(version)).DefaultIfEmpty(Version).Max();

    /// <summary>Reads the body of the message, without its type and length.</summary>
    /// <exception cref="HelloFormatException">The bytes are no ClientHello.</exception>
    public static ClientHello Parse(ReadOnlySpan<byte> body)
    {
        WireReader reader = new(body, Name);
        ClientHello hello = new()
        {
            Version = reader.UInt16(),
            Random = reader.Take(32).ToArray(),
            SessionId = reader.Vector8().ToArray(),
            CipherSuites = reader.Numbers16(),
            CompressionMethods = reader.Vector8().ToArray(),
            Extensions = reader.Remaining == 0 ? null : HelloExtension.ReadAll(reader.Vector16(), Name),
        };
        reader.End();
        return hello;
    }

    /// <summary>The body of the message, without its type and length.</summary>
    public byte[] ToBytes()
    {
        WireWriter writer = new WireWriter().UInt16(Version).Bytes(Random).Vector8(SessionId).Numbers16(CipherSuites).Vector8(CompressionMethods);
        if (Extensions is not null)
            HelloExtension.WriteAll(writer, Extensions);
        return writer.ToArray();
    }

    // A list within an extension that is malformed is no list: the hello as such can still be shown.
    private T? Read<T>(int type, Func<byte[], T?> read)
    {
        if (Extensions?.Find(type) is not { } data)
            return default;
        try
        {
            return read(data);
        }
        catch (HelloFormatException)
        {
            return default;
        }
    }
}
