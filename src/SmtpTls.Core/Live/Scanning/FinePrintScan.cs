using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>Asks what the hellos before could not show by the way: a connection or two each, side by side.</summary>
internal sealed class FinePrintScan(OfferObservation seen, ScanConnections connections)
{
    private const int FallbackSignal = 0x5600;
    private const int UnknownVersion = 0x03FE;
    private const int HugePadding = 17 * 1024;
    private const int Secp256r1 = 23;
    private const int X25519 = 29;

    /// <summary>Asks.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        List<Task> running = [.. Single().Select(one => AskAsync(one.Name, one.Question, cancellationToken)), AskTls13SessionAsync(cancellationToken)];
        if (!seen.NeedsSmallHellos)
            running.Add(AskToleranceAsync(cancellationToken));
        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private VersionRound Newest => seen.Rounds.First(round => round.IsOffered == true);

    // The newest version before TLS 1.3.
    private VersionRound? Old => seen.Rounds.FirstOrDefault(round => round.IsOffered == true && round.Version is >= SslProtocolVersion.Tls10 and < SslProtocolVersion.Tls13);

    // Whatever a server should ignore goes into one hello; only where that fails each is asked alone.
    private async Task AskToleranceAsync(CancellationToken cancellationToken)
    {
        HelloQuestion plain = Plain(Old ?? Newest);
        HelloQuestion grease = plain with { Grease = true };
        HelloQuestion huge = plain with { Padding = HugePadding };
        HelloQuestion unknown = plain with { LegacyVersion = UnknownVersion };
        HelloQuestion alpn = plain with { Alpn = true };
        HelloQuestion all = plain with { Grease = true, Padding = HugePadding, Alpn = true, LegacyVersion = Old is null ? null : UnknownVersion };
        if ((await AskAsync(FinePrint.Tolerance, all, cancellationToken).ConfigureAwait(false)).Kind != AnswerKind.Refused)
            return;
        await Task.WhenAll(
            AskAsync(FinePrint.Grease, grease, cancellationToken),
            AskAsync(FinePrint.HugeHello, huge, cancellationToken),
            AskAsync(FinePrint.Alpn, alpn, cancellationToken),
            Old is null ? Task.CompletedTask : AskAsync(FinePrint.UnknownVersion, unknown, cancellationToken)).ConfigureAwait(false);
    }

    // One connection each.
    private IEnumerable<(FinePrint Name, HelloQuestion Question)> Single()
    {
        if (seen.NeedsSmallHellos)
            yield break;
        if (seen.ServerName is not null)
            yield return (FinePrint.NoServerName, Plain(Newest) with { ServerName = null });
        VersionRound? second = seen.Rounds.FirstOrDefault(round => round.IsOffered == true && round.Version < Newest.Version);
        if (second is not null)
            yield return (FinePrint.FallbackScsv, Plain(second) with { Suites = [.. Plain(second).Suites, FallbackSignal] });
        int exchanges = seen.Rounds.SelectMany(round => round.Answers).Count(answer => answer.Suite is { } suite && IsFreshDhe(suite));
        if (exchanges == 1 && seen.Rounds.FirstOrDefault(round => round.AcceptedSuites.Any(IsFreshDhe)) is { } dhe)
            yield return (FinePrint.DheAgain, dhe.Question([.. dhe.AcceptedSuites.Where(IsFreshDhe).Select(suite => suite.Code)], dhe.Groups.All, dhe.Schemes.All));
    }

    /// <summary>Whether a suite has a key of a finite field that should be fresh each time.</summary>
    public static bool IsFreshDhe(CipherSuite suite) => suite.KeyExchange == "DHE" || suite is { KeyExchange: "DH", Authentication: "anon" };

    private static HelloQuestion Plain(VersionRound round) => round.Question([.. round.Suites.Accepted], round.Groups.All, round.Schemes.All);

    private async Task AskTls13SessionAsync(CancellationToken cancellationToken)
    {
        if (seen.Round(SslProtocolVersion.Tls13) is not { IsOffered: true } round || !round.AcceptedSuites.Any(Tls13Records.Knows))
            return;
        // Without a group that can be computed here, there is no handshake to finish.
        int? share = round.Groups.Accepted.Contains(X25519) ? X25519 : round.Groups.Accepted.Contains(Secp256r1) ? Secp256r1 : null;
        HelloQuestion question = Plain(round) with
        {
            Suites = [.. round.AcceptedSuites.Where(Tls13Records.Knows).Select(suite => suite.Code)],
            Share = share,
            Finish = true,
        };
        HelloAnswer session = await AskAsync(FinePrint.Tls13Session, question with { Grease = true }, cancellationToken).ConfigureAwait(false);
        if (session.Kind == AnswerKind.Refused && !seen.NeedsSmallHellos)
        {
            lock (seen.FinePrint)
                seen.FinePrint[FinePrint.Grease13] = session;
            session = await AskAsync(FinePrint.Tls13Session, question, cancellationToken).ConfigureAwait(false);
        }
        if (session.Tickets.FirstOrDefault() is { } ticket)
        {
            await AskAsync(FinePrint.Tls13Resumption, question with { Suites = [ticket.Suite.Code], Finish = false, WantsFlight = true, Resume = ticket }, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task<HelloAnswer> AskAsync(FinePrint name, HelloQuestion question, CancellationToken cancellationToken)
    {
        HelloAnswer answer = await connections.AskAsync(question, cancellationToken).ConfigureAwait(false);
        lock (seen.FinePrint)
            seen.FinePrint[name] = answer;
        return answer;
    }
}
