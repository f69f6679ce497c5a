using System.Net;
using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Sending;

/// <summary>What was seen while a message was sent to one server. Filled in as the dialogue goes; judged afterwards.</summary>
internal sealed class SendObservation
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    public required bool ImplicitTls { get; init; }

    public required SendTlsMode Mode { get; init; }

    public IPAddress? Address { get; set; }

    public SmtpReply? Banner { get; set; }

    /// <summary>The answer to the last EHLO or HELO in the clear.</summary>
    public EhloReply? PlainEhlo { get; set; }

    public SmtpReply? StartTlsReply { get; set; }

    /// <summary>Bytes between the 220 to STARTTLS and TLS.</summary>
    public int InjectedBytes { get; set; }

    /// <summary>Whether the dialogue goes on inside TLS.</summary>
    public bool Encrypted { get; set; }

    /// <summary>What was negotiated; <see langword="null"/> without TLS.</summary>
    public TlsHandshake? Handshake { get; set; }

    /// <summary>Whether the client's certificate was sent; <see langword="null"/> where there was none or nobody tells.</summary>
    public bool? ClientCertificateSent { get; set; }

    /// <summary>Strength of the bulk cipher in bits.</summary>
    public int? CipherStrength { get; set; }

    public CertificateVerdict? Certificate { get; set; }

    /// <summary>The answer to the last EHLO or HELO inside TLS.</summary>
    public EhloReply? TlsEhlo { get; set; }

    public string? AuthMechanism { get; set; }

    /// <summary>The answer that ended the last AUTH.</summary>
    public SmtpReply? AuthReply { get; set; }

    public SmtpReply? MailFromReply { get; set; }

    /// <summary>Recipients with the answer to each, in order.</summary>
    public List<(string Recipient, SmtpReply Reply)> RcptToReplies { get; } = [];

    /// <summary>The answer to DATA.</summary>
    public SmtpReply? DataReply { get; set; }

    /// <summary>Bytes of the message that were written.</summary>
    public long BytesSent { get; set; }

    /// <summary>Whether the end of the message was written, too.</summary>
    public bool MessageComplete { get; set; }

    /// <summary>The answer to the message.</summary>
    public SmtpReply? MessageReply { get; set; }

    /// <summary>The command that waits for its answer.</summary>
    public string? Pending { get; set; }

    /// <summary>Why this side stopped, where it was not the server.</summary>
    public (SendStatus Status, string Reason)? Stop { get; set; }

    /// <summary>Why the dialogue could not go on, where no reply says so.</summary>
    public string? Error { get; set; }

    public bool StartTlsAccepted => StartTlsReply?.Severity == SmtpReplySeverity.Success;

    /// <summary>Whether the handshake is under way or failed.</summary>
    public bool AwaitsTls => (StartTlsAccepted || ImplicitTls) && !Encrypted;

    /// <summary>Whether the server still waits for a command in the clear, so that QUIT makes sense.</summary>
    public bool MayQuitInTheClear => Banner is not null && !Encrypted && !StartTlsAccepted && Error is null;

    /// <summary>The extensions that hold: after TLS those from before it are forgotten (RFC 3207 section 4.2).</summary>
    public EhloReply? Ehlo => Encrypted ? TlsEhlo : PlainEhlo;

    public bool Authenticated => AuthReply?.Severity == SmtpReplySeverity.Success;

    /// <summary>Whether the certificate proves that this is the server that was named.</summary>
    public bool Verified => Certificate is { Valid: true, NameMatch: true };
}
