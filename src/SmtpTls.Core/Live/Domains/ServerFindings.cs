using SmtpTls.Policy;
using SmtpTls.Testing;

namespace SmtpTls.Domains;

/// <summary>What is worth knowing about a mail server that was tested, against the policies. Pure.</summary>
internal static class ServerFindings
{
    /// <summary>About one tested address.</summary>
    public static IEnumerable<Finding> Of(AddressTest tested)
    {
        StartTlsResult test = tested.Result;
        string server = $"{test.MxHost} ({test.Address})";
        if (test.Status is TestStatus.Unreachable or TestStatus.TemporaryFailure || tested.Policy is not { } verdict)
        {
            yield return PolicyRule.Found("ServerNotReached", $"{server} could not be tested: {test.Status}. {test.Reason}");
            yield break;
        }
        foreach (Finding finding in Dane(server, test, verdict))
            yield return finding;
        if (verdict.MtaStsRule is { } rule && rule != "MtaStsMxNotCovered")
            yield return PolicyRule.Found(rule, verdict.MtaStsReason!);
        if (test.RequireTls == true)
            yield return PolicyRule.Found("RequireTlsOffered", $"{server} offers REQUIRETLS inside TLS: a sender can ask that a message never travels without authenticated TLS.");
        if (tested.Seen?.PlainEhlo?.Offers("REQUIRETLS") == true)
            yield return PolicyRule.Found("RequireTlsInTheClear", $"{server} offers REQUIRETLS before TLS, where it must not.");
    }

    private static IEnumerable<Finding> Dane(string server, StartTlsResult test, ServerPolicyOutcome verdict)
    {
        if (verdict.IsValidByDane)
        {
            yield return PolicyRule.Found("DaneValid", $"The certificate of {server} is the one that its TLSA records name.");
            foreach (TlsaRecord stale in verdict.Records.Where(record => record.Matches == false))
                yield return PolicyRule.Found("DaneStaleRecord", $"The record {DaneVerifier.Short(stale)} matches nothing that {server} sends: the next key's, or one to remove.");
        }
        if (verdict.Dane != DaneOutcome.Invalid)
            yield break;
        string rule = test.Status is TestStatus.NotOffered or TestStatus.HandshakeFailed or TestStatus.Refused ? "DaneWithoutStartTls"
            : verdict.MatchesOneCertificateOnly ? "DaneSecondCertificateMismatch"
            : verdict.Records.Where(record => record.Usable).All(record => record.Usage == TlsaUsage.DaneTA && record.Matches == false) ? "DaneTrustAnchorNotSent"
            : "DaneMismatch";
        string senders = verdict.MatchesOneCertificateOnly ? "Some senders" : "Senders";
        yield return PolicyRule.Found(rule, $"{senders} that use DANE do not deliver to {server}. {verdict.DaneReason}");
    }
}
