using SmtpTls.Certificates;
using SmtpTls.Policy;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>What was seen of one address: facts only, no judgement.</summary>
internal sealed class ProbeObservation
{
    /// <summary>The address.</summary>
    public required ProbeTarget Target { get; init; }

    /// <summary>Connections that came to be.</summary>
    public int Connections { get; set; }

    /// <summary>The greeting.</summary>
    public SmtpReply? Banner { get; set; }

    /// <summary>The answer to EHLO in the clear; with implicit TLS there is none.</summary>
    public EhloReply? PlainEhlo { get; set; }

    /// <summary>The answer to STARTTLS.</summary>
    public SmtpReply? StartTlsReply { get; set; }

    /// <summary>Bytes between the 220 and the handshake.</summary>
    public int InjectedBytes { get; set; }

    /// <summary>The handshake, as far as it went.</summary>
    public TlsHandshake? Handshake { get; set; }

    /// <summary>The name that was sent in the handshake; <see langword="null"/> where none was.</summary>
    public string? ServerName { get; set; }

    /// <summary>The certificates as DER, as sent.</summary>
    public IReadOnlyList<byte[]> Chain { get; set; } = [];

    /// <summary>What the policies make of it; <see langword="null"/> where none was looked at.</summary>
    public PolicyVerdict? Policy { get; set; }

    /// <summary>The judgement of the certificate.</summary>
    public CertificateVerdict? Certificate { get; set; }

    /// <summary>Whether the server has answered anything inside TLS. Before that, a TLS 1.3 handshake is not over (RFC 8446 section 4.4.2.4).</summary>
    public bool AnsweredInsideTls { get; set; }

    /// <summary>Whether that answer was a positive one.</summary>
    public bool WelcomedInsideTls => TlsEhlo?.Accepted ?? (Target.ImplicitTls && Banner?.Severity == SmtpReplySeverity.Success);

    /// <summary>The answer to EHLO inside TLS.</summary>
    public EhloReply? TlsEhlo { get; set; }

    /// <summary>The answer to MAIL FROM.</summary>
    public SmtpReply? MailFromReply { get; set; }

    /// <summary>The answer to RCPT TO.</summary>
    public SmtpReply? RcptToReply { get; set; }

    /// <summary>The answer to MAIL FROM without STARTTLS, on the second connection.</summary>
    public SmtpReply? PlainMailFromReply { get; set; }

    /// <summary>The step at which the dialogue ended before its time.</summary>
    public TestStepName? StoppedAt { get; set; }

    /// <summary>The reply that ended it.</summary>
    public SmtpReply? Refusal { get; set; }

    /// <summary>What ended it when no reply did.</summary>
    public SmtpDialogueException? Error { get; set; }

    /// <summary>The alert that came after a handshake that had seemed to succeed.</summary>
    public TlsAlertException? LateAlert => Error?.InnerException as TlsAlertException;

    /// <summary>Whether EHLO lists STARTTLS.</summary>
    public bool Advertised => PlainEhlo?.OffersStartTls == true;

    /// <summary>Whether STARTTLS was answered with a 220.</summary>
    public bool StartTlsAccepted => StartTlsReply?.Severity == SmtpReplySeverity.Success;
}
