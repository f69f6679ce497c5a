using SmtpTls.Tls;

namespace SmtpTls.Listening;

/// <summary>Turns what was seen of a connection into a session with its verdict. Pure.</summary>
internal static class SessionJudge
{
    private const int CertificateExpiredAlert = 45;
    private const int UnknownCaAlert = 48;

    /// <summary>The session as it is told.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="options">How the listener behaves.</param>
    /// <param name="transcript">The dialogue.</param>
    /// <param name="elapsed">How long the connection lasted.</param>
    public static ListenerSession Judge(SessionObservation seen, ListenerOptions options, IReadOnlyList<TranscriptLine> transcript, TimeSpan elapsed)
    {
        Verdict verdict = seen.HandshakeBegun ? AboutTls(seen, options) : AboutPlain(seen, options);
        string?[] reasons = [verdict.Reason, seen.Injected == 0 ? null : Injected(seen.Injected), seen.GaveUp];
        string reason = string.Join(" ", reasons.Where(one => one is not null));
        TlsServerHandshake? handshake = seen.Handshake;
        return new ListenerSession
        {
            Start = seen.Start,
            End = seen.Start + elapsed,
            RemoteAddress = seen.Remote.Address.ToString(),
            RemotePort = seen.Remote.Port,
            LocalEndPoint = seen.Local.ToString(),
            HeloName = seen.HeloName,
            StartTls = seen.StartTls,
            Encrypted = verdict.Encrypted,
            Protocol = handshake?.Protocol,
            CipherSuite = handshake?.CipherSuite?.Name,
            CipherSuiteOpenSsl = handshake?.CipherSuite?.OpenSslName,
            KeyExchangeGroup = handshake?.Group,
            KeyExchangeBits = handshake?.KeyExchangeBits,
            OfferedProtocols = [.. handshake?.OfferedProtocols ?? []],
            OfferedCipherSuites = [.. handshake?.OfferedCipherSuites ?? []],
            ServerName = handshake?.ServerName,
            ClientCertificate = seen.ClientCertificate,
            MailFrom = seen.MailFrom,
            Recipients = [.. seen.Recipients],
            Headers = [.. seen.Headers],
            Messages = seen.Messages,
            MessageSize = seen.MessageSize,
            Failure = verdict.Failure,
            Reason = reason.Length == 0 ? null : reason,
            Transcript = [.. transcript],
        };
    }

    /// <summary>Bytes between STARTTLS and TLS.</summary>
    public static string Injected(int count) =>
        $"{count} bytes came in the clear behind STARTTLS and were dropped: an attacker who can write into the connection can put commands there (RFC 3207 section 6).";

    private static Verdict AboutTls(SessionObservation seen, ListenerOptions options)
    {
        switch (seen.Handshake)
        {
            case null:
                return new(false, seen.End == SessionEnd.Stopped ? null : FailureType.ValidationFailure, null);
            case { Succeeded: false, Alert: null, OfferedProtocols.Count: 0 } when options.ImplicitTls:
                return new(null, null, "The sender left without a word.");
            case { Succeeded: false } failed:
                return new(false, FailureOf(failed.Alert, failed.AlertReceived), failed.Error);
        }
        // An alert before the first command inside TLS is the sender's answer to the handshake: it does not go on with it.
        bool accepted = seen.LateAlert is null || seen.EncryptedCommands > 0;
        if (seen.LateAlert is { } late)
        {
            string when = accepted ? "In the middle of the session" : "The handshake seemed to succeed, then";
            string who = late.Received ? "the sender" : "this side";
            return new(accepted, FailureOf(late.Alert, late.Received), $"{when} {who} ended the connection with the alert {late.Alert}: {late.Meaning}.");
        }
        return seen.GreetedInTls || seen.GaveUp is not null
            ? new(true, null, null)
            : new(true, null, "Left right after the handshake, without EHLO: so do senders that do not accept the certificate, "
                + "and tools that only look at it.");
    }

    private static Verdict AboutPlain(SessionObservation seen, ListenerOptions options)
    {
        if (seen.StartTls && options.Mode == ListenerTlsMode.Off)
            return new(false, FailureType.StartTlsNotSupported, "The sender gave STARTTLS, which is not offered here (-Mode Off).");
        if (!seen.Greeted)
            return new(null, null, seen.Commands == 0 && seen.End == SessionEnd.Left ? "The sender left without a command." : null);
        if (seen.MailTried)
        {
            return new(false, null, options.Mode switch
            {
                ListenerTlsMode.Preferred => "STARTTLS was offered, and the sender did not use it.",
                ListenerTlsMode.Required => "The sender tried to send without STARTTLS, and was refused: 530 5.7.0.",
                _ => null,
            });
        }
        return options.Mode == ListenerTlsMode.Off && seen.End is (SessionEnd.Quit or SessionEnd.Left)
            ? new(false, FailureType.StartTlsNotSupported, "STARTTLS is not offered (-Mode Off), and the sender sent no mail: so do senders that insist on TLS.")
            : new(false, null, null);
    }

    // RFC 8460 section 4.3, as the sender's own report would call it.
    private static string FailureOf(TlsAlert? alert, bool received) => alert?.Code switch
    {
        CertificateExpiredAlert when received => FailureType.CertificateExpired,
        UnknownCaAlert when received => FailureType.CertificateNotTrusted,
        _ => FailureType.ValidationFailure,
    };

    private sealed record Verdict(bool? Encrypted, string? Failure, string? Reason);
}
