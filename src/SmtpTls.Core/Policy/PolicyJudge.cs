namespace SmtpTls.Policy;

/// <summary>What the policies make of a server.</summary>
internal sealed record PolicyVerdict
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

    /// <summary>Whether it is a second certificate, with another kind of key, that no TLSA record names.</summary>
    public bool SecondCertificate { get; init; }

    /// <summary>Whether DANE authenticates the server.</summary>
    public bool IsValidByDane => Dane is DaneOutcome.Valid or DaneOutcome.ValidHostOnly;
}

/// <summary>Judges a server by the policies. Pure.</summary>
internal static class PolicyJudge
{
    /// <summary>Whether a policy makes senders insist on authenticated TLS, and the server fulfils it.</summary>
    public static bool IsEnforced(DaneOutcome? dane, MtaStsOutcome? mtaSts) => dane == DaneOutcome.Valid || mtaSts == MtaStsOutcome.Enforce;

    /// <summary>Judges.</summary>
    /// <param name="policy">What was looked up.</param>
    /// <param name="host">The server as the MX record names it.</param>
    /// <param name="facts">What was seen of the server.</param>
    /// <param name="time">The moment to judge for.</param>
    public static PolicyVerdict Judge(HostPolicy policy, string host, ServerFacts facts, DateTimeOffset time)
    {
        PolicyVerdict byDane = Dane(policy, facts, time);
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

    /// <summary>The verdict when the server has another certificate, too, for senders that prefer the other kind of key.</summary>
    /// <param name="verdict">The verdict about the first one: DANE authenticates it.</param>
    /// <param name="policy">What was looked up.</param>
    /// <param name="other">What was seen, with the other certificate's chain; an empty chain where there is none.</param>
    /// <param name="time">The moment to judge for.</param>
    public static PolicyVerdict WithOther(PolicyVerdict verdict, HostPolicy policy, ServerFacts other, DateTimeOffset time)
    {
        if (other.Chain.Count == 0)
            return verdict;
        PolicyVerdict second = Dane(policy, other, time);
        TlsaRecord[] either = [.. verdict.Records.Select((record, i) => record with { Matches = record.Matches | second.Records[i].Matches })];
        return second.IsValidByDane ? verdict with { Records = either } : verdict with
        {
            Dane = DaneOutcome.Invalid,
            DaneReason = $"The server has a second certificate, with another kind of key, for senders that prefer it, and no TLSA record is for that. {second.DaneReason}",
            Records = either,
            SecondCertificate = true,
        };
    }

    private static PolicyVerdict Dane(HostPolicy policy, ServerFacts facts, DateTimeOffset time)
    {
        DaneHost dane = policy.Dane;
        PolicyVerdict verdict = new() { Dane = dane.Outcome, DaneReason = dane.Reason, Records = dane.Records };
        bool mandatory = dane.Outcome is DaneOutcome.Published or DaneOutcome.Unusable;
        if (mandatory && facts.Encrypted == false)
            return verdict with { Dane = DaneOutcome.Invalid, DaneReason = "There are TLSA records, so senders must not go without TLS, and the server makes none (RFC 7672 section 2.2)." };
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
