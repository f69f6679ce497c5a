using SmtpTls.Certificates;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>The dialogue on the first connection, step by step; stops where going on makes no sense. Never sends DATA.</summary>
internal sealed class ProbeDialogue(
    SmtpConnection connection,
    ITlsEngine engine,
    ProbeOptions options,
    ProbeObservation seen,
    StepRecorder steps,
    TranscriptRecorder transcript,
    Action startSecondConnection)
{
    /// <summary>Runs the steps.</summary>
    /// <exception cref="SmtpDialogueException">The server did not answer, or not in SMTP.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        bool polite = seen.Target.ImplicitTls
            ? await HandshakeAsync(cancellationToken).ConfigureAwait(false) && await GreetInsideTlsAsync(cancellationToken).ConfigureAwait(false)
            : await StartTlsAsync(cancellationToken).ConfigureAwait(false);
        if (!polite)
            return;
        if (seen.StoppedAt is null && !options.StopAfterCertificate)
            await EnvelopeAsync(cancellationToken).ConfigureAwait(false);
        await QuitAsync(cancellationToken).ConfigureAwait(false);
    }

    // Both return whether the dialogue is still in a state in which QUIT makes sense.
    private async Task<bool> StartTlsAsync(CancellationToken cancellationToken)
    {
        if (!await BannerAsync(cancellationToken).ConfigureAwait(false) || !await EhloAsync(cancellationToken).ConfigureAwait(false))
            return true;
        if (!await StartTlsCommandAsync(cancellationToken).ConfigureAwait(false))
            return true;
        startSecondConnection();
        await CheckBufferAsync().ConfigureAwait(false);
        if (!await HandshakeAsync(cancellationToken).ConfigureAwait(false))
            return false;
        if (!options.StopAfterCertificate)
            await EhloAfterTlsAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> GreetInsideTlsAsync(CancellationToken cancellationToken)
    {
        if (options.StopAfterCertificate || !await BannerAsync(cancellationToken).ConfigureAwait(false))
            return true;
        await EhloAfterTlsAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> BannerAsync(CancellationToken cancellationToken)
    {
        SmtpReply banner = await steps.RunAsync(TestStepName.Banner, () => ReadBannerAsync(cancellationToken), JudgeBanner).ConfigureAwait(false);
        seen.Banner = banner;
        seen.AnsweredInsideTls = seen.Target.ImplicitTls;
        return Continue(banner);
    }

    private async Task<SmtpReply> ReadBannerAsync(CancellationToken cancellationToken)
    {
        Task<SmtpReply> banner = connection.ReadReplyAsync(cancellationToken);
        if (!seen.Target.ImplicitTls)
        {
            using CancellationTokenSource done = new();
            if (await Task.WhenAny(banner, Task.Delay(options.SlowBanner, done.Token)).ConfigureAwait(false) != banner)
                startSecondConnection();
            done.Cancel();
        }
        return await banner.ConfigureAwait(false);
    }

    private StepVerdict JudgeBanner(SmtpReply banner)
    {
        if (!StartTlsMask.IsMaskedBanner(banner.Lines[0]))
            return StepVerdict.Of(banner);
        const string Comment = "A middlebox overwrites the banner (Cisco's SMTP inspection does that).";
        transcript.Annotate(Comment);
        return StepVerdict.Warn(Comment);
    }

    private async Task<bool> EhloAsync(CancellationToken cancellationToken)
    {
        EhloReply ehlo = await steps.RunAsync(
            TestStepName.Ehlo, () => connection.HelloAsync(options.HeloName ?? connection.AddressLiteral, cancellationToken), JudgeEhlo).ConfigureAwait(false);
        seen.PlainEhlo = ehlo;
        return Continue(ehlo.Reply);
    }

    private StepVerdict JudgeEhlo(EhloReply ehlo)
    {
        if (!ehlo.Accepted)
            return StepVerdict.Of(ehlo.Reply);
        string? comment = ehlo.IsHelo ? "EHLO is refused; HELO knows no extensions, and so no STARTTLS."
            : ehlo.Masked is { } masked ? $"STARTTLS is overwritten on the way: '{masked}'."
            : !ehlo.OffersStartTls ? "STARTTLS is not listed."
            : null;
        if (comment is null)
            return StepVerdict.Pass("STARTTLS is listed.");
        transcript.Annotate(comment);
        return StepVerdict.Warn(comment);
    }

    /// <summary>STARTTLS is tried even where it is not listed: some servers take it all the same, and the admin should know.</summary>
    private async Task<bool> StartTlsCommandAsync(CancellationToken cancellationToken)
    {
        seen.StartTlsReply = await steps.RunAsync(
            TestStepName.StartTls, () => connection.CommandAsync("STARTTLS", cancellationToken), JudgeStartTls).ConfigureAwait(false);
        if (seen.StartTlsAccepted)
            return true;
        if (seen.Advertised || seen.StartTlsReply.Severity == SmtpReplySeverity.Transient)
            return Continue(seen.StartTlsReply);
        // No STARTTLS. MAIL FROM in the clear goes on, on this connection: a server that now demands what it does not list is being tampered with.
        return false;
    }

    private StepVerdict JudgeStartTls(SmtpReply reply)
    {
        if (seen.Advertised || reply.Severity != SmtpReplySeverity.Success)
            return seen.Advertised ? StepVerdict.Of(reply) : StepVerdict.Warn(reply.ToString());
        const string Comment = "STARTTLS is taken although EHLO does not list it: senders will not use it.";
        transcript.Annotate(Comment);
        return StepVerdict.Warn(Comment);
    }

    private async Task CheckBufferAsync()
    {
        seen.InjectedBytes = await steps.RunAsync(
            TestStepName.BufferCheck,
            () => Task.FromResult(connection.DropPlaintext()),
            dropped => dropped == 0 ? StepVerdict.Pass() : StepVerdict.Warn(Words.Injected(dropped))).ConfigureAwait(false);
        if (seen.InjectedBytes > 0)
            transcript.Note(Words.Injected(seen.InjectedBytes));
    }

    private async Task<bool> HandshakeAsync(CancellationToken cancellationToken)
    {
        // RFC 7672 section 8.1: the name to send is the TLSA base domain.
        seen.ServerName = seen.Target.Policy is { } policy
            ? await policy.ServerNameAsync(seen.Target.ServerName).ConfigureAwait(false)
            : seen.Target.ServerName;
        TlsClientOptions offer = new()
        {
            ServerName = seen.ServerName,
            Protocols = options.Protocols,
            ClientCertificate = options.ClientCertificate,
            ClientIntermediates = options.ClientIntermediates,
        };
        TlsHandshake handshake = await steps.RunAsync(
            TestStepName.Handshake,
            () => connection.AuthenticateAsync(engine, offer, cancellationToken),
            done => done.Succeeded ? StepVerdict.Pass(Words.Handshake(done)) : StepVerdict.Fail(done.Error ?? "")).ConfigureAwait(false);
        seen.Handshake = handshake;
        seen.Chain = [.. handshake.Certificates.Select(certificate => certificate.RawData)];
        transcript.Note(handshake.Succeeded ? Words.Handshake(handshake) : handshake.Error ?? "The handshake failed.");
        if (!handshake.Succeeded)
            seen.StoppedAt = TestStepName.Handshake;
        if (handshake.Succeeded || handshake.Certificates.Count > 0)
            await CertificateAsync(handshake, cancellationToken).ConfigureAwait(false);
        return handshake.Succeeded;
    }

    private async Task CertificateAsync(TlsHandshake handshake, CancellationToken cancellationToken)
    {
        seen.Certificate = await steps.RunAsync(
            TestStepName.Certificate,
            () => CertificateVerifier.VerifyAsync(handshake.Certificates, seen.Target.Host, options.Verification, cancellationToken),
            Words.Certificate).ConfigureAwait(false);
        transcript.Note(Words.Certificate(seen.Certificate).Comment);
    }

    private async Task EhloAfterTlsAsync(CancellationToken cancellationToken)
    {
        EhloReply ehlo = await steps.RunAsync(
            TestStepName.EhloAfterTls,
            () => connection.HelloAsync(options.HeloName ?? connection.AddressLiteral, cancellationToken),
            answer => answer.OffersStartTls
                ? StepVerdict.Warn("STARTTLS is listed inside TLS, where RFC 3207 section 4.2 forbids it.")
                : StepVerdict.Of(answer.Reply)).ConfigureAwait(false);
        seen.TlsEhlo = ehlo;
        seen.AnsweredInsideTls = true;
        _ = Continue(ehlo.Reply);
    }

    private async Task EnvelopeAsync(CancellationToken cancellationToken)
    {
        Recipient? recipient = seen.AnsweredInsideTls ? seen.Target.Recipient : null;
        string parameters = "";
        if (recipient?.NeedsSmtpUtf8 == true)
        {
            if (seen.TlsEhlo?.Offers("SMTPUTF8") != true)
            {
                transcript.Note($"The server does not offer SMTPUTF8, without which nobody can write to {recipient.Mailbox}.");
                recipient = null;
            }
            else
            {
                parameters = " SMTPUTF8";
            }
        }
        seen.MailFromReply = await steps.RunAsync(
            TestStepName.MailFrom,
            () => connection.CommandAsync($"MAIL FROM:<{options.MailFrom}>{parameters}", cancellationToken),
            StepVerdict.Of).ConfigureAwait(false);
        if (!Continue(seen.MailFromReply) || recipient is null)
            return;
        seen.RcptToReply = await steps.RunAsync(
            TestStepName.RcptTo, () => connection.CommandAsync($"RCPT TO:<{recipient.Mailbox}>", cancellationToken), StepVerdict.Of).ConfigureAwait(false);
        _ = Continue(seen.RcptToReply);
    }

    private Task<SmtpReply?> QuitAsync(CancellationToken cancellationToken) => steps.RunAsync(
        TestStepName.Quit,
        () => connection.QuitAsync(options.QuitTimeout, cancellationToken),
        answer => answer is null ? StepVerdict.Warn("There was no answer to QUIT.") : StepVerdict.Pass());

    private bool Continue(SmtpReply reply)
    {
        if (reply.Severity == SmtpReplySeverity.Success)
            return true;
        seen.StoppedAt = steps.Current;
        seen.Refusal = reply;
        return false;
    }
}
