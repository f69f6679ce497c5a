using SmtpTls.Certificates;
using SmtpTls.Policy;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>Turns observations and their judgement into what a user gets.</summary>
internal static class ResultBuilder
{
    /// <summary>The result of a test of one address.</summary>
    /// <param name="seen">What was seen of the address.</param>
    /// <param name="test">What else belongs to this result.</param>
    public static StartTlsResult Build(ProbeObservation seen, TestCircumstances test)
    {
        Judgement judgement = StartTlsJudge.Judge(seen, test.Policy);
        ServerPolicyOutcome? policy = test.Policy;
        TlsHandshake? handshake = seen.Handshake;
        CipherSuite? suite = handshake?.CipherSuite;
        CertificateVerdict? certificate = seen.Certificate;
        StartTlsResult result = new()
        {
            Domain = test.Target.Domain,
            MxHost = seen.Target.Host,
            MxPreference = test.Target.Preference,
            Address = seen.Target.Address.ToString(),
            Port = seen.Target.Port,
            ImplicitTls = seen.Target.ImplicitTls,
            Status = judgement.Status,
            Failure = judgement.Failure,
            Reason = judgement.Reason,
            StartTls = StartTlsJudge.Offer(seen),
            Banner = seen.Banner?.Lines[0],
            Extensions = [.. (seen.Dialogue.TlsEhlo ?? seen.PlainEhlo)?.Extensions ?? []],
            InjectedBytes = seen.InjectedBytes,
            Protocol = handshake?.Protocol,
            CipherSuite = suite?.Name,
            CipherSuiteOpenSsl = suite?.OpenSslName,
            KeyExchangeGroup = handshake?.Group,
            KeyExchangeBits = handshake?.KeyExchangeBits,
            Offered = [.. handshake?.Offered ?? []],
            HandshakeProblems = [.. handshake?.Remarks.Select(remark => remark.Problem) ?? []],
            SignatureScheme = handshake?.SignatureScheme,
            ServerName = handshake is null ? null : seen.Dialogue.ServerName,
            ClientCertificateRequested = handshake?.ClientCertificateRequested,
            ClientCertificateAccepted = ClientCertificateAccepted(seen),
            AcceptableIssuers = [.. handshake?.AcceptableIssuers ?? []],
            OcspStapled = handshake?.OcspStapled,
            Alert = seen.LateAlert is { } late ? Alert(late.Alert, late.Received)
                : handshake?.Alert is { } alert ? Alert(alert, handshake.AlertReceived)
                : null,
            Certificate = certificate?.Certificate,
            ChainSent = [.. certificate?.ChainSent ?? []],
            ChainBuilt = [.. certificate?.ChainBuilt ?? []],
            CertificateValid = certificate?.Valid,
            NameMatch = certificate?.NameMatch,
            CertificateProblems = [.. certificate?.Problems ?? []],
            DaysLeft = certificate?.DaysLeft,
            Dane = policy?.Dane,
            MtaSts = policy?.MtaSts,
            Tlsa = [.. policy?.Records ?? []],
            RequireTls = seen.Dialogue.TlsEhlo?.Offers("REQUIRETLS"),
            RecipientAccepted = Accepted(seen.Dialogue.RcptTo),
            Level = TlsLevelRule.Of(judgement.Status, handshake?.Protocol, suite?.Strength, ServerPolicyCheck.IsEnforced(policy?.Dane, policy?.MtaSts)),
            Engine = seen.Engine,
            Shared = test.Shared,
            Connections = test.Shared ? 0 : seen.Connections,
            Time = seen.Time,
            Elapsed = Offset(test) + seen.Elapsed + test.PolicyElapsed,
            Steps = [.. Steps(seen, test)],
            Transcript = [.. seen.Transcript],
        };
        return Judged(result, suite, policy, certificate?.Reasons, handshake?.Remarks);
    }

    /// <summary>The result for a domain that leads to no address.</summary>
    public static StartTlsResult WithoutAddress(NoAddress target) => Judged(new StartTlsResult
    {
        Domain = target.Domain,
        MxHost = target.Host,
        MxPreference = target.Preference,
        Port = target.Port,
        Status = target.Status,
        Reason = target.Reason,
        Time = DateTimeOffset.UtcNow - target.Resolve.Elapsed,
        Elapsed = target.Resolve.Elapsed,
        Steps = [target.Resolve],
    });

    /// <summary>The result for input that is neither a domain nor a server, so that a list of targets gives one result for each.</summary>
    /// <param name="domain">The input that should be a domain, as it was given; <see langword="null"/> where it should be a server.</param>
    /// <param name="server">The input that should be a server, as it was given.</param>
    /// <param name="port">The port that would have been used.</param>
    /// <param name="reason">In a sentence, what is wrong with it.</param>
    public static StartTlsResult InvalidInput(string? domain, string? server, int port, string reason) => Judged(new StartTlsResult
    {
        Domain = domain is null ? null : SafeText.Of(domain),
        MxHost = server is null ? null : SafeText.Of(server),
        Port = port,
        Status = TestStatus.InvalidInput,
        Reason = reason,
        Time = DateTimeOffset.UtcNow,
    });

    // Score and findings come from the other properties and from nothing else, so that anybody can check them.
    private static StartTlsResult Judged(
        StartTlsResult result,
        CipherSuite? suite = null,
        ServerPolicyOutcome? policy = null,
        IReadOnlyList<string>? certificateReasons = null,
        IReadOnlyList<HandshakeRemark>? remarks = null)
    {
        StartTlsResult scored = result with { Score = ScoreFormula.Of(result, suite) };
        return scored with { Findings = TestFindings.Of(new TestSubject(scored, suite, policy) { CertificateReasons = certificateReasons ?? [], Remarks = remarks ?? [] }) };
    }

    private static TimeSpan Offset(TestCircumstances test) => test.Target.Resolve?.Elapsed ?? TimeSpan.Zero;

    // The look-up is the result's own; the steps at the server may be those of another result, too.
    private static IEnumerable<TestStep> Steps(ProbeObservation seen, TestCircumstances test)
    {
        if (test.Target.Resolve is { } resolve)
            yield return resolve;
        foreach (TestStep step in seen.Steps)
            yield return step with { Start = step.Start + Offset(test) };
        if (test.Policy is { } policy)
        {
            StepVerdict verdict = StepComments.Policy(policy);
            yield return new TestStep
            {
                Name = TestStepName.Policy,
                Start = Offset(test) + seen.Elapsed,
                Elapsed = test.PolicyElapsed,
                Outcome = verdict.Outcome,
                Comment = verdict.Comment,
            };
        }
    }

    private static bool? ClientCertificateAccepted(ProbeObservation seen) => seen.Handshake?.ClientCertificateSent != true ? null
        : seen.Dialogue.WelcomedInsideTls ? true
        : seen.Dialogue.StoppedAt is not null ? false
        : null;

    private static string Alert(TlsAlert alert, bool received) => $"{(received ? "received" : "sent")} {alert}";

    // A 4yz (greylisting) says neither yes nor no.
    private static bool? Accepted(SmtpReply? reply) => reply?.Severity switch
    {
        SmtpReplySeverity.Success => true,
        SmtpReplySeverity.Permanent => false,
        _ => null,
    };
}
