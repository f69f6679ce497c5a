using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>What was seen of one address: facts only, no judgement. <see cref="AddressProbe"/> makes it, once and whole.</summary>
internal sealed record ProbeObservation
{
    /// <summary>The address.</summary>
    public required AddressTarget Target { get; init; }

    /// <summary>The first connection.</summary>
    public required DialogueFacts Dialogue { get; init; }

    /// <summary>The second connection, without TLS; <see langword="null"/> where there was none.</summary>
    public PlainMailFacts? PlainMail { get; init; }

    /// <summary>The chain of another certificate, with the other kind of key, as DER; empty where there is none or it was not asked for.</summary>
    public IReadOnlyList<byte[]> OtherChain { get; init; } = [];

    /// <summary>Which engine made the handshake.</summary>
    public required TlsEngineName Engine { get; init; }

    /// <summary>Connections that came to be.</summary>
    public required int Connections { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What was done.</summary>
    public required IReadOnlyList<TestStep> Steps { get; init; }

    /// <summary>The dialogues.</summary>
    public required IReadOnlyList<TranscriptLine> Transcript { get; init; }

    /// <summary>The greeting, in the clear or inside implicit TLS.</summary>
    public SmtpReply? Banner => Dialogue.Opening.Banner ?? Dialogue.TlsBanner;

    /// <summary>The answer to EHLO in the clear; with implicit TLS there is none.</summary>
    public EhloReply? PlainEhlo => Dialogue.Opening.Ehlo;

    /// <summary>The answer to STARTTLS.</summary>
    public SmtpReply? StartTlsReply => Dialogue.Opening.StartTls;

    /// <summary>Bytes between the 220 and the handshake.</summary>
    public int InjectedBytes => Dialogue.Opening.InjectedBytes;

    /// <summary>The handshake, as far as it went.</summary>
    public TlsHandshake? Handshake => Dialogue.Handshake;

    /// <summary>The judgement of the certificate.</summary>
    public CertificateVerdict? Certificate => Dialogue.Certificate;

    /// <summary>Whether EHLO lists STARTTLS.</summary>
    public bool Advertised => Dialogue.Opening.ListsStartTls;

    /// <summary>Whether STARTTLS was answered with a 220.</summary>
    public bool StartTlsAccepted => Dialogue.Opening.TakesStartTls;

    /// <summary>The alert that came after a handshake that had seemed to succeed.</summary>
    public TlsAlertException? LateAlert => Dialogue.Error?.InnerException as TlsAlertException;
}
