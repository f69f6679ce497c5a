using SmtpTls.Tls;

namespace SmtpTls.Scanning;

/// <summary>Names what was not asked or not answered, so that nobody takes it for "not offered".</summary>
internal static class NotTestedReader
{
    /// <summary>One entry for each thing.</summary>
    public static IEnumerable<string> Read(OfferObservation seen, TlsOffer offer, IEnumerable<Vulnerability> flaws)
    {
        if (seen.Stopped is { } stopped)
        {
            yield return "Everything: " + stopped.Reason;
            yield break;
        }
        foreach (SslProtocolVersion version in RoundCatalogue.Versions.Where(version => !seen.Asked.Contains(version)))
            yield return $"{ProtocolSpelling.Of(version)}: it was not asked for (-Protocol).";
        foreach (VersionRound round in seen.Rounds)
        {
            foreach (string one in Of(round, seen.Details))
                yield return one;
        }
        if (seen.Ssl2 is { Kind: AnswerKind.Fault or AnswerKind.NotAsked } ssl2)
            yield return $"SSL 2.0: {ssl2.Reason}";
        if (!seen.Details || offer.Protocols.Length == 0)
            yield break;
        foreach (KeyValuePair<FinePrint, HelloAnswer> one in seen.FinePrint.Where(one => one.Value.Kind is AnswerKind.Fault or AnswerKind.NotAsked).OrderBy(one => one.Key))
            yield return $"{one.Key}: {one.Value.Reason}";
        if (seen.NeedsSmallHellos)
            yield return "Groups, signatures and the fine print: the server answers small hellos only.";
        if (offer.Protocols.Any(version => version is >= SslProtocolVersion.Ssl3 and < SslProtocolVersion.Tls13))
            yield return "ClientRenegotiation, and resumption in TLS 1.2 and older: no handshake of these versions is finished.";
        foreach (Vulnerability flaw in flaws.Where(flaw => flaw.Vulnerable is null))
            yield return $"{flaw.Name}: {flaw.Reason}";
    }

    /// <summary>In sentences, what the server chose although it was not on offer.</summary>
    public static IEnumerable<string> WrongChoices(OfferObservation seen) => seen.Rounds.Select(round => round.Stopped)
        .Concat(seen.FinePrint.Values)
        .Select(answer => answer?.Reason).OfType<string>()
        .Where(reason => reason.EndsWith("which was not on offer.", StringComparison.Ordinal));

    private static IEnumerable<string> Of(VersionRound round, bool details)
    {
        string name = ProtocolSpelling.Of(round.Version);
        string? reason = round.Stopped?.Reason;
        if (round.IsOffered is null)
        {
            yield return $"{name}: {reason}";
            yield break;
        }
        if (!round.KnowsSuites)
            yield return $"Suites of {name}: {round.Suites.Unknown.Count} were not asked for to the end. {reason}";
        if (!details || round.IsOffered == false)
            yield break;
        if (reason is not null && round.KnowsSuites)
            yield return $"Groups and signatures of {name}: not asked for to the end. {reason}";
        if (round.GroupsNotKnown is { } unknown)
            yield return $"Groups of {name}: {unknown}";
    }
}
