using SmtpTls.Smtp;

namespace SmtpTls.Sending;

/// <summary>The judgement of a delivery.</summary>
internal readonly record struct SendJudgement(SendStatus Status, string? Failure, string? Reason);

/// <summary>Judges what was seen. Pure: the same facts give the same words.</summary>
internal static class SendJudge
{
    /// <summary>Status, RFC 8460 result type, and the reason in words.</summary>
    public static SendJudgement Judge(SendObservation seen)
    {
        (SendStatus status, string? reason) = Status(seen);
        string?[] reasons = [reason, TlsReason(seen, status), seen.InjectedBytes > 0 ? Testing.StepComments.Injected(seen.InjectedBytes) : null];
        string all = string.Join(" ", reasons.Where(one => one is not null));
        return new(status, Failure(seen, status), all.Length == 0 ? null : all);
    }

    /// <summary>The reply that ended it; <see langword="null"/> when none did.</summary>
    public static (string Step, SmtpReply Reply)? Refusal(SendObservation seen)
    {
        if (seen.MessageReply is { } message)
            return IsRefusal(message) ? ("message", message) : null;
        (string Step, SmtpReply? Reply)[] replies =
        [
            ("greeting", seen.Banner),
            ("EHLO", seen.PlainEhlo?.Reply),
            ("STARTTLS", seen.StartTlsReply),
            ("EHLO inside TLS", seen.TlsEhlo?.Reply),
            ("AUTH", seen.AuthReply),
            ("MAIL", seen.MailFromReply),
            ("DATA", seen.DataReply),
        ];
        foreach ((string step, SmtpReply? reply) in replies)
        {
            if (reply is not null && IsRefusal(reply))
                return (step, reply);
        }
        // All refused: one that was refused for now may be taken later.
        bool none = seen.RcptToReplies.Count > 0 && seen.RcptToReplies.All(one => IsRefusal(one.Reply));
        return none ? ("RCPT", seen.RcptToReplies.Select(one => one.Reply).OrderBy(reply => reply.Severity).First()) : null;
    }

    /// <summary>Why the dialogue goes on in the clear.</summary>
    public static string NotOffered(EhloReply? ehlo) => ehlo switch
    {
        { Masked: { } masked } => $"STARTTLS is overwritten in the EHLO reply ('{masked}'): a middlebox on the way strips it.",
        { IsHelo: true } => "The server refuses EHLO and takes HELO, which knows no STARTTLS.",
        _ => "The server does not list STARTTLS in its EHLO reply.",
    };

    /// <summary>A step in words.</summary>
    public static string Step(string command) => command.Split(' ')[0] switch
    {
        "greeting" => "The greeting",
        "message" or "BDAT" => "The message",
        "MAIL" => "MAIL FROM",
        "RCPT" => "RCPT TO",
        _ => command,
    };

    private static (SendStatus Status, string? Reason) Status(SendObservation seen)
    {
        if (seen.MessageReply is { Severity: SmtpReplySeverity.Success })
            return PartlySent(seen);
        if (seen.Stop is { } stop)
            return (stop.Status, stop.Reason);
        if (Refusal(seen) is { } refusal)
            return (StatusOf(refusal.Step, refusal.Reply), Refused(seen, refusal.Step, refusal.Reply));
        if (seen.MessageComplete)
            return (SendStatus.Unconfirmed, $"{seen.Error} The server may have taken the message or not; sending it again may deliver it twice.");
        if (seen.AwaitsTls)
            return (SendStatus.HandshakeFailed, $"{seen.Error}{NoFallback(seen)}");
        if (seen.Encrypted && seen.TlsEhlo is null && seen.Banner is null == seen.ImplicitTls)
        {
            return (SendStatus.HandshakeFailed,
                $"The handshake seemed to succeed, but the server answered nothing inside TLS: {seen.Error} It may want a client certificate, or another one than it got.");
        }
        if (!seen.Encrypted && seen.PlainEhlo is { Accepted: true, OffersStartTls: false } && seen.Mode is SendTlsMode.Required or SendTlsMode.Verified)
            return (SendStatus.NotOffered, $"{NotOffered(seen.PlainEhlo)} Nothing was sent.");
        if (seen.Encrypted && seen.AuthMechanism is null && seen.AuthReply is null && seen.MailFromReply is null && seen.Error is null)
            return (SendStatus.AuthenticationFailed, "The server offers no mechanism for AUTH that this side knows. Nothing was sent.");
        return (SendStatus.Unreachable, seen.Error);
    }

    private static (SendStatus Status, string? Reason) PartlySent(SendObservation seen)
    {
        string[] refused = [.. seen.RcptToReplies.Where(one => IsRefusal(one.Reply)).Select(one => $"{one.Recipient} ({one.Reply})")];
        return refused.Length == 0 ? (SendStatus.Sent, null)
            : (SendStatus.PartlySent, $"Refused: {string.Join(", ", refused)}.");
    }

    private static SendStatus StatusOf(string step, SmtpReply reply) => reply.Severity == SmtpReplySeverity.Transient ? SendStatus.TemporaryFailure
        : step == "AUTH" ? SendStatus.AuthenticationFailed
        : SendStatus.Refused;

    private static string Refused(SendObservation seen, string step, SmtpReply reply) => step switch
    {
        "greeting" => $"The server refuses the connection: {reply}",
        "STARTTLS" => $"STARTTLS is listed, but refused: {reply}{NoFallback(seen)}",
        "RCPT" => $"Every recipient was refused: {reply}",
        _ => $"{Step(step)} was refused: {reply}",
    };

    private static string NoFallback(SendObservation seen) => seen.Mode == SendTlsMode.Opportunistic && !seen.ImplicitTls
        ? " Nothing was sent: many mail servers would now send in the clear; -TlsMode Off does."
        : " Nothing was sent.";

    private static string? TlsReason(SendObservation seen, SendStatus status)
    {
        if (seen.Encrypted)
            return seen.Certificate is { Reasons.Count: > 0 } verdict ? string.Join(" ", verdict.Reasons) : null;
        return seen.Mode == SendTlsMode.Opportunistic && seen.MailFromReply is not null
            ? $"{NotOffered(seen.PlainEhlo)} {(status is SendStatus.Sent or SendStatus.PartlySent ? "The message went" : "The dialogue was")} in the clear."
            : null;
    }

    private static string? Failure(SendObservation seen, SendStatus status)
    {
        if (status == SendStatus.HandshakeFailed)
            return FailureType.ValidationFailure;
        if (seen.Encrypted)
            return seen.Certificate?.Failure;
        bool notOffered = seen.Mode != SendTlsMode.Off && seen.PlainEhlo is { Accepted: true, OffersStartTls: false };
        return notOffered || seen.StartTlsReply?.Severity == SmtpReplySeverity.Permanent ? FailureType.StartTlsNotSupported : null;
    }

    private static bool IsRefusal(SmtpReply reply) => reply.Severity is SmtpReplySeverity.Transient or SmtpReplySeverity.Permanent;
}
