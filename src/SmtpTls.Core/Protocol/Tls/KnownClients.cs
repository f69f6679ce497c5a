namespace SmtpTls.Tls;

/// <summary>A sender that many have to do with, and what it offers by default.</summary>
/// <param name="Name">Product and version.</param>
/// <param name="Suites">Its suites in order of preference, each with the versions in which it offers it.</param>
/// <param name="Source">Where that is known from.</param>
internal sealed record KnownClient(string Name, IReadOnlyList<OfferedSuite> Suites, string Source);

/// <summary>Senders of KnownClients.tsv.</summary>
internal static class KnownClients
{
    private static readonly Lazy<KnownClient[]> Table = new(() => [.. FactTable.Read("Protocol.Tls.KnownClients.tsv").Select(Read)]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownClient> All => Table.Value;

    private static KnownClient Read(string[] columns)
    {
        SslProtocolVersion[] versions = [.. columns[1].Split(' ').Select(name =>
            ProtocolSpelling.Find(name) ?? throw new FormatException($"'{name}' in KnownClients.tsv is no version."))];
        IEnumerable<OfferedSuite> suites = columns[2].Split(':')
            .Select(name => OfferedSuite.Named(CipherSuites.Find(name) ?? throw new FormatException($"'{name}' in KnownClients.tsv is no suite.")))
            .Select(named => named with { Protocols = [.. named.Protocols.Intersect(versions)] })
            .Where(offer => offer.Protocols.Count > 0);
        return new KnownClient(columns[0], CipherSuiteSide.Merge(suites), columns[3]);
    }
}
