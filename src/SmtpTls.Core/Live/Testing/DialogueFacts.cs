using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>What the first connection of a test showed. <see cref="ProbeDialogue"/> makes it.</summary>
internal sealed record DialogueFacts
{
    /// <summary>The way to TLS.</summary>
    public OpeningFacts Opening { get; init; } = OpeningFacts.Nothing;

    /// <summary>The handshake, as far as it went, without its stream and certificates, which are closed.</summary>
    public TlsHandshake? Handshake { get; init; }

    /// <summary>The name that was sent in the handshake; <see langword="null"/> where none was.</summary>
    public string? ServerName { get; init; }

    /// <summary>The certificates as DER, as sent.</summary>
    public IReadOnlyList<byte[]> Chain { get; init; } = [];

    /// <summary>The judgement of the certificate.</summary>
    public CertificateVerdict? Certificate { get; init; }

    /// <summary>The greeting inside implicit TLS.</summary>
    public SmtpReply? TlsBanner { get; init; }

    /// <summary>The answer to EHLO inside TLS.</summary>
    public EhloReply? TlsEhlo { get; init; }

    /// <summary>The answer to MAIL FROM.</summary>
    public SmtpReply? MailFrom { get; init; }

    /// <summary>The answer to RCPT TO.</summary>
    public SmtpReply? RcptTo { get; init; }

    /// <summary>The step at which the dialogue ended before its time.</summary>
    public TestStepName? StoppedAt { get; init; }

    /// <summary>The reply that ended it.</summary>
    public SmtpReply? Refusal { get; init; }

    /// <summary>What ended it when no reply did.</summary>
    public SmtpDialogueException? Error { get; init; }

    /// <summary>Whether the server has answered anything inside TLS. Before that, a TLS 1.3 handshake is not over (RFC 8446 section 4.4.2.4).</summary>
    public bool AnsweredInsideTls => TlsBanner is not null || TlsEhlo is not null;

    /// <summary>Whether that answer was a positive one.</summary>
    public bool WelcomedInsideTls => TlsEhlo?.Accepted ?? TlsBanner?.Severity == SmtpReplySeverity.Success;
}
