using SmtpTls.Certificates;
using SmtpTls.Policy;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>Findings in sentences, the same in a step's comment, in the transcript and in a result's reason.</summary>
internal static class StepComments
{
    /// <summary>What a handshake agreed on.</summary>
    public static string Handshake(TlsHandshake handshake)
    {
        string?[] facts =
        [
            handshake.Protocol is { } version ? ProtocolSpelling.Of(version) : null,
            handshake.CipherSuite?.Name,
            handshake.Group,
            handshake.ClientCertificateRequested == true
                ? handshake.ClientCertificateSent ? "client certificate asked for and sent" : "client certificate asked for"
                : null,
        ];
        return string.Join(", ", facts.Where(fact => fact is not null));
    }

    /// <summary>A certificate's verdict as the outcome of its step.</summary>
    public static StepVerdict Certificate(CertificateVerdict verdict) => verdict.Problems.Count == 0
        ? StepVerdict.Pass($"The certificate is valid{(verdict.MatchedName is { } name ? $" and covers the name by '{name}'" : "")}; {verdict.DaysLeft} days left.")
        : StepVerdict.Warn(string.Join(" ", verdict.Reasons));

    /// <summary>The policies' verdict as the outcome of their step.</summary>
    public static StepVerdict Policy(ServerPolicyOutcome verdict)
    {
        string?[] facts =
        [
            verdict.Dane is { } dane ? $"DANE: {dane}." : null,
            verdict.DaneReason,
            verdict.MtaSts is { } sts ? $"MTA-STS: {sts}." : null,
            verdict.MtaStsReason,
        ];
        string comment = string.Join(" ", facts.Where(fact => fact is not null));
        return verdict.DaneReason is null && verdict.MtaStsReason is null ? StepVerdict.Pass(comment) : StepVerdict.Warn(comment);
    }

    /// <summary>Bytes between 220 and TLS.</summary>
    public static string Injected(int count) =>
        $"The server sent {count} bytes after its 220 and before TLS; they were dropped. A client that believes them can be fooled (response injection).";
}
