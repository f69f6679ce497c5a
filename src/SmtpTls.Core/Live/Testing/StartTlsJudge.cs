using SmtpTls.Policy;
using SmtpTls.Smtp;

namespace SmtpTls.Testing;

/// <summary>The judgement of a test.</summary>
internal readonly record struct Judgement(TestStatus Status, string? Failure, string? Reason);

/// <summary>Judges what was seen. Pure: the same facts give the same words.</summary>
internal static class StartTlsJudge
{
    /// <summary>What the dialogue says of STARTTLS; <see langword="null"/> where it did not get that far.</summary>
    public static StartTlsOffer? Offer(ProbeObservation seen)
    {
        if (seen.Target.ImplicitTls || seen.PlainEhlo?.Accepted != true)
            return null;
        if (!seen.Advertised && IsTamperedWith(seen))
            return StartTlsOffer.Stripped;
        if (seen.Advertised || seen.StartTlsAccepted)
            return WithoutStartTls(seen.PlainMail?.Last);
        // A 4yz, or no answer in time, is no "no".
        return IsTemporary(seen.StartTlsReply) || (seen.StartTlsReply is null && seen.Dialogue.Error?.Error != SmtpDialogueError.ConnectionLost)
            ? null
            : StartTlsOffer.None;
    }

    // A refusal for another reason (greylisting, a block list, no AUTH) does not show what the server does without STARTTLS.
    private static StartTlsOffer? WithoutStartTls(SmtpReply? reply) => StartTlsDemand.IsIn(reply) ? StartTlsOffer.Required
        : reply?.Severity == SmtpReplySeverity.Success ? StartTlsOffer.Opportunistic
        : null;

    /// <summary>Status, RFC 8460 result type, and the reason in words.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="policy">How the server stands by the policies; <see langword="null"/> where none was looked at.</param>
    public static Judgement Judge(ProbeObservation seen, ServerPolicyOutcome? policy)
    {
        Judgement judgement = Dialogue(seen, policy?.IsValidByDane == true);
        if (policy is not null)
            judgement = StrictSender.Apply(judgement, policy);
        return seen.InjectedBytes == 0 ? judgement
            : judgement with { Reason = Join(judgement.Reason, StepComments.Injected(seen.InjectedBytes)) };
    }

    /// <summary>The judgement of the dialogue and the certificate alone.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="byDane">Whether DANE vouches for the certificate: then nobody asks a CA (RFC 7672 section 3.1).</param>
    internal static Judgement Dialogue(ProbeObservation seen, bool byDane) =>
        seen.Handshake is not null || seen.StartTlsAccepted || seen.Dialogue.StoppedAt == TestStepName.Handshake ? JudgeTls(seen, byDane)
            : seen.StartTlsReply is not null || seen.Dialogue.StoppedAt == TestStepName.StartTls ? JudgeNoTls(seen)
            : JudgeDialogue(seen);

    // The dialogue ended before STARTTLS: nothing is known of TLS, so there is no RFC 8460 type for it.
    private static Judgement JudgeDialogue(ProbeObservation seen) => seen.Dialogue.Refusal is { } refusal
        ? new(StatusOf(refusal), null, Refused(seen, refusal))
        : new(TestStatus.Unreachable, null, Lost(seen));

    private static Judgement JudgeNoTls(ProbeObservation seen)
    {
        if (IsTemporary(seen.StartTlsReply))
            return new(TestStatus.TemporaryFailure, null, $"STARTTLS was refused for now: {seen.StartTlsReply}");
        if (seen.Advertised)
        {
            return seen.StartTlsReply is { } reply
                ? new(TestStatus.Refused, FailureType.StartTlsNotSupported, $"STARTTLS is listed, but refused: {reply}")
                : new(TestStatus.Unreachable, FailureType.ValidationFailure, Lost(seen));
        }
        if (seen.StartTlsReply is null && seen.Dialogue.Error!.Error != SmtpDialogueError.ConnectionLost)
            return new(TestStatus.Unreachable, FailureType.StartTlsNotSupported, Lost(seen));
        return new(TestStatus.NotOffered, FailureType.StartTlsNotSupported, NotOffered(seen));
    }

    private static Judgement JudgeTls(ProbeObservation seen, bool byDane)
    {
        if (seen.Handshake?.Succeeded != true)
            return new(TestStatus.HandshakeFailed, FailureType.ValidationFailure, seen.Handshake?.Error ?? Lost(seen));
        if (seen.LateAlert is { } late)
            return new(TestStatus.HandshakeFailed, FailureType.ValidationFailure, Late(seen, late));
        if (!seen.Dialogue.AnsweredInsideTls && seen.Dialogue.Error is not null)
        {
            return new(TestStatus.HandshakeFailed, FailureType.ValidationFailure,
                $"The handshake seemed to succeed, but the server answered nothing inside TLS: {seen.Dialogue.Error.Message}"
                + (seen.Handshake.ClientCertificateRequested != true ? ""
                    : seen.Handshake.ClientCertificateSent ? " It had asked for a client certificate, and may want another one than it got."
                    : " It had asked for a client certificate, and got none."));
        }

        string? after = AfterTls(seen);
        if (!seen.Target.ImplicitTls && !seen.Advertised)
            return new(TestStatus.NotOffered, FailureType.StartTlsNotSupported, Join(NotOffered(seen), after));
        bool authenticated = byDane || seen.Certificate is { Valid: true, NameMatch: true };
        return new(
            authenticated ? TestStatus.Authenticated : TestStatus.Encrypted,
            byDane ? null : seen.Certificate?.Failure,
            Join(authenticated || seen.Certificate is null ? null : string.Join(" ", seen.Certificate.Reasons), after));
    }

    // TLS stands by then: what the server refuses inside it changes nothing about TLS, but the admin wants to read it.
    private static string? AfterTls(ProbeObservation seen) => seen.Dialogue.Refusal is { } refusal ? Refused(seen, refusal)
        : seen.Dialogue.Error is not null && seen.Dialogue.AnsweredInsideTls ? Lost(seen)
        : null;

    private static string NotOffered(ProbeObservation seen)
    {
        string reason = seen.PlainEhlo switch
        {
            { Masked: { } masked } => $"STARTTLS is overwritten in the EHLO reply ('{masked}'): a middlebox on the way strips it.",
            _ when HasMaskedBanner(seen) => "The banner is overwritten with asterisks, and STARTTLS is missing: a middlebox on the way strips it.",
            _ when DemandsUnlisted(seen) => $"EHLO does not list STARTTLS, yet the server insists on it ({seen.Dialogue.MailFrom}): something on the way takes it out.",
            { IsHelo: true } => "The server refuses EHLO and takes HELO, which knows no STARTTLS.",
            _ => "The server does not list STARTTLS in its EHLO reply.",
        };
        return seen.StartTlsAccepted ? reason + " It takes the command all the same, but senders will not try it." : reason;
    }

    private static string Late(ProbeObservation seen, Tls.TlsAlertException late) =>
        $"The handshake seemed to succeed, then {(late.Received ? "the server" : "this side")} ended it with the alert {late.Alert}: {late.Meaning}."
        + (seen.Handshake!.ClientCertificateSent ? " The server did not take the client certificate." : "");

    private static string Refused(ProbeObservation seen, SmtpReply refusal) => seen.Dialogue.StoppedAt == TestStepName.Banner
        ? $"The server refuses the connection: {refusal}"
        : $"{Step(seen)} was refused: {refusal}";

    private static string Lost(ProbeObservation seen) => seen.Dialogue.StoppedAt == TestStepName.Connect
        ? seen.Dialogue.Error!.Message
        : $"{Step(seen)}: {seen.Dialogue.Error!.Message}";

    private static string Step(ProbeObservation seen) => seen.Dialogue.StoppedAt switch
    {
        TestStepName.Banner => "The greeting",
        TestStepName.Ehlo => "EHLO",
        TestStepName.StartTls or TestStepName.BufferCheck => "STARTTLS",
        TestStepName.Handshake => "The handshake",
        TestStepName.EhloAfterTls => "EHLO inside TLS",
        TestStepName.MailFrom => "MAIL FROM inside TLS",
        TestStepName.RcptTo => "RCPT TO inside TLS",
        { } step => step.ToString(),
        null => "The dialogue",
    };

    private static bool IsTamperedWith(ProbeObservation seen) =>
        seen.PlainEhlo?.Masked is not null || HasMaskedBanner(seen) || DemandsUnlisted(seen);

    private static bool HasMaskedBanner(ProbeObservation seen) => seen.Banner is { } banner && StartTlsMask.IsMaskedBanner(banner.Lines[0]);

    // Where there is no STARTTLS, MAIL FROM went in the clear.
    private static bool DemandsUnlisted(ProbeObservation seen) => !seen.StartTlsAccepted && StartTlsDemand.IsIn(seen.Dialogue.MailFrom);

    private static bool IsTemporary(SmtpReply? reply) => reply?.Severity == SmtpReplySeverity.Transient;

    private static TestStatus StatusOf(SmtpReply refusal) => IsTemporary(refusal) ? TestStatus.TemporaryFailure : TestStatus.Refused;

    internal static string? Join(string? first, string? second) => first is null ? second : second is null ? first : $"{first} {second}";
}
