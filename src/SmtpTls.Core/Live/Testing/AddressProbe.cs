using SmtpTls.Policy;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>Looks at one address: opens the connections and puts together what they showed. Judges nothing.</summary>
internal sealed class AddressProbe(ITlsEngine engine, ProbeOptions options)
{
    /// <summary>Looks. Whatever the server does is in the observation.</summary>
    /// <param name="target">The address.</param>
    /// <param name="policy">The look-ups of its TLSA records, which name the server in the handshake; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<ProbeObservation> ObserveAsync(AddressTarget target, TargetPolicy? policy, CancellationToken cancellationToken)
    {
        DateTimeOffset time = DateTimeOffset.UtcNow;
        StepRecorder steps = new();
        TranscriptRecorder transcript = new();
        TimeBudget budget = TimeBudget.ForTarget(options.Timeout);
        // RFC 7672 section 8.1: the name to send is the TLSA base domain.
        Task<string?> serverName = policy?.ServerNameAsync(target.ServerName) ?? Task.FromResult(target.ServerName);

        using PlainMailProbe second = new(target, options, budget, steps);
        DialogueFacts dialogue = await FirstAsync(target, serverName, budget, steps, transcript, second, cancellationToken).ConfigureAwait(false);
        // Where the first connection did not get as far as STARTTLS, the second will not either; otherwise it ends in good order.
        bool abandoned = dialogue.Opening.StartTls is null && await second.AbandonAsync().ConfigureAwait(false);
        PlainMailFacts? plain = dialogue.Opening.StartTls is null ? null : await second.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (plain is not null)
            steps.Add(plain.Step);
        TranscriptRecorder third = new();
        IReadOnlyList<byte[]> other = await OtherAsync(target, policy, dialogue, budget, third, cancellationToken).ConfigureAwait(false);
        return new ProbeObservation
        {
            Target = target,
            Dialogue = dialogue,
            PlainMail = plain,
            OtherChain = other,
            Engine = engine.Name,
            Connections = Count(dialogue.Opening.Connected, abandoned || plain?.Connected == true, third.Lines.Count > 0),
            Time = time,
            Elapsed = steps.Elapsed,
            Steps = [.. steps.Steps],
            Transcript = [.. transcript.Lines, .. plain?.Transcript ?? [], .. third.Lines],
        };
    }

    private async Task<DialogueFacts> FirstAsync(
        AddressTarget target,
        Task<string?> serverName,
        TimeBudget budget,
        StepRecorder steps,
        TranscriptRecorder transcript,
        PlainMailProbe second,
        CancellationToken cancellationToken)
    {
        try
        {
            return await new ProbeDialogue(target, engine, options, budget, steps, transcript, second.Start)
                .RunAsync(serverName, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await second.AbandonAsync().ConfigureAwait(false);
            throw;
        }
    }

    // TLSA records must fit whatever certificate a sender may get.
    private async Task<IReadOnlyList<byte[]>> OtherAsync(
        AddressTarget target, TargetPolicy? policy, DialogueFacts dialogue, TimeBudget budget, TranscriptRecorder transcript, CancellationToken cancellationToken)
    {
        if (policy is null || dialogue.Handshake?.Succeeded != true || dialogue.Chain.Count == 0)
            return [];
        if ((await policy.DaneAsync().ConfigureAwait(false)).Outcome != DaneOutcome.Published)
            return [];
        return await new OtherCertificate(engine, options)
            .FetchAsync(target, dialogue.ServerName, dialogue.Chain[0], budget, transcript, cancellationToken).ConfigureAwait(false);
    }

    private static int Count(params bool[] connections) => connections.Count(made => made);
}
