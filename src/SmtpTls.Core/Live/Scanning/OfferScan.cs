using System.Diagnostics;

namespace SmtpTls.Scanning;

/// <summary>How to scan.</summary>
internal sealed record ScanOptions
{
    /// <summary>The versions to ask for; empty for all.</summary>
    public IReadOnlyList<SslProtocolVersion> Protocols { get; init; } = [];

    /// <summary>Whether groups, signatures, certificates and the fine print are asked for, besides versions and suites.</summary>
    public bool Details { get; init; } = true;

    /// <summary>How much to ask.</summary>
    public ScanLimits Limits { get; init; } = new();
}

/// <summary>Scans one address: a first question alone, then all versions side by side, then the fine print.</summary>
internal sealed class OfferScan(IHelloLine line, string? serverName, ScanOptions options)
{
    // Suites of one small hello: below 256 bytes with everything else in it.
    private const int SmallChunk = 50;

    /// <summary>Scans. Whatever the server does is in the observation.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; every connection is closed.</exception>
    public async Task<OfferObservation> RunAsync(CancellationToken cancellationToken)
    {
        Stopwatch clock = Stopwatch.StartNew();
        using ScanConnections connections = new(line, options.Limits);
        SslProtocolVersion[] versions = [.. RoundCatalogue.Versions.Where(version => options.Protocols.Count == 0 || options.Protocols.Contains(version))];
        OfferObservation seen = new()
        {
            Time = DateTimeOffset.UtcNow,
            ServerName = serverName,
            Details = options.Details,
            Asked = versions,
        };
        VersionRound[] rounds = [.. versions.Where(version => version != SslProtocolVersion.Ssl2).Select(version => Round(version, null))];
        if (await BeginAsync(seen, rounds, connections, cancellationToken).ConfigureAwait(false))
        {
            seen.Rounds.AddRange(seen.NeedsSmallHellos ? Small(rounds) : rounds);
            await RunAsync(seen, connections, cancellationToken).ConfigureAwait(false);
            if (!seen.NeedsSmallHellos && seen.Rounds.Count > 0 && seen.Rounds.All(round => round.IsOffered != true) && await SmallWorksAsync(rounds, connections, cancellationToken).ConfigureAwait(false))
            {
                seen.NeedsSmallHellos = true;
                seen.Rounds.Clear();
                seen.Rounds.AddRange(Small(rounds));
                await RunAsync(seen, connections, cancellationToken).ConfigureAwait(false);
            }
            if (options.Details && seen.Rounds.Any(round => round.IsOffered == true))
                await new FinePrintScan(seen, connections).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        seen.Connections = connections.Count;
        seen.Notes = [.. connections.Notes];
        seen.Elapsed = clock.Elapsed;
        return seen;
    }

    private VersionRound Round(SslProtocolVersion version, int? chunk) => new(version, new RoundOptions(serverName, options.Details, chunk));

    private IEnumerable<VersionRound> Small(IEnumerable<VersionRound> rounds) => rounds.Select(round => Round(round.Version, SmallChunk));

    // One question before the many: is anybody there, and does it take large hellos?
    private async Task<bool> BeginAsync(OfferObservation seen, VersionRound[] rounds, ScanConnections connections, CancellationToken cancellationToken)
    {
        VersionRound? first = rounds.FirstOrDefault(round => round.Version == SslProtocolVersion.Tls12) ?? rounds.FirstOrDefault();
        if (first is null)
            return true;
        HelloAnswer answer = await connections.AskAsync(first.Next()!, cancellationToken).ConfigureAwait(false);
        if (answer.Kind == AnswerKind.NotAsked || answer.Fault is FaultKind.NoTls or FaultKind.Unavailable)
        {
            seen.Stopped = answer;
            seen.StoppedStatus = line.Status;
            return false;
        }
        if (answer.Kind == AnswerKind.Fault || (answer.Kind == AnswerKind.Refused && connections.RefusesByClosing))
        {
            // What was done with a large hello may be because it is large.
            seen.NeedsSmallHellos = await SmallWorksAsync(rounds, connections, cancellationToken).ConfigureAwait(false);
            if (seen.NeedsSmallHellos)
                return true;
        }
        first.Take(answer);
        return true;
    }

    private async Task<bool> SmallWorksAsync(VersionRound[] rounds, ScanConnections connections, CancellationToken cancellationToken)
    {
        VersionRound? old = rounds.FirstOrDefault(round => round.Version is SslProtocolVersion.Tls12) ?? rounds.FirstOrDefault(round => round.Version < SslProtocolVersion.Tls13);
        if (old is null)
            return false;
        HelloQuestion question = Round(old.Version, SmallChunk).Question(CommonSuites, RoundCatalogue.Few(old.Version).Groups, RoundCatalogue.Few(old.Version).Schemes);
        HelloAnswer answer = await connections.AskAsync(question, cancellationToken).ConfigureAwait(false);
        if (answer.Kind != AnswerKind.Accepted)
            return false;
        // It is the size only if everything at once, the same suites among it, does not work.
        HelloAnswer large = await connections.AskAsync(Round(old.Version, null).Everything, cancellationToken).ConfigureAwait(false);
        return large.Kind != AnswerKind.Accepted;
    }

    // What any server in the field takes at least one of.
    private static readonly int[] CommonSuites =
        [0xC02F, 0xC030, 0xC02B, 0xC02C, 0xC013, 0xC014, 0xC009, 0xC00A, 0x009E, 0x009F, 0x0033, 0x0039, 0x009C, 0x009D, 0x002F, 0x0035, 0x003C, 0x000A, 0x0005, 0x0004];

    private static async Task RunAsync(OfferObservation seen, ScanConnections connections, CancellationToken cancellationToken)
    {
        List<Task> running = [.. seen.Rounds.Select(round => connections.RunAsync(round, cancellationToken))];
        if (seen.Asked.Contains(SslProtocolVersion.Ssl2) && seen.Ssl2 is null)
            running.Add(AskSsl2Async());
        await Task.WhenAll(running).ConfigureAwait(false);

        async Task AskSsl2Async()
        {
            HelloQuestion question = new() { Version = SslProtocolVersion.Ssl2, Suites = RoundCatalogue.Suites(SslProtocolVersion.Ssl2) };
            seen.Ssl2 = await connections.AskAsync(question, cancellationToken).ConfigureAwait(false);
        }
    }
}
