namespace SmtpTls.Tls.Hello;

/// <summary>A ServerKeyExchange (RFC 5246 section 7.4.3, RFC 8422 section 5.4), by the suite it belongs to.</summary>
internal sealed record ServerKeyExchange
{
    private const string Name = "The ServerKeyExchange";
    private const int NamedCurve = 3;

    /// <summary>The named curve; <see langword="null"/> for another exchange, or an explicit curve.</summary>
    public int? Group { get; init; }

    /// <summary>The prime of a finite-field exchange, or the modulus of a temporary RSA key (EXPORT), without leading zeros.</summary>
    public byte[]? Prime { get; init; }

    /// <summary>The server's public key of the exchange.</summary>
    public byte[] PublicKey { get; init; } = [];

    /// <summary>The scheme of the signature (IANA "TLS SignatureScheme"); <see langword="null"/> before TLS 1.2, and where nothing is signed.</summary>
    public int? SignatureScheme { get; init; }

    /// <summary>Reads the body of the message.</summary>
    /// <param name="body">Without type and length.</param>
    /// <param name="suite">The suite that the server chose.</param>
    /// <param name="version">The version on the wire, such as 0x0303.</param>
    /// <exception cref="HelloFormatException">The bytes are no such message.</exception>
    public static ServerKeyExchange? Parse(ReadOnlySpan<byte> body, CipherSuite suite, int version)
    {
        WireReader reader = new(body, Name);
        string exchange = suite.KeyExchange;
        if (exchange.EndsWith("_PSK", StringComparison.Ordinal) || exchange == "PSK")
            reader.Vector16();
        ServerKeyExchange? read = exchange switch
        {
            // Of the static exchanges only the anonymous ones have this message.
            _ when exchange.StartsWith("ECDH", StringComparison.Ordinal) => Elliptic(ref reader),
            _ when exchange.StartsWith("DHE", StringComparison.Ordinal) || exchange == "DH" => FiniteField(ref reader),
            _ when exchange.StartsWith("RSA", StringComparison.Ordinal) => new ServerKeyExchange { Prime = Trim(reader.Vector16()), PublicKey = reader.Vector16().ToArray() },
            _ => null,
        };
        return read is not null && version >= 0x0303 && suite.Authentication is not ("anon" or "PSK") && reader.Remaining >= 2
            ? read with { SignatureScheme = reader.UInt16() }
            : read;
    }

    private static ServerKeyExchange Elliptic(ref WireReader reader)
    {
        if (reader.Byte() != NamedCurve)
            return new ServerKeyExchange();
        return new ServerKeyExchange { Group = reader.UInt16(), PublicKey = reader.Vector8().ToArray() };
    }

    private static ServerKeyExchange FiniteField(ref WireReader reader)
    {
        byte[] prime = Trim(reader.Vector16());
        reader.Vector16();
        return new ServerKeyExchange { Prime = prime, PublicKey = reader.Vector16().ToArray() };
    }

    private static byte[] Trim(ReadOnlySpan<byte> number)
    {
        while (number.Length > 0 && number[0] == 0)
            number = number.Slice(1);
        return number.ToArray();
    }
}
