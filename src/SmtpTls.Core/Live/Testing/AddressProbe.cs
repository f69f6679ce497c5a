using System.Net;
using SmtpTls.Policy;
using SmtpTls.Smtp;
using SmtpTls.Tls;

namespace SmtpTls.Testing;

/// <summary>Tests one address: opens the connections, puts their findings together, and has them judged.</summary>
internal sealed class AddressProbe(ITlsEngine engine, ProbeOptions options)
{
    /// <summary>Runs the test. Whatever the server does is in the result.</summary>
    /// <param name="target">The address.</param>
    /// <param name="resolve">The look-up that led there; <see langword="null"/> when there was none.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<StartTlsResult> RunAsync(ProbeTarget target, TestStep? resolve, CancellationToken cancellationToken)
    {
        DateTimeOffset time = DateTimeOffset.UtcNow;
        StepRecorder steps = new(resolve?.Elapsed ?? TimeSpan.Zero);
        if (resolve is not null)
            steps.Add(resolve);
        TranscriptRecorder transcript = new();
        ProbeObservation seen = new() { Target = target };

        using PlainMailProbe second = new(target, options, steps);
        await RunFirstAsync(seen, steps, transcript, second, cancellationToken).ConfigureAwait(false);
        List<TranscriptLine> lines = [.. transcript.Lines];
        await FinishSecondAsync(seen, steps, lines, second, cancellationToken).ConfigureAwait(false);
        if (target.Policy is { } policy)
            seen.Policy = await steps.RunAsync(TestStepName.Policy, () => JudgePolicyAsync(policy, seen, lines, cancellationToken), Words.Policy).ConfigureAwait(false);

        StartTlsResult result = ResultBuilder.Build(seen);
        result.ServerName = seen.Handshake is null ? null : seen.ServerName;
        result.Engine = engine.Name;
        result.Time = time;
        result.Elapsed = steps.Elapsed;
        result.Steps = [.. steps.Steps];
        result.Transcript = [.. lines];
        return result;
    }

    private async Task<PolicyVerdict> JudgePolicyAsync(TargetPolicy policy, ProbeObservation seen, List<TranscriptLine> lines, CancellationToken cancellationToken)
    {
        HostPolicy found = await policy.GetAsync().ConfigureAwait(false);
        ServerFacts facts = ServerFactsReader.Read(seen);
        PolicyVerdict verdict = PolicyJudge.Judge(found, seen.Target.Host, facts, DateTimeOffset.UtcNow);
        if (!verdict.IsValidByDane)
            return verdict;

        TranscriptRecorder transcript = new();
        IReadOnlyList<byte[]> other = await new OtherCertificate(engine, options)
            .FetchAsync(seen.Target, seen.ServerName, seen.Chain[0], transcript, cancellationToken).ConfigureAwait(false);
        seen.Connections += transcript.Lines.Count > 0 ? 1 : 0;
        lines.AddRange(transcript.Lines);
        return PolicyJudge.WithOther(verdict, found, facts with { Chain = other }, DateTimeOffset.UtcNow);
    }

    private async Task RunFirstAsync(
        ProbeObservation seen, StepRecorder steps, TranscriptRecorder transcript, PlainMailProbe second, CancellationToken cancellationToken)
    {
        try
        {
            IPEndPoint endPoint = new(seen.Target.Address, seen.Target.Port);
            using SmtpConnection connection = await steps.RunAsync(
                TestStepName.Connect,
                () => SmtpConnection.ConnectAsync(endPoint, options.Timeout, transcript, cancellationToken),
                _ => StepVerdict.Pass()).ConfigureAwait(false);
            seen.Connections++;
            ProbeDialogue dialogue = new(connection, engine, options, seen, steps, transcript, second.Start);
            await dialogue.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SmtpDialogueException e)
        {
            seen.StoppedAt ??= steps.Current;
            seen.Error = e;
            transcript.Note(e.Message);
        }
        catch
        {
            await second.AbandonAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            foreach (IDisposable certificate in seen.Handshake?.Certificates ?? [])
                certificate.Dispose();
        }
    }

    private static async Task FinishSecondAsync(
        ProbeObservation seen, StepRecorder steps, List<TranscriptLine> lines, PlainMailProbe second, CancellationToken cancellationToken)
    {
        // Where the first connection did not get as far as STARTTLS, the second will not either; otherwise it ends in good order.
        if (seen.StartTlsReply is null)
        {
            await second.AbandonAsync().ConfigureAwait(false);
        }
        else if (await second.FinishAsync(cancellationToken).ConfigureAwait(false) is { } step)
        {
            steps.Add(step);
            seen.PlainMailFromReply = second.Reply;
            lines.AddRange(second.Transcript);
        }
        seen.Connections += second.Connected ? 1 : 0;
    }
}
