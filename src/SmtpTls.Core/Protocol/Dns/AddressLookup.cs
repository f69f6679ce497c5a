using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace SmtpTls.Dns;

/// <summary>Finds a host's addresses in the DNS: A and AAAA at once, each failing for itself.</summary>
internal sealed class AddressLookup(Func<string, QueryType, CancellationToken, Task<DnsAnswer>> ask)
{
    /// <summary>How many addresses of one host are taken.</summary>
    public const int MaxAddresses = 16;

    public async Task<HostAddresses> FindAsync(string host, AddressFamily family, CancellationToken cancellationToken)
    {
        QueryType[] types = family switch
        {
            AddressFamily.InterNetwork => [QueryType.A],
            AddressFamily.InterNetworkV6 => [QueryType.AAAA],
            _ => [QueryType.AAAA, QueryType.A],
        };
        DnsAnswer[] answers = await Task.WhenAll(types.Select(type => ask(host, type, cancellationToken))).ConfigureAwait(false);

        IPAddress[] all = [.. answers.SelectMany(a => a.Records).OfType<AddressRecord>().Select(r => r.Address).Distinct()];
        string[] failures = [.. answers.Where(a => a.Status == DnsAnswerStatus.Failed).Select(a => a.Error!).Distinct()];
        string? alias = answers.Select(a => a.CanonicalName).FirstOrDefault(n => n != host);
        if (all.Length == 0)
        {
            bool negative = failures.Length == 0;
            string shown = alias is null ? host : $"{host} (an alias of {alias})";
            return new HostAddresses
            {
                IsNegativeAnswer = negative,
                AliasOf = alias,
                Error = !negative ? string.Join(" ", failures)
                    : answers.Any(a => a.Status == DnsAnswerStatus.NoSuchName) ? $"{shown} does not exist (NXDOMAIN)."
                    : NoAddress(shown, family),
            };
        }

        return new HostAddresses
        {
            Addresses = [.. Bounded(all)],
            AliasOf = alias,
            Notes = all.Length > MaxAddresses ? [.. failures, $"{host} has {all.Length} addresses; {MaxAddresses} of them are used."] : failures,
        };
    }

    /// <summary>The sentence for a host that exists without an address of the family.</summary>
    public static string NoAddress(string host, AddressFamily family) => family switch
    {
        AddressFamily.InterNetwork => $"{host} has no IPv4 address.",
        AddressFamily.InterNetworkV6 => $"{host} has no IPv6 address.",
        _ => $"{host} has no address.",
    };

    // Both families keep a share when there are too many.
    private static IEnumerable<IPAddress> Bounded(IPAddress[] all)
    {
        IPAddress[] v6 = [.. all.Where(a => a.AddressFamily == AddressFamily.InterNetworkV6)];
        IPAddress[] v4 = [.. all.Where(a => a.AddressFamily == AddressFamily.InterNetwork)];
        int v6Share = Math.Max(MaxAddresses / 2, MaxAddresses - v4.Length);
        return v6.Take(v6Share).Concat(v4).Take(MaxAddresses);
    }
}
