using System.Collections.Concurrent;
using System.Net;
using DnsClient;

namespace SmtpTls.Dns;

/// <summary>
/// Says how far DNSSEC vouches for an answer. Nothing is validated here: a resolver's word is taken for as much as the path to it
/// is worth (RFC 7672 section 2.1.3, RFC 4033 section 7).
/// </summary>
/// <param name="areTrusted">Whether the path to the resolvers was declared safe.</param>
/// <param name="validates">Asks whether a resolver validates at all; without that, no AD bit means nothing.</param>
internal sealed class DnssecJudge(bool areTrusted, Func<NameServer, Task<bool>> validates)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _validators = new();

    /// <summary>Whether a resolver runs on this machine.</summary>
    public static bool IsLoopback(NameServer server) => IPAddress.TryParse(server.Address, out IPAddress? address) && IPAddress.IsLoopback(address);

    /// <summary>The verdict.</summary>
    public async Task<DnssecVerdict> JudgeAsync(DnsAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Server is not { } server)
        {
            return new DnssecVerdict { State = DnssecState.Indeterminate, Voucher = DnssecVoucher.None, Reason = answer.Error ?? "" };
        }

        DnssecVerdict verdict = new()
        {
            State = DnssecState.Secure,
            Voucher = areTrusted || IsLoopback(server)
                ? DnssecVoucher.TrustedResolver
                : DnssecVoucher.Claimed,
            Resolver = server.ToString(),
        };
        if (answer.Bogus is { } bogus)
        {
            return verdict with { State = DnssecState.Bogus, Reason = bogus };
        }

        if (answer.Status == DnsAnswerStatus.Failed)
        {
            return verdict with { State = DnssecState.Indeterminate, Voucher = DnssecVoucher.None, Reason = answer.Error ?? "" };
        }

        if (answer.AuthenticData)
        {
            return verdict.Voucher == DnssecVoucher.TrustedResolver ? verdict : verdict with
            {
                Reason = $"{server} says so, and anybody on the way to it could; ask a validating resolver on this machine, or declare the path safe with -TrustResolver.",
            };
        }

        Lazy<Task<bool>> known = _validators.GetOrAdd(server.ToString(), _ => new Lazy<Task<bool>>(() => validates(server)));
        return await known.Value.WaitAsync(cancellationToken).ConfigureAwait(false)
            ? verdict with { State = DnssecState.Insecure }
            : verdict with { State = DnssecState.Indeterminate, Voucher = DnssecVoucher.None, Reason = $"{server} does not validate DNSSEC." };
    }
}
