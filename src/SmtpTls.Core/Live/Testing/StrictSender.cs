using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>Changes the judgement of a test to what a strict sender would do there today: one that follows DANE and MTA-STS.</summary>
internal static class StrictSender
{
    /// <summary>The judgement of the dialogue and the certificate, as the policies change it.</summary>
    /// <param name="judgement">That judgement.</param>
    /// <param name="policy">How the server stands by the policies.</param>
    public static Judgement Apply(Judgement judgement, ServerPolicyOutcome policy)
    {
        if (policy.Dane == DaneOutcome.LookupFailed && judgement.Status is TestStatus.Authenticated or TestStatus.Encrypted or TestStatus.NotOffered)
        {
            // RFC 7672 section 2.1.2: whoever cannot learn whether there are TLSA records must act as if there were.
            return new(TestStatus.DnsFailure, FailureType.DnssecInvalid, $"A sender that uses DANE does not deliver here: {policy.DaneReason}");
        }
        if (policy.Dane == DaneOutcome.Invalid)
        {
            return judgement.Status is TestStatus.Authenticated or TestStatus.Encrypted
                ? new(TestStatus.Encrypted, FailureType.TlsaInvalid, StartTlsJudge.Join(policy.DaneReason, judgement.Reason))
                : judgement with { Reason = StartTlsJudge.Join(judgement.Reason, policy.DaneReason) };
        }
        // DANE outranks MTA-STS (RFC 8461 section 2).
        return policy.IsValidByDane ? judgement : ByMtaSts(judgement, policy);
    }

    private static Judgement ByMtaSts(Judgement judgement, ServerPolicyOutcome policy)
    {
        if (policy.MtaStsFailure is not { } failure)
            return judgement;
        if (judgement.Status is not (TestStatus.Authenticated or TestStatus.Encrypted))
            return policy.MtaStsRule is null ? judgement : judgement with { Reason = StartTlsJudge.Join(judgement.Reason, policy.MtaStsReason) };
        return new(
            policy.MtaSts == MtaStsOutcome.EnforceFailed ? TestStatus.Encrypted : judgement.Status,
            judgement.Failure ?? failure,
            StartTlsJudge.Join(policy.MtaStsReason, judgement.Reason));
    }
}
