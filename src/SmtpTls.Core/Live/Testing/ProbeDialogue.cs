using System.Net;
using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>The dialogue on the first connection, step by step; stops where going on makes no sense. Never sends DATA.</summary>
/// <param name="target">The address.</param>
/// <param name="engine">Makes the handshake.</param>
/// <param name="options">How to test.</param>
/// <param name="budget">Time limits.</param>
/// <param name="steps">Takes down the steps.</param>
/// <param name="transcript">Takes down the dialogue.</param>
/// <param name="startSecondConnection">Called when it is clear that a second connection is worth while.</param>
internal sealed class ProbeDialogue(
    AddressTarget target,
    ITlsEngine engine,
    ProbeOptions options,
    TimeBudget budget,
    StepRecorder steps,
    TranscriptRecorder transcript,
    Action startSecondConnection)
{
    private DialogueFacts _seen = new();

    /// <summary>Runs the steps. Whatever the server does is in what this gives.</summary>
    /// <param name="serverName">The name for the handshake, looked up meanwhile.</param>
    /// <param name="cancellationToken">Ends the dialogue.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<DialogueFacts> RunAsync(Task<string?> serverName, CancellationToken cancellationToken)
    {
        try
        {
            using OpeningSteps observer = new(steps, transcript, options.SlowBanner, startSecondConnection);
            using SmtpOpening opening = await SmtpOpening.OpenAsync(
                new OpeningOptions
                {
                    EndPoint = new IPEndPoint(target.Address, target.Port),
                    ImplicitTls = target.ImplicitTls,
                    HeloName = options.HeloName,
                    // Some servers take it all the same, and the admin should know.
                    TryUnlisted = true,
                    Budget = budget,
                    QuitTimeout = options.QuitTimeout,
                },
                transcript,
                observer,
                cancellationToken).ConfigureAwait(false);
            Take(opening.Facts);
            if (opening.Facts.Error is null)
                await GoOnAsync(opening, serverName, cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpDialogueException e)
        {
            _seen = _seen with { StoppedAt = _seen.StoppedAt ?? steps.Current, Error = e };
            transcript.Note(e.Message);
        }
        return _seen;
    }

    private void Take(OpeningFacts facts)
    {
        _seen = _seen with
        {
            Opening = facts,
            StoppedAt = facts.StoppedAt is { } step ? OpeningSteps.NameOf(step) : null,
            Refusal = facts.Refusal,
            Error = facts.Error,
        };
        if (facts.Error is not null)
            transcript.Note(facts.Error.Message);
    }

    private async Task GoOnAsync(SmtpOpening opening, Task<string?> serverName, CancellationToken cancellationToken)
    {
        bool inside = opening.IsReadyForTls;
        if (inside)
        {
            _seen = _seen with { ServerName = await serverName.ConfigureAwait(false) };
            if (!await HandshakeAsync(opening, cancellationToken).ConfigureAwait(false))
                return;
        }
        if (!options.StopAfterCertificate && _seen.StoppedAt is null)
        {
            // Without STARTTLS, MAIL FROM goes in the clear: a server that now demands what it does not list is being tampered with.
            if (!inside || await GreetInsideTlsAsync(opening.Connection, cancellationToken).ConfigureAwait(false))
                await EnvelopeAsync(opening.Connection, inside, cancellationToken).ConfigureAwait(false);
        }
        await steps.RunAsync(
            TestStepName.Quit,
            () => opening.QuitAsync(cancellationToken),
            answer => answer is null ? StepVerdict.Warn("There was no answer to QUIT.") : StepVerdict.Pass()).ConfigureAwait(false);
    }

    private async Task<bool> HandshakeAsync(SmtpOpening opening, CancellationToken cancellationToken)
    {
        TlsClientOptions offer = new()
        {
            ServerName = _seen.ServerName,
            Protocols = options.Protocols,
            ClientCertificate = options.ClientCertificate,
            ClientIntermediates = options.ClientIntermediates,
        };
        TlsHandshake handshake = await steps.RunAsync(
            TestStepName.Handshake,
            () => opening.AuthenticateAsync(engine, offer, cancellationToken),
            done => done.Succeeded ? StepVerdict.Pass(StepComments.Handshake(done)) : StepVerdict.Fail(done.Error ?? "")).ConfigureAwait(false);
        try
        {
            transcript.Note(handshake.Succeeded ? StepComments.Handshake(handshake) : handshake.Error ?? "The handshake failed.");
            _seen = _seen with
            {
                // The connection keeps the stream. Nothing but the facts is kept here, as long as anybody asks for them.
                Handshake = handshake with { Stream = handshake.Succeeded ? Stream.Null : null, Certificates = [] },
                Chain = [.. handshake.Certificates.Select(certificate => certificate.RawData)],
                StoppedAt = handshake.Succeeded ? null : TestStepName.Handshake,
            };
            if (handshake.Succeeded || handshake.Certificates.Count > 0)
                await CertificateAsync(handshake, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            foreach (IDisposable certificate in handshake.Certificates)
                certificate.Dispose();
        }
        return handshake.Succeeded;
    }

    private async Task CertificateAsync(TlsHandshake handshake, CancellationToken cancellationToken)
    {
        CertificateVerdict verdict = await steps.RunAsync(
            TestStepName.Certificate,
            () => CertificateVerifier.VerifyAsync(handshake.Certificates, target.CertificateName, options.Verification, cancellationToken),
            StepComments.Certificate).ConfigureAwait(false);
        _seen = _seen with { Certificate = verdict };
        transcript.Note(StepComments.Certificate(verdict).Comment);
    }

    private async Task<bool> GreetInsideTlsAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        if (target.ImplicitTls)
        {
            SmtpReply banner = await steps.RunAsync(
                TestStepName.Banner, () => connection.ReadReplyAsync(cancellationToken), reply => OpeningSteps.Banner(reply, transcript)).ConfigureAwait(false);
            _seen = _seen with { TlsBanner = banner };
            if (!Continue(banner))
                return false;
        }
        EhloReply ehlo = await steps.RunAsync(
            TestStepName.EhloAfterTls,
            () => connection.HelloAsync(options.HeloName ?? connection.AddressLiteral, cancellationToken),
            answer => answer.OffersStartTls
                ? StepVerdict.Warn("STARTTLS is listed inside TLS, where RFC 3207 section 4.2 forbids it.")
                : StepVerdict.Of(answer.Reply)).ConfigureAwait(false);
        _seen = _seen with { TlsEhlo = ehlo };
        return Continue(ehlo.Reply);
    }

    private async Task EnvelopeAsync(SmtpConnection connection, bool inside, CancellationToken cancellationToken)
    {
        EhloReply? ehlo = inside ? _seen.TlsEhlo : _seen.Opening.Ehlo;
        Envelope envelope = Envelope.Of(options.MailFrom, inside ? target.Recipient : null, ehlo);
        if (envelope.Note is { } note)
            transcript.Note(note);
        SmtpReply mailFrom = await steps.RunAsync(
            TestStepName.MailFrom, () => connection.CommandAsync(envelope.MailFrom, cancellationToken), StepVerdict.Of).ConfigureAwait(false);
        _seen = _seen with { MailFrom = mailFrom };
        if (!Continue(mailFrom) || envelope.RcptTo is not { } command)
            return;
        SmtpReply rcptTo = await steps.RunAsync(
            TestStepName.RcptTo, () => connection.CommandAsync(command, cancellationToken), StepVerdict.Of).ConfigureAwait(false);
        _seen = _seen with { RcptTo = rcptTo };
        _ = Continue(rcptTo);
    }

    private bool Continue(SmtpReply reply)
    {
        if (reply.Severity == SmtpReplySeverity.Success)
            return true;
        _seen = _seen with { StoppedAt = steps.Current, Refusal = reply };
        return false;
    }
}
