using SmtpTls.Findings;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>What a result says of a server, in findings: why its score is not 100. Pure; docs/score.md lists the rules.</summary>
internal static class TestFindings
{
    private static readonly RuleCheck<TestSubject>[] Checks =
    [
        new("DomainWithoutMail", t => When(t.Result.Status == TestStatus.NullMx, t.Reason)),
        new("DomainWithoutServer", t => When(t.Result.Status == TestStatus.NoMx, t.Reason)),
        new("NameNotResolved", t => When(t.Result.Status == TestStatus.DnsFailure, t.Reason)),
        new("InputNotValid", t => When(t.Result.Status == TestStatus.InvalidInput, t.Reason)),
        new("ServerUnreachable", t => When(t.Result.Status == TestStatus.Unreachable, $"The server could not be tested. {t.Reason}")),
        new("ServerRefusedForNow", t => When(t.Result.Status == TestStatus.TemporaryFailure, $"The server could not be tested. {t.Reason}")),
        new("ServerRefused", t => When(t.Result.Status == TestStatus.Refused, t.Reason)),
        new("StartTlsStripped", t => When(t.Result.StartTls == StartTlsOffer.Stripped, t.Reason)),
        new("StartTlsNotOffered", t => When(t.Result.Status == TestStatus.NotOffered && t.Result.StartTls != StartTlsOffer.Stripped, t.Reason)),
        new("HandshakeFailed", t => When(t.Result.Status == TestStatus.HandshakeFailed, t.Reason)),
        new("ResponseInjected", t => When(t.Result.InjectedBytes > 0, StepComments.Injected(t.Result.InjectedBytes))),
        new("CipherNull", t => When(t.IsEncrypted && t.Suite?.Strength == 0, $"The suite {t.Result.CipherSuite} encrypts nothing.")),
        new("OldTlsVersion", t => t.IsEncrypted && t.Result.Protocol is { } old and < SslProtocolVersion.Tls12
            ? $"The connection uses {ProtocolName(old)}, which RFC 8996 deprecates; TLS 1.2 or 1.3 is right."
            : null),
        new("NoForwardSecrecy", t => When(
            t.IsEncrypted && t.Suite is { ForwardSecrecy: false, Strength: not 0 }, $"The suite {t.Result.CipherSuite} has no forward secrecy; ECDHE is right.")),
        new("KeyExchangeWeak", t => When(
            t.IsEncrypted && ScoreFormula.IsKeyExchangeWeak(t.Result, t.Suite), $"The key exchange has {t.Result.KeyExchangeBits} bits only. Diffie-Hellman needs 2048, a curve 224.")),
        new("CipherWeak", t => When(
            t.IsEncrypted && t.Suite is { IsAead: false, Strength: not 0 } suite && ScoreFormula.Cipher(suite) == 0, $"The cipher of {t.Result.CipherSuite} is weak.")),
        new("CertificateNotValid", t => When(t.IsEncrypted && !t.ByDane && t.Result.CertificateValid == false, t.CertificateReason)),
        new("CertificateNameMismatch", t => When(
            t.IsEncrypted && !t.ByDane && t.Result.NameMatch == false, $"The certificate does not cover {t.Result.ServerName ?? t.Result.MxHost}.")),
        new("CommonNameOnly", t => When(
            t.IsEncrypted && !t.ByDane && t.HasCommonNameOnly, $"Only the common name of the certificate covers {t.Result.ServerName ?? t.Result.MxHost}; it has no subject alternative name.")),
        new("CertificateExpiresSoon", t => When(
            t.IsEncrypted && t.Result.DaysLeft is >= 0 and < ScoreFormula.EnoughDaysLeft, $"The certificate expires in {t.Result.DaysLeft} days.")),
        new("DaneNotFulfilled", t => When(t.Result.Dane == DaneOutcome.Invalid, t.Policy?.DaneReason)),
        new("MtaStsNotFulfilled", t => When(t.Result.MtaSts == MtaStsOutcome.EnforceFailed && !t.ByDane, t.Policy?.MtaStsReason)),
        new("CipherCbc", t => When(t.IsEncrypted && t.Suite is { IsAead: false } suite && ScoreFormula.Cipher(suite) > 0, $"The suite {t.Result.CipherSuite} uses no AEAD cipher; GCM or ChaCha20-Poly1305 is better.")),
        new("Tls12Only", t => When(t.IsEncrypted && t.Result.Protocol == SslProtocolVersion.Tls12, "The connection uses TLS 1.2. TLS 1.3 is better.")),
        new("NotEnforced", t => When(
            t.IsEncrypted && t.WasPolicyLookedAt && t.Result.Level != TlsLevel.Enforced && t.Result.Dane != DaneOutcome.Invalid && t.Result.MtaSts != MtaStsOutcome.EnforceFailed,
            "No policy makes senders insist on authenticated TLS to this server: neither DANE nor MTA-STS in mode enforce.")),
    ];

    /// <summary>The rules.</summary>
    public static RuleCatalogue Catalogue { get; } = new("Test", "Live.Testing.TestRules.tsv", "docs/score.md");

    /// <summary>The findings about a result whose other properties are set, the worst first.</summary>
    public static Finding[] Of(TestSubject subject) => Catalogue.Judge(Checks, subject)
        .Concat(subject.Remarks.Select(remark => Catalogue.Found(RuleOf(remark.Problem), remark.Text)))
        .WorstFirst();

    private static string RuleOf(HandshakeProblem problem) => problem switch
    {
        HandshakeProblem.UnsupportedKey => "UnsupportedKey",
        HandshakeProblem.UnsupportedPrime => "UnsupportedPrime",
        HandshakeProblem.WrongKeyUsage => "WrongKeyUsage",
        HandshakeProblem.StapleMissing => "StapleMissing",
        HandshakeProblem.MalformedStaple => "MalformedStaple",
        HandshakeProblem.MalformedCertificate => "MalformedCertificate",
        HandshakeProblem.LongChain => "LongChain",
        HandshakeProblem.UnexpectedExtension => "UnexpectedExtension",
        _ => "MalformedCertificateRequest",
    };

    private static string? When(bool broken, string? text) => broken ? text ?? "" : null;

    private static string ProtocolName(SslProtocolVersion version) => ProtocolSpelling.Of(version);
}
