using SmtpTls.Policy;
using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>Turns observations and their judgement into what a user gets.</summary>
internal static class ResultBuilder
{
    /// <summary>The result of a test of one address, without its times, steps and transcript.</summary>
    public static StartTlsResult Build(ProbeObservation seen)
    {
        Judgement judgement = StartTlsJudge.Judge(seen);
        StartTlsResult result = new()
        {
            Domain = seen.Target.Domain,
            MxHost = seen.Target.Host,
            MxPreference = seen.Target.Preference,
            Address = seen.Target.Address.ToString(),
            Port = seen.Target.Port,
            ImplicitTls = seen.Target.ImplicitTls,
            Status = judgement.Status,
            Failure = judgement.Failure,
            Reason = judgement.Reason,
            StartTls = StartTlsJudge.Offer(seen),
            Banner = seen.Banner?.Lines[0],
            Extensions = [.. (seen.TlsEhlo ?? seen.PlainEhlo)?.Extensions ?? []],
            InjectedBytes = seen.InjectedBytes,
            Dane = seen.Policy?.Dane,
            MtaSts = seen.Policy?.MtaSts,
            Tlsa = [.. seen.Policy?.Records ?? []],
            PolicyVerdict = seen.Policy,
            RequireTls = seen.TlsEhlo?.Offers("REQUIRETLS"),
            RequireTlsInTheClear = seen.PlainEhlo?.Offers("REQUIRETLS") == true,
            RecipientAccepted = Accepted(seen.RcptToReply),
            Connections = seen.Connections,
        };
        AddHandshake(result, seen);
        AddCertificate(result, seen);
        CipherSuite? suite = seen.Handshake?.CipherSuite;
        result.Level = TlsLevelRule.Of(result.Status, result.Protocol, suite?.Strength, PolicyJudge.IsEnforced(result.Dane, result.MtaSts));
        result.Score = ScoreFormula.Of(result, suite);
        return result;
    }

    /// <summary>The result for a domain that leads to no address.</summary>
    public static StartTlsResult WithoutAddress(string? domain, string? host, int? preference, int port, TestStatus status, string? reason, TestStep resolve) => new()
    {
        Domain = domain,
        MxHost = host,
        MxPreference = preference,
        Port = port,
        Status = status,
        Reason = reason,
        Time = DateTimeOffset.UtcNow - resolve.Elapsed,
        Elapsed = resolve.Elapsed,
        Steps = [resolve],
    };

    private static void AddHandshake(StartTlsResult result, ProbeObservation seen)
    {
        if (seen.Handshake is not { } handshake)
            return;
        result.Protocol = handshake.Protocol;
        result.CipherSuite = handshake.CipherSuite?.Name;
        result.CipherSuiteOpenSsl = handshake.CipherSuite?.OpenSslName;
        result.KeyExchangeGroup = handshake.Group;
        result.SignatureScheme = handshake.SignatureScheme;
        result.ClientCertificateRequested = handshake.ClientCertificateRequested;
        result.AcceptableIssuers = [.. handshake.AcceptableIssuers];
        result.OcspStapled = handshake.OcspStapled;
        if (seen.LateAlert is { } late)
            result.Alert = Alert(late.Alert, late.Received);
        else if (handshake.Alert is { } alert)
            result.Alert = Alert(alert, handshake.AlertReceived);
        result.ClientCertificateAccepted = !handshake.ClientCertificateSent ? null
            : seen.WelcomedInsideTls ? true
            : seen.StoppedAt is not null ? false
            : null;
    }

    private static void AddCertificate(StartTlsResult result, ProbeObservation seen)
    {
        if (seen.Certificate is not { } verdict)
            return;
        result.Certificate = verdict.Certificate;
        result.ChainSent = [.. verdict.ChainSent];
        result.ChainBuilt = [.. verdict.ChainBuilt];
        result.CertificateValid = verdict.Valid;
        result.NameMatch = verdict.NameMatch;
        result.CertificateProblems = [.. verdict.Problems];
        result.DaysLeft = verdict.DaysLeft;
    }

    private static string Alert(Tls.TlsAlert alert, bool received) => $"{(received ? "received" : "sent")} {alert}";

    // A 4yz (greylisting) says neither yes nor no.
    private static bool? Accepted(SmtpReply? reply) => reply?.Severity switch
    {
        SmtpReplySeverity.Success => true,
        SmtpReplySeverity.Permanent => false,
        _ => null,
    };
}
