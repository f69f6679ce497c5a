namespace SmtpTls.Tls.Hello;

/// <summary>An extension of a hello, certificate or ticket: its type (IANA "TLS ExtensionType Values") and its data as they stand.</summary>
/// <param name="Type">0 to 65535.</param>
/// <param name="Data">Without type and length.</param>
internal sealed record HelloExtension(int Type, byte[] Data)
{
    /// <summary>server_name (RFC 6066 section 3).</summary>
    public const int ServerName = 0;

    /// <summary>max_fragment_length (RFC 6066 section 4).</summary>
    public const int MaxFragmentLength = 1;

    /// <summary>status_request: a stapled OCSP response (RFC 6066 section 8).</summary>
    public const int StatusRequest = 5;

    /// <summary>supported_groups (RFC 8422 section 5.1.1, RFC 7919, RFC 8446 section 4.2.7).</summary>
    public const int SupportedGroups = 10;

    /// <summary>ec_point_formats (RFC 8422 section 5.1.2).</summary>
    public const int PointFormats = 11;

    /// <summary>signature_algorithms (RFC 8446 section 4.2.3).</summary>
    public const int SignatureAlgorithms = 13;

    /// <summary>heartbeat (RFC 6520).</summary>
    public const int Heartbeat = 15;

    /// <summary>application_layer_protocol_negotiation (RFC 7301).</summary>
    public const int Alpn = 16;

    /// <summary>padding (RFC 7685).</summary>
    public const int Padding = 21;

    /// <summary>encrypt_then_mac (RFC 7366).</summary>
    public const int EncryptThenMac = 22;

    /// <summary>extended_master_secret (RFC 7627).</summary>
    public const int ExtendedMasterSecret = 23;

    /// <summary>compress_certificate (RFC 8879).</summary>
    public const int CompressCertificate = 27;

    /// <summary>record_size_limit (RFC 8449).</summary>
    public const int RecordSizeLimit = 28;

    /// <summary>session_ticket (RFC 5077).</summary>
    public const int SessionTicket = 35;

    /// <summary>pre_shared_key (RFC 8446 section 4.2.11).</summary>
    public const int PreSharedKey = 41;

    /// <summary>early_data (RFC 8446 section 4.2.10).</summary>
    public const int EarlyData = 42;

    /// <summary>supported_versions (RFC 8446 section 4.2.1).</summary>
    public const int SupportedVersions = 43;

    /// <summary>cookie (RFC 8446 section 4.2.2).</summary>
    public const int Cookie = 44;

    /// <summary>psk_key_exchange_modes (RFC 8446 section 4.2.9).</summary>
    public const int PskModes = 45;

    /// <summary>key_share (RFC 8446 section 4.2.8).</summary>
    public const int KeyShare = 51;

    /// <summary>renegotiation_info (RFC 5746).</summary>
    public const int RenegotiationInfo = 0xFF01;

    /// <summary>Whether a type, suite, group, scheme or version is one of those that clients send to keep servers tolerant (RFC 8701).</summary>
    public static bool IsGrease(int value) => (value & 0x0F0F) == 0x0A0A && value >> 8 == (value & 0xFF);

    /// <summary>Reads a list of extensions, in their order.</summary>
    /// <exception cref="HelloFormatException">The bytes are no such list.</exception>
    public static HelloExtension[] ReadAll(ReadOnlySpan<byte> bytes, string what)
    {
        WireReader reader = new(bytes, what);
        List<HelloExtension> extensions = [];
        while (reader.Remaining > 0)
            extensions.Add(new HelloExtension(reader.UInt16(), reader.Vector16().ToArray()));
        return [.. extensions];
    }

    /// <summary>Writes a list of extensions with its length before it.</summary>
    public static void WriteAll(WireWriter writer, IEnumerable<HelloExtension> extensions)
    {
        WireWriter list = new();
        foreach (HelloExtension extension in extensions)
            list.UInt16(extension.Type).Vector16(extension.Data);
        writer.Vector16(list.ToArray());
    }
}

/// <summary>Looks for extensions in a list of them.</summary>
internal static class HelloExtensionList
{
    /// <summary>The data of the first extension of a type; <see langword="null"/> where there is none.</summary>
    public static byte[]? Find(this IEnumerable<HelloExtension> extensions, int type) =>
        extensions.FirstOrDefault(extension => extension.Type == type)?.Data;
}
