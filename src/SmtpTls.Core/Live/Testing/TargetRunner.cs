using SmtpTls.Dns;

namespace SmtpTls.Testing;

/// <summary>Does the same for every address of what a user names: looks it up and hands out what came of each, in order of preference.</summary>
/// <param name="planner">Looks up.</param>
/// <param name="run">What is done with an address.</param>
/// <param name="without">What is given for a target that leads to no address.</param>
internal sealed class TargetRunner<T>(TestPlanner planner, Func<ProbeTarget, CancellationToken, Task<T>> run, Func<NoAddress, T> without)
{
    /// <summary>For the mail servers of a domain or mail address.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<Task<T>>> StartAsync(MailTarget target, CancellationToken cancellationToken) =>
        Start(await planner.PlanAsync(target, cancellationToken).ConfigureAwait(false), cancellationToken);

    /// <summary>For a server.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<Task<T>>> StartAsync(ServerEndpoint server, CancellationToken cancellationToken) =>
        Start(await planner.PlanAsync(server, cancellationToken).ConfigureAwait(false), cancellationToken);

    private List<Task<T>> Start(TestPlan plan, CancellationToken cancellationToken) =>
        [.. plan.Items.Select(item => item.Target is { } target ? run(target, cancellationToken) : Task.FromResult(without(item.NoAddress!)))];
}
