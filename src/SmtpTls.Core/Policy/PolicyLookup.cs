using DnsClient;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>Looks up policies for a whole pipeline; what was looked up once is not looked up again.</summary>
/// <param name="dns">Whom to ask.</param>
/// <param name="host">Who fetches MTA-STS policies.</param>
/// <param name="curious">Whether to look for what does not count, too (see <see cref="DaneLookup"/>).</param>
/// <param name="patience">
/// How long to wait for the TLSA records of a server that is named directly; <see langword="null"/>: as long as it takes. Where the system
/// found the server without the DNS (hosts file, mDNS), a DNS that is silent must not hold up the test.
/// </param>
internal sealed class PolicyLookup(IVouchedDns dns, PolicyHost host, bool curious = false, TimeSpan? patience = null)
{
    private readonly DaneLookup _dane = new(dns, curious);
    private readonly MtaStsLookup _mtaSts = new(dns, host);
    private readonly TlsRptLookup _tlsRpt = new(dns);

    /// <summary>Begins the look-ups for a server.</summary>
    /// <param name="domain">The domain whose MX record names it; <see langword="null"/> where it was named directly.</param>
    /// <param name="server">The server, not an address.</param>
    /// <param name="port">The port that mail would go to.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public TargetPolicy For(string? domain, string server, int port, CancellationToken cancellationToken) => new(
        domain is null && patience is { } limit
            ? WithinAsync(limit, DaneAsync(server, port, null, cancellationToken), server, cancellationToken)
            : DaneAsync(server, port, null, cancellationToken),
        domain is null ? null : MtaStsAsync(domain, null, cancellationToken),
        domain is null ? null : MxDnssecAsync(domain, cancellationToken),
        domain);

    /// <summary>The TLSA records of a server.</summary>
    public Task<DaneHost> DaneAsync(string server, int port, LookupCount? count, CancellationToken cancellationToken) =>
        _dane.FindAsync(server, port, count, cancellationToken);

    /// <summary>The MTA-STS policy of a domain.</summary>
    public Task<MtaStsFound> MtaStsAsync(string domain, LookupCount? count, CancellationToken cancellationToken) =>
        _mtaSts.FindAsync(domain, count, cancellationToken);

    /// <summary>Where a domain wants its reports.</summary>
    public Task<(TlsRptPolicy Policy, IReadOnlyList<Finding> Findings)> TlsRptAsync(string domain, LookupCount? count, CancellationToken cancellationToken) =>
        _tlsRpt.FindAsync(domain, count, cancellationToken);

    /// <summary>The MX records of a domain.</summary>
    public Task<VouchedAnswer> MxAsync(string domain, LookupCount? count, CancellationToken cancellationToken) =>
        dns.AskAsync(domain, QueryType.MX, count, cancellationToken);

    private static async Task<DaneHost> WithinAsync(TimeSpan limit, Task<DaneHost> dane, string server, CancellationToken cancellationToken)
    {
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task first = await Task.WhenAny(dane, Task.Delay(limit, done.Token)).ConfigureAwait(false);
        done.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
        if (first == dane)
            return await dane.ConfigureAwait(false);
        string reason = $"The DNS did not say within {limit.TotalSeconds:0.#} s whether {server} has TLSA records.";
        return new DaneHost
        {
            Host = server,
            BaseDomain = server,
            AddressDnssec = new DnssecVerdict { State = DnssecState.Indeterminate, Voucher = DnssecVoucher.None, Reason = reason },
            Outcome = DaneOutcome.Unknown,
            Reason = reason,
        };
    }

    private async Task<DnssecVerdict> MxDnssecAsync(string domain, CancellationToken cancellationToken) =>
        (await MxAsync(domain, null, cancellationToken).ConfigureAwait(false)).Dnssec;
}
