namespace SmtpTls.Dns.Validation;

/// <summary>A key of a zone (RFC 4034 section 2).</summary>
internal sealed record Dnskey(WireName Owner, int Flags, int Algorithm, byte[] PublicKey, byte[] Data)
{
    private const int ZoneKeyBit = 0x0100;
    private const int RevokedBit = 0x0080;
    private const int SecureEntryPointBit = 0x0001;
    private const int Protocol = 3;
    private const int RsaMd5 = 1;

    /// <summary>Whether the key is revoked (RFC 5011 section 2.1): it signs nothing any more.</summary>
    public bool IsRevoked => (Flags & RevokedBit) != 0;

    /// <summary>Whether the flags call it a key signing key.</summary>
    public bool IsEntryPoint => (Flags & SecureEntryPointBit) != 0;

    /// <summary>The tag (RFC 4034 appendix B).</summary>
    public int KeyTag { get; } = Tag(Algorithm, Data);

    /// <summary>Reads canonical RDATA; <see langword="null"/> where it is no key that may sign a zone.</summary>
    public static Dnskey? Read(WireName owner, byte[] data)
    {
        if (data.Length < 5 || data[2] != Protocol)
        {
            return null;
        }

        int flags = (data[0] << 8) | data[1];
        return (flags & ZoneKeyBit) == 0 ? null : new(owner, flags, data[3], [.. data.Skip(4)], data);
    }

    private static int Tag(int algorithm, byte[] data)
    {
        if (algorithm == RsaMd5)
        {
            return data.Length < 3 ? 0 : (data[data.Length - 3] << 8) | data[data.Length - 2];
        }

        uint sum = 0;
        for (int i = 0; i < data.Length; i++)
        {
            sum += (i & 1) == 0 ? (uint)data[i] << 8 : data[i];
        }

        return (int)((sum + (sum >> 16)) & 0xFFFF);
    }
}
