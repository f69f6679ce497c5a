using System.Globalization;

namespace SmtpTls.Tls;

/// <summary>The cipher suites of the IANA registry and those before it, from CipherSuites.tsv.</summary>
internal static class CipherSuites
{
    private static readonly Lazy<CipherSuite[]> Table = new(() => [.. FactTable.Read("Protocol.Tls.CipherSuites.tsv").Select(Read)]);

    private static readonly Lazy<Dictionary<int, CipherSuite>> ByCode = new(() => Table.Value.ToDictionary(suite => suite.Code));

    // As the names are written, for the common case: one look-up, nothing allocated.
    private static readonly Lazy<Dictionary<string, CipherSuite>> ByName = new(() => IndexNames(name => name));

    private static readonly Lazy<Dictionary<string, CipherSuite>> ByPlainName = new(() => IndexNames(CipherSuiteSpelling.Plain));

    /// <summary>All suites, by code.</summary>
    public static IReadOnlyList<CipherSuite> All => Table.Value;

    /// <summary>The suite of a code point; <see langword="null"/> where the table has none.</summary>
    public static CipherSuite? Find(int code) => ByCode.Value.TryGetValue(code, out CipherSuite? suite) ? suite : null;

    /// <summary>
    /// The suite of an IANA, OpenSSL or GnuTLS name, also as Schannel (<c>_P256</c> behind it) or Java (<c>SSL_</c> before it) write it.
    /// Case does not matter, nor whether words are parted by <c>-</c> or <c>_</c>. <see langword="null"/> where there is none.
    /// </summary>
    /// <remarks>OpenSSL gave some suites of SSL 2.0 the names of later ones (RC4-MD5): such a name means the later one.</remarks>
    public static CipherSuite? Find(string name) =>
        ByName.Value.TryGetValue(name, out CipherSuite? suite) || ByPlainName.Value.TryGetValue(CipherSuiteSpelling.Plain(name), out suite) ? suite : null;

    private static Dictionary<string, CipherSuite> IndexNames(Func<string, string> spell)
    {
        Dictionary<string, CipherSuite> names = new(StringComparer.OrdinalIgnoreCase);
        // The registry's own names first: where two suites claim a name, its owner keeps it.
        foreach (CipherSuite suite in Table.Value)
            Add(suite.Name, suite);
        foreach (CipherSuite suite in Table.Value)
        {
            Add(suite.OpenSslName, suite);
            Add(suite.GnuTlsName, suite);
        }
        return names;

        void Add(string? name, CipherSuite suite)
        {
            if (name is not null && !names.ContainsKey(spell(name)))
                names.Add(spell(name), suite);
        }
    }

    private static CipherSuite Read(string[] columns) => new()
    {
        Code = Convert.ToInt32(columns[0], 16),
        Name = columns[1],
        OpenSslName = columns[2].Length == 0 ? null : columns[2],
        GnuTlsName = columns[3].Length == 0 ? null : columns[3],
        KeyExchange = columns[4],
        Authentication = columns[5],
        Encryption = columns[6],
        Strength = int.Parse(columns[7], CultureInfo.InvariantCulture),
        Hash = columns[8],
        MinProtocol = Version(columns[9]),
        MaxProtocol = Version(columns[10]),
        Recommended = columns[11],
    };

    private static SslProtocolVersion Version(string name) =>
        Enum.TryParse(name, out SslProtocolVersion version) ? version : throw new FormatException($"'{name}' in CipherSuites.tsv is no version.");
}
