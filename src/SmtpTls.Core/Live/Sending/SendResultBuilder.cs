using System.Net;
using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Sending;

/// <summary>Turns observations and their judgement into what a user gets.</summary>
internal static class SendResultBuilder
{
    /// <summary>The result of an attempt that is over.</summary>
    public static SendResult Build(SendObservation seen, OutgoingMessage message, SendOptions options, DateTimeOffset time, TranscriptRecorder transcript)
    {
        SendJudgement judgement = SendJudge.Judge(seen);
        TlsHandshake? handshake = seen.Handshake;
        CertificateVerdict? certificate = seen.Certificate;
        return new SendResult
        {
            Server = seen.Host,
            Address = seen.Address?.ToString(),
            Port = seen.Port,
            ImplicitTls = seen.ImplicitTls,
            TlsMode = seen.Mode,
            Status = judgement.Status,
            Failure = judgement.Failure,
            Reason = judgement.Reason,
            Sent = judgement.Status switch
            {
                SendStatus.Sent or SendStatus.PartlySent => true,
                SendStatus.Unconfirmed => null,
                _ => false,
            },
            Encrypted = seen.Encrypted ? true : seen.PlainEhlo?.Accepted == true || seen.StartTlsAccepted ? false : null,
            StartTlsOffered = seen.PlainEhlo is { Accepted: true } ehlo ? ehlo.OffersStartTls : null,
            Protocol = handshake?.Protocol,
            CipherSuite = handshake?.CipherSuite?.Name,
            CipherSuiteOpenSsl = handshake?.CipherSuite?.OpenSslName,
            CipherStrength = handshake is null ? null : seen.CipherStrength,
            KeyExchangeBits = handshake?.KeyExchangeBits,
            ServerName = ServerName(seen),
            ClientCertificateSent = handshake is null ? null : seen.ClientCertificateSent,
            Certificate = certificate?.Certificate,
            ChainSent = [.. certificate?.ChainSent ?? []],
            CertificateValid = certificate?.Valid,
            NameMatch = certificate?.NameMatch,
            CertificateProblems = [.. certificate?.Problems ?? []],
            DaysLeft = certificate?.DaysLeft,
            AuthMechanism = seen.AuthMechanism,
            AuthenticatedAs = seen.Authenticated ? options.Credential?.UserName : null,
            From = message.From,
            Accepted = [.. seen.RcptToReplies.Where(one => one.Reply.Severity == SmtpReplySeverity.Success).Select(one => one.Recipient)],
            Refused = [.. seen.RcptToReplies.Where(one => one.Reply.Severity != SmtpReplySeverity.Success)
                .Select(one => new RefusedRecipient { Address = one.Recipient, Reply = one.Reply.ToString() })],
            Reply = (seen.MessageReply ?? SendJudge.Refusal(seen)?.Reply)?.ToString(),
            MessageId = message.MessageId,
            Subject = message.Subject,
            BytesSent = seen.BytesSent,
            Banner = seen.Banner?.Lines[0],
            Extensions = [.. seen.Ehlo?.Extensions ?? []],
            InjectedBytes = seen.InjectedBytes,
            Time = time,
            Elapsed = transcript.Elapsed,
            Transcript = [.. transcript.Lines],
        };
    }

    // An address is no server name (RFC 6066 section 3).
    private static string? ServerName(SendObservation seen)
    {
        bool attempted = seen.Encrypted || seen.StartTlsAccepted || (seen.ImplicitTls && seen.Address is not null);
        return attempted && !IPAddress.TryParse(seen.Host, out _) ? seen.Host : null;
    }
}
