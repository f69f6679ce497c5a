using System.Net;
using System.Net.Sockets;
using DnsClient;
using SmtpTls.Dns.Validation;

namespace SmtpTls.Dns;

/// <summary>
/// Answers from the name servers that were given, or else from those of the system. MX records and the addresses of MX hosts
/// always come from the DNS, as a mail server gets them. A server named directly is looked up as the system does (hosts file and
/// all) unless name servers were given.
/// </summary>
internal sealed class DnsClientResolver : IDnsResolver, IVouchedDns
{
    private const int MaxAnswersKept = 4096;

    private const string NoNameServer =
        "This machine has no DNS server set, and no public one is asked in its place. Name one with -DnsServer, such as 192.0.2.53 or 192.0.2.53:5353.";

    private readonly bool _useSystemForHosts;
    private readonly Lazy<DnsQuery?> _query;
    private readonly SharedAnswers<(string Name, QueryType Type), DnsAnswer> _answers;
    private readonly SharedAnswers<(string Name, AddressFamily Family), HostAddresses> _systemAnswers;
    private readonly AddressLookup _addresses;
    private readonly DnssecJudge _judge;
    private readonly Lazy<LocalDnssec?> _local;
    private readonly DnssecValidation _validation;

    public DnsClientResolver(DnsResolverOptions options)
        : this(options, SystemNameServers.Find)
    {
    }

    /// <param name="options">Whom to ask, and for how long.</param>
    /// <param name="findSystemServers">Asked at the first question, and only when no name server is given.</param>
    internal DnsClientResolver(DnsResolverOptions options, Func<IReadOnlyList<NameServer>> findSystemServers)
    {
        _useSystemForHosts = options.NameServers.Count == 0;
        _validation = options.Validation;
        Lazy<IReadOnlyList<NameServer>> servers = new(() => _useSystemForHosts
            ? findSystemServers()
            : [.. options.NameServers.Select(NameServer.ToNameServer)]);
        _query = new Lazy<DnsQuery?>(() => servers.Value.Count == 0 ? null : new DnsQuery(servers.Value, options));
        _local = new Lazy<LocalDnssec?>(() => options.Validation == DnssecValidation.Resolver || servers.Value.Count == 0
            ? null
            : new LocalDnssec(
                new Validator(new WireDns(servers.Value, options), options.Anchors ?? TrustAnchors.Root, () => DateTimeOffset.UtcNow),
                options.Validation,
                options.AreTrusted || servers.Value.All(DnssecJudge.IsLoopback)));
        _answers = new(MaxAnswersKept, q => _query.Value?.AskAsync(q.Name, q.Type)
            ?? Task.FromResult(new DnsAnswer { Status = DnsAnswerStatus.Failed, CanonicalName = q.Name, Error = NoNameServer }));
        _systemAnswers = new(MaxAnswersKept, q => SystemAddressLookup.FindAsync(q.Name, q.Family, CancellationToken.None));
        _judge = new DnssecJudge(options.AreTrusted, server => _query.Value!.ValidatesAsync(server));
        _addresses = new AddressLookup(AnswerAsync);
    }

    /// <summary>Whether a host that is named directly is looked up as the system does it, so that the DNS need not know it, or answer at all.</summary>
    public bool UsesSystemForHosts => _useSystemForHosts;

    /// <inheritdoc/>
    public async Task<MailRoute> GetMailRouteAsync(string domain, AddressFamily family, CancellationToken cancellationToken)
    {
        string name = DomainName.WithoutFinalDot(domain).ToLowerInvariant();
        DnsAnswer answer = await AnswerAsync(name, QueryType.MX, cancellationToken).ConfigureAwait(false);
        return answer.Status switch
        {
            DnsAnswerStatus.Found => await RouteByMxAsync(name, MxRecords.Read(name, answer.Records), family, cancellationToken).ConfigureAwait(false),
            DnsAnswerStatus.NoData => await ImplicitMxAsync(name, family, cancellationToken).ConfigureAwait(false),
            DnsAnswerStatus.NoSuchName => new MailRoute
            {
                Domain = name,
                Status = MailRouteStatus.NoMx,
                Error = $"{name} does not exist (NXDOMAIN).",
            },
            _ => new MailRoute { Domain = name, Status = MailRouteStatus.Failed, Error = answer.Error },
        };
    }

    /// <inheritdoc/>
    public async Task<MailHost> GetHostAsync(string host, AddressFamily family, CancellationToken cancellationToken)
    {
        if (IpLiteral.TryParse(host, out IPAddress? literal))
        {
            return new MailHost { Name = host, Addresses = [literal] };
        }

        string name = DomainName.WithoutFinalDot(host).ToLowerInvariant();
        HostAddresses found = _useSystemForHosts
            ? await _systemAnswers.GetAsync((name, family), cancellationToken).ConfigureAwait(false)
            : await _addresses.FindAsync(name, family, cancellationToken).ConfigureAwait(false);
        return Host(name, null, found, []);
    }

    /// <inheritdoc/>
    public async Task<VouchedAnswer> AskAsync(string name, QueryType type, LookupCount? count, CancellationToken cancellationToken)
    {
        string? impossible = null;
        Task<DnsAnswer>? answer = null;
        if (_local.Value is { } local)
        {
            Task<string?> root = local.ImpossibleAsync(cancellationToken);
            // Until it is known whether the resolver gives signatures, it is asked without, too: a silent one then costs its time once.
            answer = root.IsCompleted ? null : Plain(name, type, count, cancellationToken);
            impossible = await root.ConfigureAwait(false);
            if (impossible is null)
            {
                return await local.AskAsync(name, type, count, cancellationToken).ConfigureAwait(false);
            }
        }

        DnsAnswer found = await (answer ?? Plain(name, type, count, cancellationToken)).ConfigureAwait(false);
        if (impossible is not null && _validation == DnssecValidation.Local)
        {
            return new(found, new() { State = DnssecState.Indeterminate, Voucher = DnssecVoucher.None, Resolver = found.Server?.ToString(), Reason = impossible });
        }

        DnssecVerdict verdict = await _judge.JudgeAsync(found, cancellationToken).ConfigureAwait(false);
        return new(found, impossible is null || verdict.Counts ? verdict : verdict with { Reason = $"{verdict.Reason} Not validated here: {impossible}".TrimStart() });
    }

    private Task<DnsAnswer> Plain(string name, QueryType type, LookupCount? count, CancellationToken cancellationToken)
    {
        Task<DnsAnswer> answer = _answers.GetAsync((name, type), cancellationToken, out bool asked);
        if (asked)
        {
            count?.Add();
        }

        return answer;
    }

    // The same answers as AskAsync gives, so that what is bogus leads nowhere.
    private async Task<DnsAnswer> AnswerAsync(string name, QueryType type, CancellationToken cancellationToken) => _local.Value is null
        ? await _answers.GetAsync((name, type), cancellationToken).ConfigureAwait(false)
        : (await AskAsync(name, type, null, cancellationToken).ConfigureAwait(false)).Answer;

    private async Task<MailRoute> RouteByMxAsync(string domain, MxRecords records, AddressFamily family, CancellationToken cancellationToken)
    {
        if (records.IsNull)
        {
            return new MailRoute { Domain = domain, Status = MailRouteStatus.NullMx, Error = $"{domain} takes no mail (null MX, RFC 7505)." };
        }

        MailHost[] hosts = await Task.WhenAll(records.Hosts.Select(r => MxHostAsync(r.Host, r.Preference, family, cancellationToken)))
            .ConfigureAwait(false);
        return new MailRoute { Domain = domain, Status = MailRouteStatus.Mx, Hosts = hosts, Notes = records.Notes };
    }

    private async Task<MailHost> MxHostAsync(string host, int preference, AddressFamily family, CancellationToken cancellationToken)
    {
        if (IpLiteral.TryParse(host, out IPAddress? _))
        {
            return new MailHost
            {
                Name = host,
                Preference = preference,
                Error = $"The MX names the address {host} where a host name must stand (RFC 1035 section 3.3.9); mail servers skip it.",
            };
        }

        if (!DomainName.TryParse(host, out _, out string? error))
        {
            return new MailHost { Name = host, Preference = preference, Error = $"The MX names no host: {error}" };
        }

        HostAddresses found = await _addresses.FindAsync(host, family, cancellationToken).ConfigureAwait(false);
        return Host(host, preference, found, found.AliasOf is null
            ? []
            : [$"The MX names {host}, an alias (CNAME) of {found.AliasOf}; it should name a host that has addresses itself (RFC 2181 section 10.3)."]);
    }

    private async Task<MailRoute> ImplicitMxAsync(string domain, AddressFamily family, CancellationToken cancellationToken)
    {
        HostAddresses found = await _addresses.FindAsync(domain, family, cancellationToken).ConfigureAwait(false);
        if (found.Addresses.Count > 0)
        {
            return new MailRoute { Domain = domain, Status = MailRouteStatus.ImplicitMx, Hosts = [Host(domain, null, found, [])] };
        }

        return found.IsNegativeAnswer
            ? new MailRoute { Domain = domain, Status = MailRouteStatus.NoMx, Error = $"There is no MX record, and {found.Error}" }
            : new MailRoute { Domain = domain, Status = MailRouteStatus.Failed, Error = $"There is no MX record. {found.Error}" };
    }

    private static MailHost Host(string name, int? preference, HostAddresses found, string[] notes) => new()
    {
        Name = name,
        Preference = preference,
        Addresses = found.Addresses,
        Error = found.Error,
        Notes = [.. notes, .. found.Notes],
    };
}
