namespace SmtpTls.Tls.Hello;

/// <summary>A ServerHello or HelloRetryRequest (RFC 8446 sections 4.1.3 and 4.1.4, RFC 5246 section 7.4.1.3).</summary>
internal sealed record ServerHello
{
    private const string Name = "The ServerHello";

    // SHA-256 of "HelloRetryRequest" (RFC 8446 section 4.1.3).
    private static readonly byte[] RetryRandom =
    [
        0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
        0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C,
    ];

    /// <summary>legacy_version, which is the version itself up to TLS 1.2.</summary>
    public required int Version { get; init; }

    /// <summary>32 bytes.</summary>
    public required byte[] Random { get; init; }

    /// <summary>At most 32 bytes; what the client sent, in TLS 1.3 and where a session is resumed.</summary>
    public byte[] SessionId { get; init; } = [];

    /// <summary>The suite that the server chose.</summary>
    public required int CipherSuite { get; init; }

    /// <summary>The compression method that it chose; 0 is none.</summary>
    public int CompressionMethod { get; init; }

    /// <summary>The extensions in their order; <see langword="null"/> where the hello ends before them.</summary>
    public HelloExtension[]? Extensions { get; init; }

    /// <summary>Whether it is a HelloRetryRequest.</summary>
    public bool IsRetryRequest => Random.AsSpan().SequenceEqual(RetryRandom);

    /// <summary>The version that the server chose: by supported_versions, or else by legacy_version.</summary>
    public int SelectedVersion => Find(HelloExtension.SupportedVersions) is { Length: 2 } data ? (data[0] << 8) | data[1] : Version;

    /// <summary>The group of key_share, chosen (ServerHello) or asked for (HelloRetryRequest); <see langword="null"/> where there is none.</summary>
    public int? Group => Find(HelloExtension.KeyShare) is { Length: >= 2 } data ? (data[0] << 8) | data[1] : null;

    /// <summary>The server's key of key_share; <see langword="null"/> where there is none.</summary>
    public byte[]? KeyShare => !IsRetryRequest && Find(HelloExtension.KeyShare) is { Length: > 4 } data ? data.AsSpan(4).ToArray() : null;

    /// <summary>
    /// Whether the random ends in the mark of a server that could do better than the version it chose (RFC 8446 section 4.1.3):
    /// Tls12 for one that could TLS 1.2 and chose less, Tls13 for one that could TLS 1.3; <see langword="null"/> without mark.
    /// </summary>
    public SslProtocolVersion? DowngradeMark
    {
        get
        {
            ReadOnlySpan<byte> end = Random.AsSpan(24);
            return !end.Slice(0, 7).SequenceEqual("DOWNGRD"u8) ? null
                : end[7] switch { 1 => SslProtocolVersion.Tls13, 0 => SslProtocolVersion.Tls12, _ => null };
        }
    }

    /// <summary>The data of an extension; <see langword="null"/> where the server did not send it.</summary>
    public byte[]? Find(int type) => Extensions?.Find(type);

    /// <summary>Reads the body of the message, without its type and length.</summary>
    /// <exception cref="HelloFormatException">The bytes are no ServerHello.</exception>
    public static ServerHello Parse(ReadOnlySpan<byte> body)
    {
        WireReader reader = new(body, Name);
        ServerHello hello = new()
        {
            Version = reader.UInt16(),
            Random = reader.Take(32).ToArray(),
            SessionId = reader.Vector8().ToArray(),
            CipherSuite = reader.UInt16(),
            CompressionMethod = reader.Byte(),
            Extensions = reader.Remaining == 0 ? null : HelloExtension.ReadAll(reader.Vector16(), Name),
        };
        reader.End();
        return hello;
    }

    /// <summary>The body of the message, without its type and length.</summary>
    public byte[] ToBytes()
    {
        WireWriter writer = new WireWriter().UInt16(Version).Bytes(Random).Vector8(SessionId).UInt16(CipherSuite).Byte(CompressionMethod);
        if (Extensions is not null)
            HelloExtension.WriteAll(writer, Extensions);
        return writer.ToArray();
    }
}
