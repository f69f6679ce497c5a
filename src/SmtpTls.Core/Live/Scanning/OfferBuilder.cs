using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Certificates;
using SmtpTls.Tls;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>Makes the result of what a scan saw. Pure: the same observation gives the same result.</summary>
internal static class OfferBuilder
{
    /// <summary>The result for a target that was scanned.</summary>
    public static TlsOffer Build(OfferTarget target, OfferObservation seen)
    {
        bool any = seen.Offered.Any();
        FinePrintReader fine = new(seen);
        TlsOffer offer = new()
        {
            Domain = target.Domain,
            MxHost = target.MxHost,
            MxPreference = target.MxPreference,
            Address = target.Address,
            Port = target.Port,
            ServerName = seen.ServerName,
            Status = any ? TestStatus.Encrypted : seen.Stopped is not null ? seen.StoppedStatus : TestStatus.HandshakeFailed,
            Reason = any ? null : SafeText.OrNull(seen.Stopped?.Reason ?? NoSuite(seen)),
            Protocols = [.. seen.Offered],
            Versions = [.. RoundCatalogue.Versions.Select(version => VersionOf(version, seen))],
            CipherSuites = CipherSuites(target, seen),
            Groups = [.. seen.Rounds.SelectMany(GroupsOf)],
            SignatureSchemes = [.. seen.Rounds.SelectMany(SchemesOf)],
            Certificates = CertificatesOf(seen),
            ServerPreference =
            [
                .. seen.Rounds.Where(round => round.IsOffered == true).Select(round =>
                    new ServerPreference { Protocol = round.Version, HasOrder = round.Suites.HasServerOrder, PrioritizesChaCha = round.PrioritizesChaCha }),
            ],
            Connections = seen.Connections,
            Time = seen.Time,
            Elapsed = seen.Elapsed,
        };
        if (seen.Details)
            offer = fine.AddTo(offer);
        Vulnerability[] flaws = seen.Details && any ? VulnerabilityJudge.Judge(offer, seen) : [];
        string[] notTested = [.. NotTestedReader.Read(seen, offer, flaws).Select(SafeText.Of)];
        offer = offer with { Vulnerabilities = flaws, NotTested = notTested };
        return offer with { Findings = seen.Details ? OfferRules.Judge(offer, seen.Notes.Select(SafeText.Of), NotTestedReader.WrongChoices(seen)) : [] };
    }

    /// <summary>The result for a target that leads to no address.</summary>
    public static TlsOffer WithoutAddress(OfferTarget target, TestStatus status, string? reason) => new()
    {
        Domain = target.Domain,
        MxHost = target.MxHost,
        MxPreference = target.MxPreference,
        Port = target.Port,
        Status = status,
        Reason = reason,
        NotTested = ["Everything: there is no address."],
        Time = DateTimeOffset.UtcNow,
    };

    /// <summary>The rows of an offer's suites.</summary>
    public static CipherSuiteOffer[] CipherSuites(OfferTarget target, OfferObservation seen)
    {
        List<CipherSuiteOffer> rows = [];
        foreach (VersionRound round in seen.Rounds)
        {
            bool ordered = round.Suites.HasServerOrder == true;
            int place = 0;
            IEnumerable<int> codes = ordered ? round.Suites.Accepted : round.Suites.Accepted.OrderByDescending(code => Tls.CipherSuites.Find(code)!, SafestFirst.Instance);
            foreach (int code in codes)
            {
                place++;
                CipherSuite suite = Tls.CipherSuites.Find(code)!;
                (string? group, int? bits) = KeyExchangeOf(suite, round.BySuite.TryGetValue(code, out HelloAnswer? answer) ? answer : null);
                rows.Add(Row(target, round.Version, suite) with { Group = group, KeyExchangeBits = bits, Preference = ordered ? place : null });
            }
        }
        foreach (CipherSuite suite in seen.Ssl2?.Ssl2Suites ?? [])
            rows.Add(Row(target, SslProtocolVersion.Ssl2, suite) with { KeyExchangeBits = KeyBits(seen.Ssl2!) });
        return [.. rows];
    }

    private static CipherSuiteOffer Row(OfferTarget target, SslProtocolVersion version, CipherSuite suite) => new()
    {
        Domain = target.Domain,
        MxHost = target.MxHost,
        Address = target.Address,
        Port = target.Port,
        Protocol = version,
        CipherSuite = suite.Name,
        CipherSuiteOpenSsl = suite.OpenSslName,
        Code = suite.Code,
        KeyExchange = suite.KeyExchange,
        Authentication = suite.Authentication,
        Strength = suite.Strength,
        Safety = CipherSuiteSafety.Of(suite),
    };

    private static (string? Group, int? Bits) KeyExchangeOf(CipherSuite suite, HelloAnswer? answer)
    {
        if (answer is null)
            return (null, null);
        if (answer.Group is { } code)
            return (NamedGroups.NameOf(code), NamedGroups.Find(code)?.Bits);
        if (answer.KeyExchange?.Prime is { Length: > 0 } prime)
            return suite.KeyExchange.StartsWith("RSA", StringComparison.Ordinal) ? (null, DhPrimes.BitsOf(prime)) : (DhPrimes.NameOf(prime), DhPrimes.BitsOf(prime));
        return (null, suite.KeyExchange == "RSA" ? KeyBits(answer) : null);
    }

    private static int? KeyBits(HelloAnswer answer) => answer.Certificates.Length > 0 && Read(answer.Certificates[0]) is { KeySize: > 0 } certificate ? certificate.KeySize : null;

    private static ProtocolOffer VersionOf(SslProtocolVersion version, OfferObservation seen)
    {
        if (version == SslProtocolVersion.Ssl2)
            return Ssl2(seen);
        VersionRound? round = seen.Round(version);
        HelloAnswer? why = round is null ? null : round.Stopped ?? (round.IsOffered == true ? null : round.Refusal);
        return new ProtocolOffer
        {
            Protocol = version,
            State = round?.IsOffered switch { true => OfferState.Offered, false => OfferState.Refused, _ => OfferState.NotKnown },
            Alert = round?.IsOffered == false ? round.Refusal?.Alert?.Name : null,
            Reason = SafeText.OrNull(why?.Reason) ?? (round is null ? NotAsked(seen, version) : null),
            ServerPreference = round?.Suites.HasServerOrder,
            PrioritizesChaCha = round?.PrioritizesChaCha,
            InsistsOnGroup = round?.IsOffered == true ? round.InsistsOnGroup : null,
            Complete = round?.KnowsSuites == true,
        };
    }

    private static ProtocolOffer Ssl2(OfferObservation seen) => new()
    {
        Protocol = SslProtocolVersion.Ssl2,
        State = seen.Ssl2?.Kind switch { AnswerKind.Accepted => OfferState.Offered, AnswerKind.Refused => OfferState.Refused, _ => OfferState.NotKnown },
        Alert = seen.Ssl2?.Kind == AnswerKind.Refused ? seen.Ssl2.Alert?.Name : null,
        Reason = SafeText.OrNull(seen.Ssl2?.Reason) ?? (seen.Ssl2 is null ? NotAsked(seen, SslProtocolVersion.Ssl2) : null),
        Complete = seen.Ssl2?.Kind is AnswerKind.Accepted or AnswerKind.Refused,
    };

    private static string NotAsked(OfferObservation seen, SslProtocolVersion version) =>
        !seen.Asked.Contains(version) ? "It was not asked for (-Protocol)." : seen.Stopped?.Reason ?? "It was not asked for.";

    // Only where each version was refused is it known that there is nothing.
    private static string NoSuite(OfferObservation seen) =>
        (seen.Rounds.All(round => round.IsOffered == false) ? "The server refuses every version that was asked for: " : "No suite was found, and it is not known whether there is one: ")
        + string.Join(" ", seen.Rounds.Select(round => (round.Stopped ?? round.Refusal)?.Reason).OfType<string>().Distinct().Take(2));

    private static IEnumerable<GroupOffer> GroupsOf(VersionRound round)
    {
        bool ordered = round.Groups.HasServerOrder == true;
        IEnumerable<GroupOffer> named = round.Groups.Accepted.Select((code, place) => new GroupOffer
        {
            Protocol = round.Version,
            Group = NamedGroups.NameOf(code),
            Code = code,
            Bits = NamedGroups.Find(code)?.Bits ?? 0,
            PostQuantum = NamedGroups.Find(code)?.Kind is NamedGroupKind.Hybrid or NamedGroupKind.KEM,
            Preference = ordered ? place + 1 : null,
        });
        IEnumerable<GroupOffer> primes = round.Answers
            .Where(answer => answer.Suite is { } suite && FinePrintScan.IsFreshDhe(suite) && answer.KeyExchange?.Prime is { Length: > 0 })
            .Select(answer => answer.KeyExchange!.Prime!)
            .GroupBy(prime => (DhPrimes.NameOf(prime), DhPrimes.BitsOf(prime)))
            .Select(same => new GroupOffer { Protocol = round.Version, Group = same.Key.Item1, Bits = same.Key.Item2 });
        return named.Concat(primes);
    }

    private static IEnumerable<SignatureSchemeOffer> SchemesOf(VersionRound round) => round.Schemes.Accepted.Select(code =>
        new SignatureSchemeOffer { Protocol = round.Version, SignatureScheme = SignatureSchemes.NameOf(code), Code = code });

    private static OfferedCertificate[] CertificatesOf(OfferObservation seen)
    {
        string? without = seen.FinePrint.TryGetValue(FinePrint.NoServerName, out HelloAnswer? answer) && answer.Certificates.Length > 0 ? Convert.ToBase64String(answer.Certificates[0]) : null;
        List<(SslProtocolVersion Version, HelloAnswer Answer)> all =
        [
            .. seen.Rounds.SelectMany(round => round.Answers.Select(one => (round.Version, one))),
            .. answer is { Hello: { } hello } ? new[] { (WireVersions.Find(hello.SelectedVersion) ?? SslProtocolVersion.Tls12, answer) } : [],
            .. seen.Ssl2 is { } ssl2 ? new[] { (SslProtocolVersion.Ssl2, ssl2) } : [],
        ];
        return
        [
            .. all.Where(one => one.Answer.Certificates.Length > 0)
                .GroupBy(one => Convert.ToBase64String(one.Answer.Certificates[0]))
                .Select(same => Certificate([.. same], without, answer))
                .OfType<OfferedCertificate>(),
        ];
    }

    private static OfferedCertificate? Certificate((SslProtocolVersion Version, HelloAnswer Answer)[] same, string? without, HelloAnswer? nameless)
    {
        byte[][] chain = same[0].Answer.Certificates;
        if (Read(chain[0]) is not { } info)
            return null;
        bool onlyNameless = nameless is not null && same.All(one => ReferenceEquals(one.Answer, nameless));
        bool sameKind = nameless?.Suite?.Authentication is { } kind && same.Any(one => one.Answer.Suite?.Authentication == kind);
        return new OfferedCertificate
        {
            Certificate = info,
            ChainLength = chain.Length,
            Authentication = [.. same.Select(one => one.Answer.Suite?.Authentication).OfType<string>().Distinct()],
            Protocols = [.. same.Select(one => one.Version).Distinct().OrderByDescending(version => version)],
            // Only a comparison of the same kind of certificate says something about the name.
            NeedsServerName = onlyNameless ? false : without is not null && sameKind && same.All(one => Convert.ToBase64String(one.Answer.Certificates[0]) != without) && info.KeyAlgorithm == KeyOf(nameless!) ? true : null,
        };
    }

    private static string? KeyOf(HelloAnswer answer) => Read(answer.Certificates[0])?.KeyAlgorithm;

    private static CertificateInfo? Read(byte[] der)
    {
        try
        {
            using X509Certificate2 certificate = new(der);
            return CertificateInfoFactory.Create(certificate);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    // Without an order of the server's own: the safest first.
    private sealed class SafestFirst : IComparer<CipherSuite>
    {
        public static readonly SafestFirst Instance = new();

        public int Compare(CipherSuite? x, CipherSuite? y) => (CipherSuiteSafety.Of(x!), x!.Strength, -x.Code).CompareTo((CipherSuiteSafety.Of(y!), y!.Strength, -y.Code));
    }
}
