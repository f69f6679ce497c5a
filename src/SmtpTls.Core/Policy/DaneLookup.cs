using System.Globalization;
using DnsClient;
using DnsClient.Protocol;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>
/// Finds the TLSA records of a mail server as RFC 7672 section 2.2 has it: addresses first, TLSA records only where DNSSEC vouches
/// for the addresses, at the fully expanded name first.
/// </summary>
/// <param name="dns">Whom to ask.</param>
/// <param name="curious">
/// Whether to ask for TLSA records also where they cannot count, to tell an admin of them. Senders do not: zones without DNSSEC have
/// name servers that choke on the question (RFC 7672 section 2.1.2).
/// </param>
internal sealed class DaneLookup(IVouchedDns dns, bool curious)
{
    /// <summary>Looks up one server.</summary>
    public async Task<DaneHost> FindAsync(string host, int port, LookupCount? count, CancellationToken cancellationToken)
    {
        Task<VouchedAnswer> v6 = dns.AskAsync(host, QueryType.AAAA, count, cancellationToken);
        Task<VouchedAnswer> v4 = dns.AskAsync(host, QueryType.A, count, cancellationToken);
        VouchedAnswer[] answers = [await v6.ConfigureAwait(false), await v4.ConfigureAwait(false)];
        VouchedAnswer[] known = [.. answers.Where(a => a.Answer.Status != DnsAnswerStatus.Failed)];
        DnssecVerdict addresses = Weakest(known.Length > 0 ? known : answers);
        DaneHost found = new()
        {
            Host = host,
            AliasOf = known.Select(a => a.Answer.CanonicalName).FirstOrDefault(name => name != host),
            Addresses = [.. known.SelectMany(a => a.Answer.Records).OfType<AddressRecord>().Select(r => r.Address).Distinct().Take(AddressLookup.MaxAddresses)],
            AddressDnssec = addresses,
            BaseDomain = host,
            Outcome = DaneOutcome.None,
        };
        // RFC 7672 section 2.1.2: what could not be looked up may be there. With one family in hand, the server can be reached by that.
        if (found.Addresses.Count == 0 && known.Length < answers.Length)
        {
            DnssecVerdict failed = Weakest([.. answers.Except(known)]);
            return found with { AddressDnssec = failed, Outcome = DaneOutcome.LookupFailed, Reason = Failure(answers) };
        }
        if (found.Addresses.Count == 0)
            return found;
        return addresses.State == DnssecState.Secure
            ? await ByCandidatesAsync(found, found.AliasOf is { } alias ? [alias, host] : [host], port, count, cancellationToken).ConfigureAwait(false)
            : await WithoutSecureAddressAsync(found, port, count, cancellationToken).ConfigureAwait(false);
    }

    // RFC 7672 section 2.2.3: where a secure alias leads out of the signed part of the DNS, the alias itself may have TLSA records.
    private async Task<DaneHost> WithoutSecureAddressAsync(DaneHost found, int port, LookupCount? count, CancellationToken cancellationToken)
    {
        if (found.AliasOf is not null && found.AddressDnssec.State == DnssecState.Insecure)
        {
            VouchedAnswer alias = await dns.AskAsync(found.Host, QueryType.CNAME, count, cancellationToken).ConfigureAwait(false);
            if (alias.Answer.Status == DnsAnswerStatus.Failed)
                return found with { Outcome = DaneOutcome.LookupFailed, AddressDnssec = alias.Dnssec, Reason = Failure([alias]) };
            if (alias.Dnssec.State == DnssecState.Secure)
            {
                return await ByCandidatesAsync(found with { AddressDnssec = alias.Dnssec }, [found.Host], port, count, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        DaneHost without = found with { Outcome = Outcome(found.AddressDnssec), Reason = NotVouched("addresses", found.Host, found.AddressDnssec) };
        if (!curious)
            return without;
        string name = Owner(found.Host, port);
        VouchedAnswer tlsa = await dns.AskAsync(name, QueryType.TLSA, count, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<TlsaRecord> records = TlsaRecords.Read(name, tlsa.Answer);
        return without with { TlsaDnssec = tlsa.Dnssec, Records = records };
    }

    private async Task<DaneHost> ByCandidatesAsync(
        DaneHost found, string[] candidates, int port, LookupCount? count, CancellationToken cancellationToken)
    {
        DaneHost result = found;
        foreach (string candidate in candidates)
        {
            string name = Owner(candidate, port);
            VouchedAnswer tlsa = await dns.AskAsync(name, QueryType.TLSA, count, cancellationToken).ConfigureAwait(false);
            DaneHost here = found with { TlsaDnssec = tlsa.Dnssec, Records = TlsaRecords.Read(name, tlsa.Answer) };
            switch (tlsa.Answer.Status)
            {
                case DnsAnswerStatus.Failed when !found.AddressDnssec.Counts:
                    // Whether a sender would ask at all is only claimed.
                    return here with { Outcome = DaneOutcome.Unknown, Reason = Failure([tlsa]) };
                case DnsAnswerStatus.Failed:
                    return here with { BaseDomain = candidate, Outcome = DaneOutcome.LookupFailed, Reason = Failure([tlsa]) };
                case DnsAnswerStatus.Found when tlsa.Dnssec.State == DnssecState.Secure:
                    return Decided(here with { BaseDomain = candidate });
                case DnsAnswerStatus.Found:
                    result = here with { Outcome = Outcome(tlsa.Dnssec), Reason = NotVouched("TLSA records", name, tlsa.Dnssec) };
                    break;
                default:
                    result = result.Outcome == DaneOutcome.None ? here : result;
                    break;
            }
        }

        return result;
    }

    private static DaneHost Decided(DaneHost here)
    {
        if (!here.TlsaDnssec!.Counts || !here.AddressDnssec.Counts)
            return here with { Outcome = DaneOutcome.Claimed, Reason = here.TlsaDnssec.Counts ? here.AddressDnssec.Reason : here.TlsaDnssec.Reason };
        return here.Records.Any(record => record.Usable)
            ? here with { Outcome = DaneOutcome.Published }
            : here with { Outcome = DaneOutcome.Unusable, Reason = string.Join(" ", here.Records.Select(r => r.Problem).Distinct()) };
    }

    private static string Owner(string host, int port) => string.Format(CultureInfo.InvariantCulture, "_{0}._tcp.{1}", port, host);

    private static DaneOutcome Outcome(DnssecVerdict verdict) => verdict.State == DnssecState.Indeterminate ? DaneOutcome.Unknown : DaneOutcome.Insecure;

    private static string NotVouched(string what, string name, DnssecVerdict verdict) => verdict.State == DnssecState.Indeterminate
        ? $"Nobody vouches for the {what} of {name}: {verdict.Reason}"
        : $"The {what} of {name} are in a zone without DNSSEC.";

    private static string Failure(VouchedAnswer[] answers) =>
        string.Join(" ", answers.Select(a => a.Answer.Bogus ?? a.Answer.Error).Where(text => text is not null).Distinct());

    private static DnssecVerdict Weakest(VouchedAnswer[] answers) => answers
        .Select(a => a.Dnssec)
        .OrderByDescending(v => v.State == DnssecState.Bogus)
        .ThenByDescending(v => v.State)
        .ThenBy(v => v.Voucher)
        .First();
}
