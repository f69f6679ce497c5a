namespace SmtpTls.Tls;

/// <summary>The cipher suites of the IANA registry, from CipherSuites.tsv; what a name says is read from it.</summary>
internal static class CipherSuites
{
    private const string With = "_WITH_";

    // RFC 8446, RFC 8447 and RFC 9847: what the registry marks as recommended.
    private static readonly HashSet<int> Recommended =
        [0x1301, 0x1302, 0x1303, 0x1304, 0xC02B, 0xC02C, 0xC02F, 0xC030, 0xCCA8, 0xCCA9];

    private static readonly Lazy<CipherSuite[]> Table = new(ReadTable);

    private static readonly Lazy<Dictionary<int, CipherSuite>> ByCode = new(() => Table.Value.ToDictionary(suite => suite.Code));

    private static readonly Lazy<Dictionary<string, CipherSuite>> ByName = new(() =>
    {
        Dictionary<string, CipherSuite> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (CipherSuite suite in Table.Value)
        {
            names[suite.Name] = suite;
            if (suite.OpenSslName is { } openSsl)
                names[openSsl] = suite;
        }
        return names;
    });

    /// <summary>All suites, by code.</summary>
    public static IReadOnlyList<CipherSuite> All => Table.Value;

    /// <summary>The suite of a code point; <see langword="null"/> where the registry has none.</summary>
    public static CipherSuite? Find(int code) => ByCode.Value.TryGetValue(code, out CipherSuite? suite) ? suite : null;

    /// <summary>The suite of an IANA or OpenSSL name, whose case does not matter; <see langword="null"/> where there is none.</summary>
    public static CipherSuite? Find(string name) => ByName.Value.TryGetValue(name, out CipherSuite? suite) ? suite : null;

    private static CipherSuite[] ReadTable()
    {
        using Stream stream = typeof(CipherSuites).Assembly.GetManifestResourceStream("SmtpTls.Tls.CipherSuites.tsv")!;
        using StreamReader reader = new(stream);
        List<CipherSuite> suites = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                suites.Add(Read(line.Split('\t')));
        }
        return [.. suites];
    }

    private static CipherSuite Read(string[] columns)
    {
        int code = Convert.ToInt32(columns[0], 16);
        string name = columns[1];
        int with = name.IndexOf(With, StringComparison.Ordinal);
        bool tls13 = with < 0;
        string keys = tls13 ? "any" : name.Substring("TLS_".Length, with - "TLS_".Length).Replace("_EXPORT", "");
        (string cipher, string hash) = SplitCipher(tls13 ? name.Substring("TLS_".Length) : name.Substring(with + With.Length));
        (string exchange, string authentication) = SplitKeys(keys);
        bool tls12 = cipher.EndsWith("GCM", StringComparison.Ordinal) || cipher.Contains("CCM") || cipher.Contains("POLY1305") || hash is "SHA256" or "SHA384";
        return new CipherSuite
        {
            Code = code,
            Name = name,
            OpenSslName = columns[2].Length == 0 ? null : columns[2],
            KeyExchange = exchange,
            Authentication = authentication,
            Encryption = cipher,
            Strength = Strength(cipher),
            Hash = hash,
            MinProtocol = tls13 && code >> 8 == 0x13 ? SslProtocolVersion.Tls13
                : tls12 ? SslProtocolVersion.Tls12
                : code >> 8 == 0 && code <= 0x1B ? SslProtocolVersion.Ssl3
                : SslProtocolVersion.Tls10,
            MaxProtocol = tls13 && code >> 8 == 0x13 ? SslProtocolVersion.Tls13 : SslProtocolVersion.Tls12,
            Recommended = Recommended.Contains(code) ? "Y" : "N",
        };
    }

    // ECDHE_RSA: exchange and authentication; RSA and PSK are both at once; the PSK and SRP families keep their name.
    private static (string Exchange, string Authentication) SplitKeys(string keys)
    {
        if (keys is "any" or "RSA" or "PSK" or "KRB5" or "ECCPWD")
            return (keys, keys);
        if (keys.EndsWith("_PSK", StringComparison.Ordinal) || keys == "PSK_DHE")
            return (keys == "PSK_DHE" ? "DHE_PSK" : keys, "PSK");
        if (keys.StartsWith("SRP_SHA", StringComparison.Ordinal))
            return ("SRP", keys == "SRP_SHA" ? "SRP" : keys.Substring("SRP_SHA_".Length));
        int split = keys.IndexOf('_');
        return (keys.Substring(0, split), keys.Substring(split + 1));
    }

    // AES_256_GCM_SHA384, but AES_128_CCM and AES_128_CCM_8, whose hash (RFC 6655) is not in the name.
    private static (string Cipher, string Hash) SplitCipher(string rest)
    {
        int last = rest.LastIndexOf('_');
        string tail = rest.Substring(last + 1);
        return tail is "8" or "CCM" ? (rest, "SHA256") : (rest.Substring(0, last), tail);
    }

    private static int Strength(string cipher) =>
        cipher.StartsWith("NULL", StringComparison.Ordinal) ? 0
        : cipher.Contains("40") ? 40
        : cipher.StartsWith("3DES", StringComparison.Ordinal) ? 112
        : cipher.StartsWith("DES", StringComparison.Ordinal) ? 56
        : cipher.Contains("256") || cipher.Contains("CHACHA20") ? 256
        : 128;
}
