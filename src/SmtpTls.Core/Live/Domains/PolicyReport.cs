using SmtpTls.Policy;

namespace SmtpTls.Domains;

/// <summary>An earlier look at a domain's MTA-STS: a sender's cache, as it were.</summary>
internal sealed record PreviousPolicy(string? Id, string? Text);

/// <summary>Puts what was looked up and tested together into what a user gets. Pure.</summary>
internal static class PolicyReport
{
    /// <summary>The result.</summary>
    /// <param name="facts">What was looked up and tested.</param>
    /// <param name="previous">An earlier look at the MTA-STS policy; <see langword="null"/> where there was none.</param>
    /// <param name="time">When the look-up began.</param>
    /// <param name="elapsed">How long it took.</param>
    public static TlsPolicy Of(DomainFacts facts, PreviousPolicy? previous, DateTimeOffset time = default, TimeSpan elapsed = default)
    {
        MxPolicy[] hosts = [.. facts.Hosts.Select(host => Host(host, facts.MtaSts))];
        SenderAction[] actions = [.. hosts.Select(host => host.Action)];
        SenderAction action = EffectivePolicy.ActionOf(facts, actions);
        return new TlsPolicy
        {
            Domain = facts.Domain,
            Route = facts.Route.Status,
            Dnssec = facts.Mx.Dnssec,
            DnssecChain = DnssecChains.Of(facts),
            Mx = hosts,
            Dane = hosts.Length == 0 ? null : hosts.Select(host => host.Dane).OrderBy(Rank).First(),
            MtaSts = hosts.Length == 0 ? facts.MtaSts.Outcome : hosts.Max(host => host.MtaSts),
            MtaStsPolicy = facts.MtaSts.Policy,
            TlsRpt = facts.TlsRpt,
            Action = action,
            Effective = EffectivePolicy.SentenceOf(facts, action, actions),
            Attack = EffectivePolicy.AttackOf(facts, action),
            Findings = [.. Findings(facts, previous).OrderByDescending(finding => finding.Severity)],
            Lookups = facts.Lookups,
            Time = time,
            Elapsed = elapsed,
            Connections = (facts.MtaSts.HostAsked ? 1 : 0) + facts.Hosts.Sum(host => host.Tests.Sum(test => test.Result.Connections)),
        };
    }

    private static MxPolicy Host(HostFacts facts, MtaStsFound mtaSts)
    {
        MtaStsOutcome outcome = EffectivePolicy.MtaStsOf(facts, mtaSts);
        SenderAction action = EffectivePolicy.ActionOf(facts, outcome);
        return new MxPolicy
        {
            Host = facts.Host.Name,
            Preference = facts.Host.Preference,
            Addresses = [.. facts.Host.Addresses.Select(address => address.ToString())],
            AliasOf = facts.Dane?.AliasOf,
            Dnssec = facts.Dane?.AddressDnssec,
            TlsaBaseDomain = facts.Dane?.BaseDomain,
            TlsaDnssec = facts.Dane?.TlsaDnssec,
            Tlsa = [.. facts.Tests.Select(test => test.Policy?.Records).FirstOrDefault(records => records is not null) ?? facts.Dane?.Records ?? []],
            Dane = facts.DaneOutcome,
            MtaSts = outcome,
            Action = action,
            Effective = EffectivePolicy.SentenceOf(facts, action, outcome),
            Tests = [.. facts.Tests.Select(test => test.Result)],
        };
    }

    private static IEnumerable<Finding> Findings(DomainFacts facts, PreviousPolicy? previous)
    {
        foreach (Finding finding in DomainFindings.Of(facts).Concat(DnssecChains.Findings(facts, facts.Time)).Concat(facts.Hosts.SelectMany(DomainFindings.Of)))
            yield return finding;
        foreach (HostFacts host in facts.Hosts.Where(host => facts.MtaSts.Outcome is MtaStsOutcome.Enforce or MtaStsOutcome.Testing
            && MtaStsPolicyText.Covering(facts.MtaSts.Policy.Mx, host.Host.Name) is null))
        {
            yield return PolicyRule.Found("MtaStsMxNotCovered", $"The MTA-STS policy does not name {host.Host.Name}; it names {string.Join(", ", facts.MtaSts.Policy.Mx)}.");
        }
        foreach (Finding finding in facts.Hosts.SelectMany(host => host.Tests).SelectMany(ServerFindings.Of))
            yield return finding;
        if (previous is { Text: { } before } && facts.MtaSts.Policy is { Text: { } now, Id: { } id } && previous.Id == id && Lines(before) != Lines(now))
        {
            yield return PolicyRule.Found(
                "MtaStsIdUnchanged",
                $"The policy differs from the earlier one, and the id is {id} as before: senders that have the earlier one in their cache do not fetch this one.");
        }
    }

    private static string Lines(string text) => string.Join("\n", text.Replace("\r", "").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    // From what helps an attacker most to what helps him least.
    private static int Rank(DaneOutcome outcome) => outcome switch
    {
        DaneOutcome.LookupFailed => 0,
        DaneOutcome.Invalid => 1,
        DaneOutcome.None => 2,
        DaneOutcome.Insecure => 3,
        DaneOutcome.Unknown => 4,
        DaneOutcome.Claimed => 5,
        DaneOutcome.Unusable => 6,
        DaneOutcome.Published => 7,
        DaneOutcome.ValidHostOnly => 8,
        _ => 9,
    };
}
