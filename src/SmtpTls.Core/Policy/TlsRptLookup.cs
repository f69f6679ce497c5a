using DnsClient;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>Looks up where a domain wants reports about TLS (RFC 8460 section 3).</summary>
internal sealed class TlsRptLookup(IVouchedDns dns)
{
    /// <summary>Looks up.</summary>
    public async Task<(TlsRptPolicy Policy, IReadOnlyList<Finding> Findings)> FindAsync(string domain, LookupCount? count, CancellationToken cancellationToken)
    {
        VouchedAnswer txt = await dns.AskAsync("_smtp._tls." + domain, QueryType.TXT, count, cancellationToken).ConfigureAwait(false);
        if (txt.Answer.Status == DnsAnswerStatus.Failed)
            return Without("TlsRptLookupFailed", txt.Answer.Error!);
        IReadOnlyList<string> records = TxtRecords.OfVersion(txt.Answer, TlsRptRecord.Version);
        if (records.Count == 0 && TxtRecords.IgnoredOf(txt.Answer, TlsRptRecord.Version) is { } ignored)
        {
            string text = $"Senders ignore the record {Quoted.Value(ignored.Text)} at _smtp._tls.{domain}. {ignored.Reason}";
            return (new TlsRptPolicy { Record = SafeText.Of(ignored.Text), Reason = text }, [PolicyRule.Found("TlsRptRecordIgnored", text)]);
        }
        if (records.Count == 0)
        {
            Finding none = PolicyRule.Found("TlsRptMissing", $"{domain} has no TLSRPT record: nobody tells its admins when senders cannot deliver for want of good TLS.");
            return (new TlsRptPolicy(), [none]);
        }
        if (records.Count > 1)
            return Without("TlsRptRecordAmbiguous", $"_smtp._tls.{domain} has {records.Count} records that begin with {TlsRptRecord.Version}; with more than one, senders take none.");
        TlsRptPolicy policy = TlsRptRecord.Read(records[0]);
        return policy.Reason is { } reason
            ? (policy, [PolicyRule.Found("TlsRptRecordInvalid", $"The record {Quoted.Value(records[0])} at _smtp._tls.{domain} is not right. {reason}")])
            : (policy, [.. SecondRua(records[0], domain)]);
    }

    private static IEnumerable<Finding> SecondRua(string record, string domain)
    {
        if (TlsRptRecord.Others(record) is { Count: > 0 } others)
            yield return PolicyRule.Found("TlsRptSecondRua", $"The record at _smtp._tls.{domain} has more than one rua. Senders may not report to {string.Join(", ", others)}: one rua must hold all addresses, separated by commas.");
    }

    private static (TlsRptPolicy Policy, IReadOnlyList<Finding> Findings) Without(string rule, string text) =>
        (new TlsRptPolicy { Reason = text }, [PolicyRule.Found(rule, text)]);
}
