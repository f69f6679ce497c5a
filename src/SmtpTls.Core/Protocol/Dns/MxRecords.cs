using DnsClient.Protocol;

namespace SmtpTls.Dns;

/// <summary>The MX records of a domain put in order, and what is wrong with them.</summary>
internal sealed record MxRecords
{
    /// <summary>How many hosts of one domain are taken: several times what large providers have.</summary>
    public const int MaxHosts = 32;

    /// <summary>Hosts and preferences by preference, in the order of the answer where that is equal; each host once.</summary>
    public IReadOnlyList<(string Host, int Preference)> Hosts { get; init; } = [];

    /// <summary>Whether the domain takes no mail (RFC 7505).</summary>
    public bool IsNull { get; init; }

    /// <summary>In sentences, what is wrong although mail goes on.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public static MxRecords Read(string domain, IReadOnlyList<DnsResourceRecord> records)
    {
        List<string> notes = [];
        (string Host, int Preference)[] all = [.. records.OfType<MxRecord>()
            .Select(r => (Host: DomainName.WithoutFinalDot(r.Exchange.Value).ToLowerInvariant(), Preference: (int)r.Preference))
            .OrderBy(r => r.Preference)];
        (string Host, int Preference)[] named = [.. all.Where(r => r.Host != ".")];

        // RFC 7505 section 3: a null MX is the only MX record of its domain.
        if (named.Length == 0)
        {
            return new MxRecords { IsNull = true };
        }

        if (named.Length < all.Length)
        {
            notes.Add($"{domain} has a null MX beside other MX records, which RFC 7505 section 3 forbids; the null MX is ignored.");
        }

        (string Host, int Preference)[] hosts = [.. named.GroupBy(r => r.Host).Select(g => g.First())];
        if (hosts.Length > MaxHosts)
        {
            notes.Add($"{domain} has {hosts.Length} MX hosts; the first {MaxHosts} are used.");
        }

        return new MxRecords { Hosts = [.. hosts.Take(MaxHosts)], Notes = notes };
    }
}
