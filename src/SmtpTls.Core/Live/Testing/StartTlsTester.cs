using SmtpTls.Dns;

namespace SmtpTls.Testing;

/// <summary>Tests what a user names: looks it up, tests every address, and gives the results in order of preference.</summary>
internal sealed class StartTlsTester(TestPlanner planner, AddressProbe probe, ConnectionGate gate)
{
    /// <summary>Tests the mail servers of a domain or mail address.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<StartTlsResult>> TestAsync(MailTarget target, CancellationToken cancellationToken) =>
        await RunAsync(await planner.PlanAsync(target, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Tests a server.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<IReadOnlyList<StartTlsResult>> TestAsync(ServerEndpoint server, CancellationToken cancellationToken) =>
        await RunAsync(await planner.PlanAsync(server, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<IReadOnlyList<StartTlsResult>> RunAsync(TestPlan plan, CancellationToken cancellationToken) =>
        await Task.WhenAll(plan.Items.Select(item => item.Result is { } known
            ? Task.FromResult(known)
            : gate.RunAsync(item.Target!.Address, () => probe.RunAsync(item.Target, plan.Resolve, cancellationToken), cancellationToken)))
            .ConfigureAwait(false);
}
