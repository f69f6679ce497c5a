using System.Diagnostics;
using SmtpTls.Dns;
using SmtpTls.Policy;

namespace SmtpTls.Testing;

/// <summary>What a test of one address came to.</summary>
/// <param name="Result">What a user gets.</param>
/// <param name="Seen">What was seen; <see langword="null"/> where there was no address.</param>
/// <param name="Policy">How the server stands by the policies; <see langword="null"/> where none was looked at.</param>
internal sealed record AddressTest(StartTlsResult Result, ProbeObservation? Seen, ServerPolicyOutcome? Policy);

/// <summary>
/// Tests addresses for a whole pipeline. One that several domains lead to is connected to once, and judged for each of them.
/// </summary>
internal sealed class AddressTester(AddressProbe probe, ConnectionGate gate)
{
    private const int MaxAddressesKept = 1024;

    private readonly SharedAnswers<AddressTarget, ProbeObservation> _observations = new(MaxAddressesKept);

    /// <summary>Tests one address.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<AddressTest> TestAsync(ProbeTarget target, CancellationToken cancellationToken)
    {
        AddressTarget server = target.Server;
        ProbeObservation seen = await _observations.GetAsync(
            server,
            () => gate.RunAsync(server.Address, () => probe.ObserveAsync(server, target.Policy, cancellationToken), cancellationToken),
            cancellationToken,
            out bool asked).ConfigureAwait(false);
        if (target.Policy is not { } policy)
            return new AddressTest(ResultBuilder.Build(seen, new TestCircumstances(target, Shared: !asked)), seen, null);

        Stopwatch clock = Stopwatch.StartNew();
        HostPolicy found = await policy.GetAsync().ConfigureAwait(false);
        ServerPolicyOutcome outcome = ServerPolicyCheck.Check(found, server.Host, ServerFactsReader.Read(seen), seen.OtherChain, DateTimeOffset.UtcNow);
        return new AddressTest(ResultBuilder.Build(seen, new TestCircumstances(target, Shared: !asked, outcome, clock.Elapsed)), seen, outcome);
    }
}
