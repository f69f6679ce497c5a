using SmtpTls.Dns;
using SmtpTls.Policy;

namespace SmtpTls.Domains;

/// <summary>What is worth knowing about a domain's MX records, DNSSEC and TLSA records, from the DNS alone. Pure.</summary>
internal static class DomainFindings
{
    /// <summary>About the domain as a whole.</summary>
    public static IEnumerable<Finding> Of(DomainFacts facts)
    {
        foreach (Finding finding in Route(facts).Concat(Dnssec(facts)).Concat(Published(facts)))
            yield return finding;
        foreach (Finding finding in facts.MtaSts.Findings.Concat(facts.TlsRptFindings))
            yield return finding;
        if (facts.Hosts.Count > 0 && !facts.Hosts.Any(host => IsDane(host.DaneOutcome) || host.DaneOutcome == DaneOutcome.LookupFailed) && facts.MtaSts.Outcome is not (MtaStsOutcome.Enforce or MtaStsOutcome.EnforceFailed))
            yield return PolicyRule.Found("NoPolicy", $"Nothing makes senders insist on TLS to {facts.Domain}: neither DANE nor MTA-STS in mode enforce.");
    }

    /// <summary>About one mail server.</summary>
    public static IEnumerable<Finding> Of(HostFacts facts)
    {
        string host = facts.Host.Name;
        if (facts.Dane is not { } dane)
        {
            yield return PolicyRule.Found("MxAddressLiteral", facts.Host.Error!);
            yield break;
        }
        if (dane.AliasOf is { } alias && facts.Host.Preference is not null)
            yield return PolicyRule.Found("MxAlias", $"The MX names {host}, an alias of {alias}; it should name a host that has addresses itself.");
        if (dane.Outcome == DaneOutcome.LookupFailed)
        {
            bool ofAddress = dane.TlsaDnssec is null;
            bool bogus = (dane.TlsaDnssec ?? dane.AddressDnssec).State == DnssecState.Bogus;
            string rule = (ofAddress, bogus) switch
            {
                (true, true) => "AddressBogus",
                (true, false) => "AddressLookupFailed",
                (false, true) => "TlsaBogus",
                _ => "TlsaLookupFailed",
            };
            yield return PolicyRule.Found(rule, $"Senders that use DANE do not deliver to {host}. {dane.Reason}");
            yield break;
        }
        if (facts.Host.Addresses.Count == 0)
            yield return PolicyRule.Found("MxWithoutAddress", facts.Host.Error ?? $"{host} has no address.");
        foreach (Finding finding in Tlsa(host, dane))
            yield return finding;
    }

    private static IEnumerable<Finding> Route(DomainFacts facts)
    {
        if (facts.Mx.Dnssec.State == DnssecState.Bogus)
            yield return PolicyRule.Found("MxBogus", $"Senders with a validating resolver do not deliver to {facts.Domain}. {facts.Mx.Dnssec.Reason}");
        else if (facts.Route.Status == MailRouteStatus.Failed)
            yield return PolicyRule.Found("MxLookupFailed", facts.Route.Error!);
        if (facts.Route.Status == MailRouteStatus.NoMx)
            yield return PolicyRule.Found("MxMissing", facts.Route.Error!);
        if (facts.Route.Status == MailRouteStatus.ImplicitMx)
            yield return PolicyRule.Found("MxImplicit", $"{facts.Domain} has no MX record; its own address takes its mail.");
        if (facts.Route.Status == MailRouteStatus.NullMx)
            yield return PolicyRule.Found("MxNull", $"{facts.Domain} says by a null MX that it takes no mail.");
        foreach (string note in facts.Route.Notes)
            yield return PolicyRule.Found("MxNotClean", note);
    }

    private static IEnumerable<Finding> Dnssec(DomainFacts facts)
    {
        DnssecVerdict mx = facts.Mx.Dnssec;
        if (mx.State == DnssecState.Secure && mx.Voucher == DnssecVoucher.Claimed)
            yield return PolicyRule.Found("DnssecClaimed", $"The answers are said to be secure, but that does not count here: {mx.Reason}");
        if (mx.State == DnssecState.Indeterminate && facts.Mx.Answer.Status != DnsAnswerStatus.Failed)
            yield return PolicyRule.Found("DnssecUnknown", $"Whether {facts.Domain} has DNSSEC, and so DANE, cannot be told: {mx.Reason} Name a resolver that does with -DnsServer.");
    }

    // Where some servers have DANE and others have not, an attacker keeps the sender from those that have (RFC 7672 section 9).
    private static IEnumerable<Finding> Published(DomainFacts facts)
    {
        if (!facts.Hosts.Any(host => IsDane(host.DaneOutcome)))
            yield break;
        if (facts.Route.Status is MailRouteStatus.Mx && facts.Mx.Dnssec.State == DnssecState.Insecure)
            yield return PolicyRule.Found("MxInsecure", $"{facts.Domain} is not signed: an attacker can forge its MX records and so name other servers than those with TLSA records.");
        foreach (HostFacts host in facts.Hosts.Where(host => host.DaneOutcome is DaneOutcome.None or DaneOutcome.Insecure && host.Host.Addresses.Count > 0))
            yield return PolicyRule.Found("TlsaMissingForHost", $"{host.Host.Name} has no secure TLSA records while other servers of the domain have: an attacker lets mail through to this one only.");
    }

    private static IEnumerable<Finding> Tlsa(string host, DaneHost dane)
    {
        if (dane.Records.Count == 0)
            yield break;
        if (dane.Outcome is DaneOutcome.Insecure)
            yield return PolicyRule.Found("TlsaInsecure", $"{host} has TLSA records that nobody may use. {dane.Reason}");
        foreach (TlsaRecord record in dane.Records.Where(record => !record.Usable))
            yield return PolicyRule.Found("TlsaRecordUnusable", $"The record {DaneVerifier.Short(record)} of {host} cannot be used. {record.Problem}");
        TlsaRecord[] usable = [.. dane.Records.Where(record => record.Usable)];
        if (usable.Length == 0 && dane.Outcome == DaneOutcome.Unusable)
            yield return PolicyRule.Found("TlsaNoneUsable", $"{host} has TLSA records and none that can be used: senders insist on TLS and take any certificate.");
        if (usable.Length == 1 && usable[0].Usage == TlsaUsage.DaneEE && dane.Outcome != DaneOutcome.Insecure)
            yield return PolicyRule.Found("TlsaNoRollover", $"{host} has one TLSA record, {DaneVerifier.Short(usable[0])}: before its key changes, publish the next one beside it and wait until the old answer has run out of every cache.");
        foreach (TlsaRecord full in usable.Where(record => record is { Usage: TlsaUsage.DaneTA, MatchingType: TlsaMatchingType.Full }))
            yield return PolicyRule.Found("TlsaFullAnchor", FullAnchor(host, full));
        foreach (TlsaRecord weaker in usable.Except(TlsaRecords.Effective(usable)))
            yield return PolicyRule.Found("TlsaWeakerDigest", $"Beside a SHA2-512 record for the same usage and selector senders may ignore {DaneVerifier.Short(weaker)} of {host}: each certificate needs its own record of either digest.");
    }

    private static string FullAnchor(string host, TlsaRecord record) =>
        $"The record {DaneVerifier.Short(record)} of {host} holds the whole {(record.Selector == TlsaSelector.Cert ? "certificate" : "key")} of the trust anchor. "
        + "Postfix and others that use OpenSSL verify it even where the server does not send the anchor. RFC 7671 section 5.2.1 does not recommend it, because some senders cannot use it"
        + (record.Selector == TlsaSelector.Spki ? ", a bare key least of all: the server must send the anchor. " : ". ")
        + "Publish a digest (2 0 1 or 2 1 1), and let the server send the anchor.";

    private static bool IsDane(DaneOutcome outcome) => outcome
        is DaneOutcome.Published or DaneOutcome.Valid or DaneOutcome.ValidHostOnly or DaneOutcome.Invalid or DaneOutcome.Unusable;
}
