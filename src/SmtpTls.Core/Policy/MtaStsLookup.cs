using DnsClient;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>What the look-up of a domain's MTA-STS found.</summary>
/// <param name="Policy">Record and policy as a user sees them.</param>
/// <param name="Outcome">None, Invalid, Off, Testing or Enforce.</param>
/// <param name="Findings">What is wrong with them.</param>
/// <param name="HostAsked">Whether the policy host had to be asked: it is, once in a pipeline.</param>
internal sealed record MtaStsFound(MtaStsPolicy Policy, MtaStsOutcome Outcome, IReadOnlyList<Finding> Findings, bool HostAsked);

/// <summary>Looks up a domain's MTA-STS record and fetches its policy (RFC 8461 section 3).</summary>
internal sealed class MtaStsLookup(IVouchedDns dns, PolicyHost host)
{
    private static readonly TimeSpan ShortMaxAge = TimeSpan.FromDays(7);

    /// <summary>Looks up.</summary>
    public async Task<MtaStsFound> FindAsync(string domain, LookupCount? count, CancellationToken cancellationToken)
    {
        VouchedAnswer txt = await dns.AskAsync("_mta-sts." + domain, QueryType.TXT, count, cancellationToken).ConfigureAwait(false);
        if (txt.Answer.Status == DnsAnswerStatus.Failed)
            return Without("MtaStsLookupFailed", MtaStsOutcome.Invalid, txt.Answer.Error!);
        IReadOnlyList<string> records = TxtRecords.OfVersion(txt.Answer, MtaStsRecord.Version);
        if (records.Count == 0 && TxtRecords.IgnoredOf(txt.Answer, MtaStsRecord.Version) is { } ignored)
        {
            string text = $"Senders ignore the record {Quoted.Value(ignored.Text)} at _mta-sts.{domain}. {ignored.Reason}";
            return new(
                new MtaStsPolicy { Record = SafeText.Of(ignored.Text), Reason = text }, MtaStsOutcome.Invalid, [PolicyRule.Found("MtaStsRecordIgnored", text)], HostAsked: false);
        }
        if (records.Count == 0)
            return Without("MtaStsMissing", MtaStsOutcome.None, $"{domain} has no MTA-STS record: a sender without DANE accepts any server that answers.");
        if (records.Count > 1)
            return Without("MtaStsRecordAmbiguous", MtaStsOutcome.Invalid, $"_mta-sts.{domain} has {records.Count} records that begin with {MtaStsRecord.Version}; with more than one, senders take none.");
        if (!MtaStsRecord.TryReadId(records[0], out string? id, out string? error))
        {
            return Without("MtaStsRecordInvalid", MtaStsOutcome.Invalid, $"The record {Quoted.Value(records[0])} at _mta-sts.{domain} cannot be used. {error}")
                with { Policy = new MtaStsPolicy { Record = SafeText.Of(records[0]), Failure = FailureType.StsPolicyInvalid, Reason = error } };
        }

        FetchedPolicy fetched = await host.FetchAsync(domain, cancellationToken, out bool asked).ConfigureAwait(false);
        MtaStsPolicy found = new()
        {
            Record = SafeText.Of(records[0]),
            Id = id,
            Url = PolicyHost.UrlOf(domain).ToString(),
            Text = fetched.Text is null ? null : string.Join("\n", fetched.Text.Replace("\r\n", "\n").Split('\n').Select(SafeText.Of)),
            Certificate = fetched.Certificate,
            Failure = fetched.Failure,
            Reason = fetched.Reason,
        };
        if (fetched.Text is null)
            return new(found, MtaStsOutcome.Invalid, [PolicyRule.Found(RuleOf(fetched.Failure!), fetched.Reason!)], asked);
        if (!MtaStsPolicyText.TryRead(fetched.Text, out MtaStsPolicyText? policy, out error))
        {
            string reason = $"The policy at {found.Url} cannot be used. {error}";
            return new(found with { Failure = FailureType.StsPolicyInvalid, Reason = reason }, MtaStsOutcome.Invalid, [PolicyRule.Found("MtaStsPolicyInvalid", reason)], asked);
        }

        return new(found with { Mode = policy.Mode, MaxAge = policy.MaxAge, Mx = [.. policy.Mx] }, OutcomeOf(policy.Mode), [.. FindingsOf(policy)], asked);
    }

    private static MtaStsFound Without(string rule, MtaStsOutcome outcome, string text) => new(
        new MtaStsPolicy { Reason = outcome == MtaStsOutcome.None ? null : text, Failure = outcome == MtaStsOutcome.None ? null : FailureType.StsPolicyInvalid },
        outcome,
        [PolicyRule.Found(rule, text)],
        HostAsked: false);

    private static string RuleOf(string failure) => failure switch
    {
        FailureType.StsWebPkiInvalid => "MtaStsCertificateInvalid",
        FailureType.StsPolicyInvalid => "MtaStsPolicyInvalid",
        _ => "MtaStsFetchFailed",
    };

    private static MtaStsOutcome OutcomeOf(MtaStsMode mode) => mode switch
    {
        MtaStsMode.Enforce => MtaStsOutcome.Enforce,
        MtaStsMode.Testing => MtaStsOutcome.Testing,
        _ => MtaStsOutcome.Off,
    };

    private static IEnumerable<Finding> FindingsOf(MtaStsPolicyText policy)
    {
        if (policy.Mode == MtaStsMode.Testing)
            yield return PolicyRule.Found("MtaStsTesting", "The MTA-STS policy is in mode testing: senders report failures and deliver all the same, so an attacker is seen at best.");
        if (policy.Mode == MtaStsMode.None)
            yield return PolicyRule.Found("MtaStsOff", "The MTA-STS policy is in mode none: senders forget the one they had.");
        if (policy.Mode != MtaStsMode.None && policy.MaxAge < ShortMaxAge)
        {
            yield return PolicyRule.Found(
                "MtaStsShortMaxAge",
                $"The policy is kept for {policy.MaxAge.TotalSeconds:0} s only; an attacker who can hold off the DNS for that long is rid of it. Weeks or more are usual.");
        }
    }
}
