using System.Net;
using SmtpTls.Smtp;

namespace SmtpTls.Sending;

/// <summary>Turns observations and their judgement into what a user gets.</summary>
internal static class SendResultBuilder
{
    public static SendResult Build(SendObservation seen, OutgoingMessage message, SendOptions options, DateTimeOffset time, TranscriptRecorder transcript)
    {
        SendJudgement judgement = SendJudge.Judge(seen);
        SendResult result = new()
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
            StartTlsOffered = seen.PlainEhlo is { Accepted: true } ehlo ? ehlo.OffersStartTls : null,
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
        AddTls(result, seen);
        return result;
    }

    private static void AddTls(SendResult result, SendObservation seen)
    {
        result.Encrypted = seen.Encrypted ? true : seen.PlainEhlo?.Accepted == true || seen.StartTlsAccepted ? false : null;
        bool attempted = seen.Encrypted || seen.StartTlsAccepted || (seen.ImplicitTls && seen.Address is not null);
        result.ServerName = attempted && !IPAddress.TryParse(seen.Host, out _) ? seen.Host : null;
        if (seen.Handshake is { } handshake)
        {
            result.Protocol = handshake.Protocol;
            result.CipherSuite = handshake.CipherSuite?.Name;
            result.CipherSuiteOpenSsl = handshake.CipherSuite?.OpenSslName;
            result.CipherStrength = seen.CipherStrength;
            result.ClientCertificateSent = seen.ClientCertificateSent;
        }
        if (seen.Certificate is { } verdict)
        {
            result.Certificate = verdict.Certificate;
            result.ChainSent = [.. verdict.ChainSent];
            result.CertificateValid = verdict.Valid;
            result.NameMatch = verdict.NameMatch;
            result.CertificateProblems = [.. verdict.Problems];
            result.DaysLeft = verdict.DaysLeft;
        }
    }
}
