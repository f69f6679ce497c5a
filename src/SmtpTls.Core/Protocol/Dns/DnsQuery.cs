using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace SmtpTls.Dns;

/// <summary>
/// Asks the name servers one question: each server in turn, then all of them again, until one gives a usable answer.
/// DnsClient sends and reads the messages (with TCP after a truncated answer); the turns are ours, because its own would ask
/// the next server after NXDOMAIN and lose the answer when that one is silent.
/// </summary>
internal sealed class DnsQuery
{
    /// <summary>How many aliases are followed: more than any honest zone has.</summary>
    public const int MaxAliases = 8;

    // The size of DNS Flag Day 2020: larger answers are truncated and asked again over TCP rather than fragmented.
    private const int UdpBufferSize = 1232;

    private readonly IReadOnlyList<NameServer> _servers;
    private readonly DnsResolverOptions _options;
    private readonly LookupClient _client;
    private readonly DnsQueryOptions _queryOptions;
    private volatile int _first;

    /// <param name="servers">At least one.</param>
    /// <param name="options">Time limit and retries.</param>
    public DnsQuery(IReadOnlyList<NameServer> servers, DnsResolverOptions options)
    {
        _servers = servers;
        _options = options;
        _client = new LookupClient(new LookupClientOptions([.. servers]) { AutoResolveNameServers = false });
        _queryOptions = new DnsQueryOptions
        {
            UseCache = false,
            Retries = 0,
            ContinueOnDnsError = false,
            ContinueOnEmptyResponse = false,
            ThrowDnsErrors = false,
            UseRandomNameServer = false,
            ExtendedDnsBufferSize = UdpBufferSize,
            // DO: a validating resolver says by the AD bit how it fared (RFC 6840 section 5.8), at the price of signatures in the answer.
            RequestDnsSecRecords = true,
            Timeout = options.Timeout,
        };
    }

    /// <summary>Asks for the records of <paramref name="type"/> at <paramref name="name"/> and follows aliases (RFC 1034 section 3.6.2).</summary>
    public async Task<DnsAnswer> AskAsync(string name, QueryType type)
    {
        string current = name;
        bool authentic = true;
        DnsAnswer Answer(DnsAnswerStatus status, Attempt attempt) => new()
        {
            Status = status,
            CanonicalName = current,
            Server = attempt.Server,
            AuthenticData = authentic,
            Error = attempt.Error,
            Bogus = attempt.Bogus,
        };

        for (int aliases = 0; aliases <= MaxAliases;)
        {
            Attempt attempt = await AskServersAsync(current, type).ConfigureAwait(false);
            if (attempt.Response is not { } response)
            {
                return Answer(DnsAnswerStatus.Failed, attempt);
            }

            authentic &= response.Header.IsAuthenticData;

            // A recursive server sends the whole chain; an authoritative one stops where its zone ends, and is asked again.
            string before = current;
            while (type != QueryType.CNAME && aliases <= MaxAliases && AliasOf(response, current) is { } target)
            {
                current = target;
                aliases++;
            }

            DnsResourceRecord[] records = [.. response.Answers.Where(r => (int)r.RecordType == (int)type && SameName(r.DomainName, current))];
            if (records.Length > 0)
            {
                return Answer(DnsAnswerStatus.Found, attempt) with { Records = records };
            }

            if (response.Header.ResponseCode == DnsHeaderResponseCode.NotExistentDomain)
            {
                return Answer(DnsAnswerStatus.NoSuchName, attempt);
            }

            if (current == before)
            {
                return Answer(DnsAnswerStatus.NoData, attempt);
            }
        }

        return new DnsAnswer
        {
            Status = DnsAnswerStatus.Failed,
            CanonicalName = current,
            Error = $"{name} is an alias (CNAME) that leads to more than {MaxAliases} others.",
        };
    }

    /// <summary>
    /// Whether a server validates: the root is signed, so a validator vouches for its SOA (RFC 4035 section 3.2.3). Asked once; a server that
    /// gives no answer is none.
    /// </summary>
    public async Task<bool> ValidatesAsync(NameServer server) =>
        (await AskServerAsync(server, ".", QueryType.SOA).ConfigureAwait(false)).Response?.Header.IsAuthenticData == true;

    private async Task<Attempt> AskServersAsync(string name, QueryType type)
    {
        Dictionary<NameServer, string> errors = [];
        int first = _first;
        for (int turn = 0; turn < (_options.Retries + 1) * _servers.Count; turn++)
        {
            int index = (first + turn) % _servers.Count;
            Attempt attempt = await AskServerAsync(_servers[index], name, type).ConfigureAwait(false);

            // What a validator calls bogus must not be had from the next server, which perhaps does not look.
            if (attempt.Response is not null || attempt.Bogus is not null)
            {
                return attempt;
            }

            errors[_servers[index]] = attempt.Error!;
            if (attempt.IsSilent && index == _first)
            {
                // Whoever asks next need not wait for this server again.
                _first = (index + 1) % _servers.Count;
            }
        }

        string tries = _options.Retries == 0 ? "" : $" (asked {_options.Retries + 1} times)";
        return new(null, _servers[first], string.Join("; ", errors.Values) + tries + ".");
    }

    private async Task<Attempt> AskServerAsync(NameServer server, string name, QueryType type)
    {
        string question = $"{type} of {name}";
        try
        {
            IDnsQueryResponse response = await _client.QueryServerAsync([server], new DnsQuestion(name, type), _queryOptions).ConfigureAwait(false);
            if (response.Header.ResponseCode is DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain)
            {
                return new(response, server, null);
            }

            string failure = $"DNS server {server} answered {DnsResponseCodes.Name(response.Header.ResponseCode)} when asked for {question}";
            return ExtendedDnsError.Of(response) is { IsBogus: true } error
                ? new(null, server, $"{failure}: {error}.", Bogus: $"{server} holds {question} to be bogus: {error}.")
                : new(null, server, failure);
        }
        catch (DnsResponseException e) when (e.InnerException is null or TimeoutException or OperationCanceledException)
        {
            return new(null, server, $"DNS server {server} did not answer within {_options.Timeout.TotalSeconds:0.#} s when asked for {question}", IsSilent: true);
        }
        catch (DnsResponseException e)
        {
            return new(null, server, $"DNS server {server} could not be asked for {question}: {Cause(e.InnerException!)}", IsSilent: true);
        }
        catch (Exception e) when (e is DnsResponseParseException or DnsXidMismatchException or ArgumentException or InvalidOperationException)
        {
            return new(null, server, $"DNS server {server} gave an answer that cannot be read when asked for {question}: {Cause(e)}");
        }
        catch (SocketException e)
        {
            return new(null, server, $"DNS server {server} could not be asked for {question}: {Cause(e)}", IsSilent: true);
        }
    }

    private static string Cause(Exception e) => e.Message.Split('\n')[0].Trim().TrimEnd('.');

    private static string? AliasOf(IDnsQueryResponse response, string name) =>
        response.Answers.OfType<CNameRecord>().FirstOrDefault(r => SameName(r.DomainName, name)) is { } alias
            ? DomainName.WithoutFinalDot(alias.CanonicalName.Value).ToLowerInvariant()
            : null;

    // DnsClient makes U-labels of a record's owner; as it came it stands in Original.
    private static bool SameName(DnsString owner, string name) =>
        string.Equals(DomainName.WithoutFinalDot(owner.Original), name, StringComparison.OrdinalIgnoreCase);

    private sealed record Attempt(IDnsQueryResponse? Response, NameServer Server, string? Error, bool IsSilent = false, string? Bogus = null);
}
