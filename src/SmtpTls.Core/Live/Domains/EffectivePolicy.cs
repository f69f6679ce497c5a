using SmtpTls.Policy;
using SmtpTls.Testing;

namespace SmtpTls.Domains;

/// <summary>What follows from all policies together: what a strict sender does, and what an attacker could still do. Pure.</summary>
internal static class EffectivePolicy
{
    /// <summary>
    /// What a strict sender does with mail for one server. It tries every address (RFC 5321 section 5.1): one that fails a policy gets no mail,
    /// and the others decide.
    /// </summary>
    public static SenderAction ActionOf(HostFacts host, MtaStsOutcome mtaSts)
    {
        if (host.Dane is null || host.Host.Addresses.Count == 0)
            return SenderAction.Refuse;
        return host.Tests.Count == 0
            ? ActionOf(host.FromDns, mtaSts) ?? SenderAction.DeliverOpportunistic
            : host.Tests.Select(test => ActionOf(host, test, mtaSts)).Where(action => action != SenderAction.Refuse).DefaultIfEmpty(SenderAction.Refuse).Min();
    }

    /// <summary>What a strict sender does with mail for one address that was tested.</summary>
    public static SenderAction ActionOf(HostFacts host, AddressTest test, MtaStsOutcome mtaSts) =>
        // Senders that get the certificate that matches deliver.
        test.Policy?.MatchesOneCertificateOnly == true ? SenderAction.DeliverAuthenticated
            : ActionOf(test.Result.Dane ?? host.FromDns, test.Result.MtaSts ?? mtaSts) ?? Opportunistic(test.Result);

    private static SenderAction? ActionOf(DaneOutcome dane, MtaStsOutcome mtaSts) => dane switch
    {
        DaneOutcome.LookupFailed or DaneOutcome.Invalid => SenderAction.Refuse,
        DaneOutcome.Valid or DaneOutcome.ValidHostOnly or DaneOutcome.Published => SenderAction.DeliverAuthenticated,
        _ when mtaSts == MtaStsOutcome.EnforceFailed => SenderAction.Refuse,
        _ when mtaSts == MtaStsOutcome.Enforce => SenderAction.DeliverAuthenticated,
        DaneOutcome.Unusable => SenderAction.DeliverEncrypted,
        _ => null,
    };

    /// <summary>The outcome of MTA-STS for a server: of its tests, or of its name against the patterns.</summary>
    public static MtaStsOutcome MtaStsOf(HostFacts host, MtaStsFound found)
    {
        if (host.MtaStsOutcome is { } tested)
            return tested;
        bool covered = MtaStsPolicyText.Covering(found.Policy.Mx, host.Host.Name) is not null;
        return (found.Outcome, covered) switch
        {
            (MtaStsOutcome.Enforce, false) => MtaStsOutcome.EnforceFailed,
            (MtaStsOutcome.Testing, false) => MtaStsOutcome.TestingFailed,
            _ => found.Outcome,
        };
    }

    /// <summary>The action for a server in a sentence.</summary>
    public static string SentenceOf(HostFacts host, SenderAction action, MtaStsOutcome mtaSts)
    {
        string name = host.Host.Name;
        bool byDane = IsByDane(host);
        string refused = Refused(host, action, mtaSts);
        string dane = host.Dane?.Reason is { } reason ? " " + reason : "";
        return action switch
        {
            SenderAction.DeliverAuthenticated when byDane => $"Mail goes to {name} over TLS with the certificate that its TLSA records name, or not at all (DANE).{refused}",
            SenderAction.DeliverAuthenticated => $"Mail goes to {name} over TLS with a certificate for that name by a trusted CA, or not at all (MTA-STS).{refused}",
            SenderAction.DeliverEncrypted when host.DaneOutcome == DaneOutcome.Unusable =>
                $"Mail goes to {name} over TLS or not at all, and any certificate will do: no TLSA record can be used.",
            SenderAction.DeliverEncrypted => $"Mail goes to {name} encrypted today, to any server that answers; without STARTTLS it would go in the clear.",
            SenderAction.DeliverInClear => $"Mail goes to {name} in the clear.",
            SenderAction.Refuse => $"No mail goes to {name}: {RefusalOf(host, mtaSts)}",
            _ => $"Mail goes to {name} encrypted if it offers STARTTLS, and in the clear if not.{dane}",
        };
    }

    // Whether DANE decides: where it fails at one address and not at another, the other one still has it.
    private static bool IsByDane(HostFacts host) => host.FromDns is DaneOutcome.Published
        || host.DaneOutcome is DaneOutcome.Published or DaneOutcome.Valid or DaneOutcome.ValidHostOnly;

    private static string Refused(HostFacts host, SenderAction action, MtaStsOutcome mtaSts)
    {
        if (action == SenderAction.Refuse)
            return "";
        string[] addresses = [.. host.Tests.Where(test => ActionOf(host, test, mtaSts) == SenderAction.Refuse).Select(test => test.Result.Address!)];
        string part = host.Tests.Any(test => test.Policy?.MatchesOneCertificateOnly == true)
            ? " Senders that get the server's other certificate, which the TLSA records do not name, do not deliver."
            : "";
        return addresses.Length == 0 ? part
            : $" {string.Join(", ", addresses)} fails the policy: senders get nothing through there and try the other addresses (RFC 5321 section 5.1).{part}";
    }

    /// <summary>The action for a domain: what the weakest of the servers that can be delivered to allows.</summary>
    public static SenderAction ActionOf(DomainFacts facts, IReadOnlyList<SenderAction> hosts) => facts.Route.Status switch
    {
        MailRouteStatus.NullMx => SenderAction.NoMail,
        _ => hosts.Where(action => action != SenderAction.Refuse).DefaultIfEmpty(SenderAction.Refuse).Min(),
    };

    /// <summary>The action for a domain in a sentence.</summary>
    public static string SentenceOf(DomainFacts facts, SenderAction action, IReadOnlyList<SenderAction> hosts)
    {
        int refused = hosts.Count(host => host == SenderAction.Refuse);
        string rest = refused > 0 && refused < hosts.Count ? $" {refused} of {hosts.Count} mail servers get none." : "";
        return action switch
        {
            SenderAction.NoMail => $"{facts.Domain} takes no mail.",
            SenderAction.Refuse when hosts.Count == 0 => $"A strict sender delivers no mail to {facts.Domain}: {facts.Route.Error}",
            SenderAction.Refuse => $"A strict sender delivers no mail to {facts.Domain}: none of its mail servers passes.",
            SenderAction.DeliverAuthenticated => $"A strict sender delivers mail to {facts.Domain} encrypted and to authenticated servers only.{rest}",
            SenderAction.DeliverEncrypted => $"A strict sender delivers mail to {facts.Domain} encrypted, without knowing to whom.{rest}",
            SenderAction.DeliverInClear => $"A strict sender delivers mail to {facts.Domain} in the clear.{rest}",
            _ => $"A strict sender encrypts mail to {facts.Domain} where the server offers it, and delivers in the clear otherwise.{rest}",
        };
    }

    /// <summary>What an attacker on the path could still do.</summary>
    public static string AttackOf(DomainFacts facts, SenderAction action)
    {
        // Where DANE fails, no mail goes, and so none that MTA-STS would have to protect.
        bool allByDane = facts.Hosts.All(host => IsByDane(host) || host.DaneOutcome is DaneOutcome.Invalid or DaneOutcome.LookupFailed || host.Host.Addresses.Count == 0);
        return action switch
        {
            SenderAction.NoMail => "Nothing: there is no mail.",
            SenderAction.Refuse => "Nothing with a strict sender. A sender that is not strict may deliver to any server that answers.",
            SenderAction.DeliverAuthenticated when allByDane && facts.Mx.Dnssec.Counts => "Delay mail, but neither read nor change it.",
            SenderAction.DeliverAuthenticated when allByDane =>
                "Name a mail server of its own by forging the MX answer, which DNSSEC does not protect, and read the mail there.",
            SenderAction.DeliverAuthenticated =>
                "Delay mail; and read it where the sender has no policy in its cache yet, by keeping the MTA-STS record from it.",
            SenderAction.DeliverEncrypted when facts.Hosts.Any(host => host.DaneOutcome == DaneOutcome.Unusable) =>
                "Pose as the mail server with any certificate, and read and change the mail.",
            _ => "Take STARTTLS out of the dialogue, or pose as the mail server with any certificate, and read and change the mail.",
        };
    }

    private static SenderAction Opportunistic(StartTlsResult test) => test.Status switch
    {
        TestStatus.Authenticated or TestStatus.Encrypted => SenderAction.DeliverEncrypted,
        // A sender that is content with any encryption delivers in the clear where the handshake fails (RFC 7435).
        TestStatus.NotOffered or TestStatus.HandshakeFailed => SenderAction.DeliverInClear,
        _ => SenderAction.DeliverOpportunistic,
    };

    private static string RefusalOf(HostFacts host, MtaStsOutcome mtaSts) =>
        host.Host.Addresses.Count == 0 && host.Host.Error is { } error && host.DaneOutcome != DaneOutcome.LookupFailed ? error
        : host.DaneOutcome is DaneOutcome.LookupFailed ? host.Dane!.Reason!
        : host.Tests.Select(test => test.Policy).FirstOrDefault(outcome => outcome is not null) is { } seen
            ? (mtaSts == MtaStsOutcome.EnforceFailed && host.DaneOutcome != DaneOutcome.Invalid ? seen.MtaStsReason : seen.DaneReason) ?? "the policy is not fulfilled."
        : "the MTA-STS policy does not name it.";
}
