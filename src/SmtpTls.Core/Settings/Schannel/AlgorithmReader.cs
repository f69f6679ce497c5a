namespace SmtpTls.Schannel;

/// <summary>Reads which ciphers, hashes and key exchanges the registry switches off.</summary>
internal static class AlgorithmReader
{
    public const string Cipher = "Cipher";
    public const string Hash = "Hash";
    public const string KeyExchange = "KeyExchange";

    private static readonly Lazy<(string Kind, string Name, string[] Words)[]> Table =
        new(() => [.. FactTable.Read("Settings.Schannel.Algorithms.tsv").Select(columns => (columns[0], columns[1], columns[2].Split(' ')))]);

    /// <summary>All that can be switched off.</summary>
    public static IReadOnlyList<SchannelAlgorithm> Read(IRegistry registry) => [.. Table.Value.Select(row => Read(registry, row.Kind, row.Name))];

    /// <summary>The names of the keys of a kind.</summary>
    public static IEnumerable<string> Names(string kind) => Table.Value.Where(row => row.Kind == kind).Select(row => row.Name);

    /// <summary>Whether a suite needs the algorithm.</summary>
    public static bool IsNeeded(SchannelAlgorithm algorithm, CipherSuite suite)
    {
        string[] words = Table.Value.First(row => row.Kind == algorithm.Kind && row.Name == algorithm.Name).Words;
        return algorithm.Kind switch
        {
            Cipher => words.Contains(suite.Encryption),
            Hash => words.Contains(suite.Hash),
            _ => words.Contains(suite.KeyExchange) || words.Contains(suite.Authentication),
        };
    }

    private static SchannelAlgorithm Read(IRegistry registry, string kind, string name)
    {
        string folder = kind switch
        {
            Cipher => "Ciphers",
            Hash => "Hashes",
            _ => "KeyExchangeAlgorithms",
        };
        string key = $@"{RegistryKeys.Schannel}\{folder}\{name}";
        long? enabled = registry.Number(key, "Enabled");
        bool known = enabled is not null || registry.Covers(key);
        return new SchannelAlgorithm
        {
            Kind = kind,
            Name = name,
            Enabled = enabled,
            State = !known ? SchannelState.Unknown : enabled == 0 ? SchannelState.Disabled : SchannelState.Enabled,
            Source = enabled is not null ? $@"HKLM\{key}" : known ? "not set" : $"not in {registry.Name}",
        };
    }
}
