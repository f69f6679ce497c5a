namespace SmtpTls.Cisco;

/// <summary>Says what the entries of a Host Access Table amount to, each with its mail flow policy and the defaults.</summary>
internal static class SenderGroupJudge
{
    public static IEnumerable<EsaTlsPolicy> Judge(HostAccessTable table, EsaListener? listener, string source)
    {
        Dictionary<string, HatPolicy> policies = new(StringComparer.OrdinalIgnoreCase);
        foreach (HatPolicy policy in table.Policies) policies[policy.Name] = policy;
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> used = new(table.Entries.Select(entry => entry.PolicyName).OfType<string>(), StringComparer.OrdinalIgnoreCase);
        foreach (HatEntry entry in table.Entries)
        {
            FindingList findings = new();
            HatPolicy? policy = entry.PolicyName is { } name && policies.TryGetValue(name, out HatPolicy? found) ? found : null;
            if (entry.PolicyName is not null && policy is null)
            {
                findings.Add(
                    "PolicyMissing",
                    $"It refers to the mail flow policy {Quoted.Value(entry.PolicyName)}, which the table does not have, so it is not known how "
                        + "its mail is handled.");
            }

            if (!seen.Add(entry.Name))
            {
                findings.Add(
                    "DuplicateSenderGroup",
                    "The table has another entry of this name before it. The first entry that matches a host counts.");
            }

            HatParameters own = entry.Parameters.Or(policy?.Parameters ?? new HatParameters());
            SenderGroupFacts facts = new(entry.Access ?? policy?.Access, own, own.Or(table.Defaults));
            if (facts.TakesMail) SenderGroupRules.Judge(facts, findings);
            yield return Policy(facts, findings, listener, source) with { Name = entry.Name, MailFlowPolicy = entry.PolicyName };
        }

        foreach (HatPolicy policy in table.Policies.Where(policy => !used.Contains(policy.Name)))
        {
            FindingList findings = new();
            findings.Add("PolicyUnused", "No entry of the table uses this mail flow policy.");
            SenderGroupFacts facts = new(policy.Access, policy.Parameters, policy.Parameters.Or(table.Defaults));
            yield return Policy(facts, findings, listener, source) with
            {
                Kind = EsaPolicyKind.MailFlowPolicy,
                Name = policy.Name,
                MailFlowPolicy = policy.Name,
            };
        }
    }

    private static EsaTlsPolicy Policy(SenderGroupFacts facts, FindingList findings, EsaListener? listener, string source)
    {
        EsaTlsSetting? setting = facts.Setting;
        bool isKnown = facts.TakesMail && setting is not null;
        return new EsaTlsPolicy
        {
            Kind = EsaPolicyKind.SenderGroup,
            Name = "",
            Listener = listener?.Name,
            Access = facts.Access,
            Setting = facts.TakesMail ? setting : null,
            FromDefault = facts.TakesMail && facts.Own.Tls is null,
            Mode = isKnown ? ReceivingWords.Mode(setting!.Value) : null,
            Verify = isKnown ? facts.Verify && setting != EsaTlsSetting.Off : null,
            Authentication = isKnown ? ReceivingWords.Authentication(setting!.Value, facts.Verify) : null,
            MandatoryFor = facts.TakesMail ? facts.InForce.TlsExceptions : null,
            SmtpAuth = facts.TakesMail ? facts.SmtpAuth : null,
            SmtpAuthRequiresTls = facts.TakesMail ? facts.SmtpAuthRequiresTls : null,
            Summary = Summary(facts),
            Findings = findings.WorstFirst(),
            Source = source,
        };
    }

    private static string Summary(SenderGroupFacts facts) => facts.Access switch
    {
        EsaAccessRule.Reject => "Accepts the connection, but no mail.",
        EsaAccessRule.TcpRefuse => "Refuses the connection.",
        EsaAccessRule.Continue => "Leaves the decision to the entries that follow.",
        null => "Not known.",
        _ when facts.Setting is { } setting => ReceivingWords.Summary(
            facts.Access == EsaAccessRule.Relay ? "Relays mail" : "Accepts mail",
            setting,
            facts.Verify,
            ReceivingWords.Mode(setting) == TlsMode.Opportunistic ? facts.InForce.TlsExceptions : null),
        _ => (facts.Access == EsaAccessRule.Relay ? "Relays mail" : "Accepts mail") + "; whether with TLS is not known.",
    };
}

/// <summary>An entry or a policy with everything that counts for it.</summary>
/// <param name="Access">What is done with a connection.</param>
/// <param name="Own">The parameters of the entry and its policy.</param>
/// <param name="InForce">The same after defaults.</param>
internal sealed record SenderGroupFacts(EsaAccessRule? Access, HatParameters Own, HatParameters InForce)
{
    public bool TakesMail => Access is EsaAccessRule.Accept or EsaAccessRule.Relay;

    public EsaTlsSetting? Setting => InForce.Tls is { } text ? EsaSpelling.Tls(text) : null;

    public bool Verify => ReceivingWords.Verify(Setting, InForce.TlsVerify);

    public bool? SmtpAuth => EsaSpelling.SmtpAuth(InForce.SmtpAuthAllow);

    public bool? SmtpAuthRequiresTls => EsaSpelling.Flag(InForce.SmtpAuthRequireTls);
}
