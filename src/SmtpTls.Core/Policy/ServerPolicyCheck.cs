namespace SmtpTls.Policy;

/// <summary>How a server stands by the policies that concern it: DANE and MTA-STS.</summary>
internal sealed record ServerPolicyOutcome
{
    /// <summary>The outcome of DANE.</summary>
    public required DaneOutcome Dane { get; init; }

    /// <summary>In a sentence, why DANE does not help or fails.</summary>
    public string? DaneReason { get; init; }

    /// <summary>The TLSA records, each with whether it matches.</summary>
    public IReadOnlyList<TlsaRecord> Records { get; init; } = [];

    /// <summary>The outcome of MTA-STS; <see langword="null"/> where it is not in question.</summary>
    public MtaStsOutcome? MtaSts { get; init; }

    /// <summary>In a sentence, why MTA-STS does not help or fails.</summary>
    public string? MtaStsReason { get; init; }

    /// <summary>The RFC 8460 result type of what MTA-STS finds wrong.</summary>
    public string? MtaStsFailure { get; init; }

    /// <summary>The rule of <c>PolicyRules.tsv</c> that the server breaks by MTA-STS.</summary>
    public string? MtaStsRule { get; init; }

    /// <summary>
    /// Whether the server has two certificates, with different kinds of key, and the TLSA records match one of them only: senders that get
    /// that one deliver, the others do not.
    /// </summary>
    public bool MatchesOneCertificateOnly { get; init; }

    /// <summary>Whether DANE authenticates the server.</summary>
    public bool IsValidByDane => Dane is DaneOutcome.Valid or DaneOutcome.ValidHostOnly;
}

/// <summary>Holds what was seen of a server against the policies. Pure.</summary>
internal static class ServerPolicyCheck
{
    /// <summary>Whether a policy makes senders insist on authenticated TLS, and the server fulfils it.</summary>
    public static bool IsEnforced(DaneOutcome? dane, MtaStsOutcome? mtaSts) => dane == DaneOutcome.Valid || mtaSts == MtaStsOutcome.Enforce;

    /// <summary>Compares.</summary>
    /// <param name="policy">What was looked up.</param>
    /// <param name="host">The server as the MX record names it.</param>
    /// <param name="facts">What was seen of the server.</param>
    /// <param name="otherChain">The chain of its other certificate, for senders that prefer the other kind of key; empty where there is none.</param>
    /// <param name="time">The moment to judge for.</param>
    public static ServerPolicyOutcome Check(HostPolicy policy, string host, ServerFacts facts, IReadOnlyList<byte[]> otherChain, DateTimeOffset time)
    {
        ServerPolicyOutcome byDane = BothCertificates(policy, facts, otherChain, time);
        if (policy.MtaSts is not { } found)
            return byDane;
        if (found.Outcome is not (MtaStsOutcome.Enforce or MtaStsOutcome.Testing))
            return byDane with { MtaSts = found.Outcome, MtaStsReason = found.Policy.Reason, MtaStsFailure = found.Policy.Failure };
        return MtaStsFault(found.Policy, host, facts) is not { } fault ? byDane with { MtaSts = found.Outcome } : byDane with
        {
            MtaSts = found.Outcome == MtaStsOutcome.Enforce ? MtaStsOutcome.EnforceFailed : MtaStsOutcome.TestingFailed,
            MtaStsReason = fault.Text,
            MtaStsFailure = fault.Failure,
            MtaStsRule = fault.Rule,
        };
    }

    private static ServerPolicyOutcome BothCertificates(HostPolicy policy, ServerFacts facts, IReadOnlyList<byte[]> otherChain, DateTimeOffset time)
    {
        ServerPolicyOutcome first = Dane(policy, facts, time);
        if (otherChain.Count == 0 || policy.Dane.Outcome != DaneOutcome.Published || facts.Encrypted != true)
            return first;
        ServerPolicyOutcome second = Dane(policy, facts with { Chain = otherChain }, time);
        TlsaRecord[] either = [.. first.Records.Select((record, i) => record with { Matches = record.Matches | second.Records[i].Matches })];
        return first.IsValidByDane == second.IsValidByDane ? first with { Records = either } : first with
        {
            Dane = DaneOutcome.Invalid,
            DaneReason = "The server has two certificates, with different kinds of key, and the TLSA records match one of them only. "
                + $"A sender that gets the other one does not deliver. {(first.IsValidByDane ? second : first).DaneReason}",
            Records = either,
            MatchesOneCertificateOnly = true,
        };
    }

    private static ServerPolicyOutcome Dane(HostPolicy policy, ServerFacts facts, DateTimeOffset time)
    {
        DaneHost dane = policy.Dane;
        ServerPolicyOutcome verdict = new() { Dane = dane.Outcome, DaneReason = dane.Reason, Records = dane.Records };
        bool mandatory = dane.Outcome is DaneOutcome.Published or DaneOutcome.Unusable;
        if (mandatory && facts.Encrypted == false)
            return verdict with { Dane = DaneOutcome.Invalid, DaneReason = "TLSA records are published, so senders must use TLS, but the server does not offer it (RFC 7672 section 2.2)." };
        if (facts.Encrypted != true || dane.Records.Count == 0)
            return verdict;
        string[] names = policy.NextHop is { } nextHop ? [dane.BaseDomain, nextHop] : [dane.BaseDomain];
        DaneVerdict compared = DaneVerifier.Verify(dane.Records, facts.Chain, names, time);
        verdict = verdict with { Records = compared.Records };
        return dane.Outcome != DaneOutcome.Published ? verdict
            : compared.Matched is null ? verdict with { Dane = DaneOutcome.Invalid, DaneReason = compared.Reason }
            : policy.IsNameSecure ? verdict with { Dane = DaneOutcome.Valid }
            : verdict with
            {
                Dane = DaneOutcome.ValidHostOnly,
                DaneReason = "The certificate is the right one for this server, but the MX records are not secure: an attacker could name another server (RFC 7672 section 2.2.1).",
            };
    }

    // RFC 8461 sections 4, 4.1, 4.2 and 7.2
    private static (string Rule, string Failure, string Text)? MtaStsFault(MtaStsPolicy policy, string host, ServerFacts facts)
    {
        if (MtaStsPolicyText.Covering(policy.Mx, host) is null)
            return ("MtaStsMxNotCovered", FailureType.ValidationFailure, $"The MTA-STS policy does not name {host}; it names {string.Join(", ", policy.Mx)}.");
        return facts switch
        {
            { Encrypted: null } => null,
            { Encrypted: false } => ("MtaStsMxWithoutStartTls", FailureType.StartTlsNotSupported, $"{host} makes no TLS, which the MTA-STS policy demands."),
            { Protocol: < SslProtocolVersion.Tls12 } => ("MtaStsMxOldTls", FailureType.ValidationFailure, $"{host} made TLS older than 1.2, which the MTA-STS policy demands."),
            { CertificateValid: true, NameMatch: true, HasAlternativeName: true } => null,
            { CertificateValid: true, NameMatch: true } => (
                "MtaStsMxCertificateInvalid", FailureType.CertificateHostMismatch, $"The certificate of {host} has no subject alternative name, which MTA-STS demands."),
            _ => ("MtaStsMxCertificateInvalid", facts.CertificateFailure ?? FailureType.ValidationFailure, $"The certificate of {host} is not valid, which the MTA-STS policy demands."),
        };
    }
}
