namespace SmtpTls.Tls;

/// <summary>Finds the suites that two sides have in common, or what either would have to enable.</summary>
internal static class CipherSuiteComparer
{
    /// <summary>Compares; the reference's order of preference counts, unless it follows the other's.</summary>
    public static CipherSuiteComparison Compare(CipherSuiteSide reference, CipherSuiteSide difference)
    {
        SharedCipherSuite[] shared = [.. Shared(reference, difference)];
        CipherSuiteSuggestion[] suggestions = shared.Length > 0
            ? []
            : [.. Suggest("Difference", difference, reference).Concat(Suggest("Reference", reference, difference))
                .SafestFirst(suggestion => CipherSuites.Find(suggestion.CipherSuite)!)
                // What cannot be had goes last.
                .GroupBy(suggestion => suggestion.Supported == false)
                .OrderBy(group => group.Key)
                .SelectMany(group => group)];
        return new CipherSuiteComparison
        {
            Reference = reference.Name,
            Difference = difference.Name,
            Shared = shared,
            Suggestions = suggestions,
            OnlyReference = Only(reference, difference),
            OnlyDifference = Only(difference, reference),
            Summary = shared.Length > 0 ? SumUp(shared) : SumUp(reference, difference, suggestions),
        };
    }

    private static IEnumerable<SharedCipherSuite> Shared(CipherSuiteSide reference, CipherSuiteSide difference)
    {
        Dictionary<int, int> places = difference.Suites.Select((offer, place) => (offer.Suite.Code, place)).ToDictionary(pair => pair.Code, pair => pair.place);
        return reference.Suites
            .Select((offer, place) => (offer, place))
            .Where(one => places.ContainsKey(one.offer.Suite.Code))
            .Select(one => Share(one.offer, one.place, difference.Suites[places[one.offer.Suite.Code]], places[one.offer.Suite.Code]))
            .Where(suite => suite.Protocols.Length > 0)
            // The version is agreed on before the suite (RFC 8446 section 4.1.3).
            .OrderByDescending(suite => suite.Protocols[0] >= SslProtocolVersion.Tls12 ? suite.Protocols[0] : SslProtocolVersion.Tls11)
            .ThenBy(suite => reference.FollowsOther ? suite.DifferencePosition : suite.ReferencePosition);
    }

    private static SharedCipherSuite Share(OfferedSuite reference, int place, OfferedSuite difference, int otherPlace) => new()
    {
        CipherSuite = reference.Suite.Name,
        CipherSuiteOpenSsl = reference.Suite.OpenSslName,
        Protocols = [.. reference.Protocols.Intersect(difference.Protocols).OrderByDescending(version => version)],
        Safety = CipherSuiteSafety.Of(reference.Suite),
        ReferencePosition = place + 1,
        DifferencePosition = otherPlace + 1,
    };

    private static string[] Only(CipherSuiteSide one, CipherSuiteSide other)
    {
        HashSet<int> others = [.. other.Suites.Select(offer => offer.Suite.Code)];
        return [.. one.Suites.Where(offer => !others.Contains(offer.Suite.Code)).Select(offer => offer.Suite.Name)];
    }

    // What side could enable of the other's suites. Insecure ones are no advice.
    private static IEnumerable<CipherSuiteSuggestion> Suggest(string role, CipherSuiteSide side, CipherSuiteSide other) => other.Suites
        .Where(offer => CipherSuiteSafety.IsForMail(offer.Suite) && CipherSuiteSafety.Of(offer.Suite) != SuiteSafety.Insecure)
        .Select(offer => Suggest(role, side, offer));

    private static CipherSuiteSuggestion Suggest(string role, CipherSuiteSide side, OfferedSuite offer)
    {
        CipherSuite suite = offer.Suite;
        bool has = side.Suites.Any(own => own.Suite.Code == suite.Code);
        bool? supported = has ? true : side.Available is null ? null : side.Available.Contains(suite.Name);
        bool versionMissing = side.KnowsProtocols && !side.Suites.Any(own => own.Protocols.Intersect(offer.Protocols).Any());
        string?[] notes =
        [
            supported == false ? "this Windows does not support it" : null,
            versionMissing ? $"needs {string.Join(" or ", offer.Protocols.Select(ProtocolSpelling.Of))} there" : null,
            suite.Authentication == "ECDSA" ? "needs an ECDSA certificate on the server" : null,
            suite.KeyExchange == "DHE" ? "with a group of 2048 bits or more" : null,
            suite.ForwardSecrecy ? null : "no forward secrecy: only if nothing else can be had",
        ];
        return new CipherSuiteSuggestion
        {
            Side = role,
            CipherSuite = suite.Name,
            CipherSuiteOpenSsl = suite.OpenSslName,
            Safety = CipherSuiteSafety.Of(suite),
            Supported = supported,
            Command = side.IsWindows && supported != false && !has ? $"Enable-TlsCipherSuite -Name {suite.Name}" : null,
            Note = string.Join("; ", notes.OfType<string>()) is { Length: > 0 } note ? note : null,
        };
    }

    private static string SumUp(SharedCipherSuite[] shared)
    {
        string text = $"{shared.Length} in common; {shared[0].CipherSuite} with {ProtocolSpelling.Of(shared[0].Protocols[0])} comes first.";
        return shared.Max(suite => suite.Safety) < SuiteSafety.Acceptable ? text + " None of them has forward secrecy." : text;
    }

    private static string SumUp(CipherSuiteSide reference, CipherSuiteSide difference, CipherSuiteSuggestion[] suggestions)
    {
        string reason = reference.Suites.Any(offer => difference.Suites.Any(other => other.Suite.Code == offer.Suite.Code))
            ? $"No suite in common: they have the same suites, but in different versions of TLS ({Versions(reference)} and {Versions(difference)})."
            : $"No suite in common: {reference.Name} has {Difference(reference, difference)}, {difference.Name} has {Difference(difference, reference)}.";
        CipherSuiteSuggestion? best = suggestions.FirstOrDefault(suggestion => suggestion.Supported != false);
        return best is null
            ? reason + " Neither side has a suite that would be safe to enable on the other: a newer TLS is needed there."
            : $"{reason} The safest way: {best.CipherSuite} on {(best.Side == "Reference" ? reference.Name : difference.Name)}{(best.Note is null ? "" : $" ({best.Note})")}.";
    }

    private static string Versions(CipherSuiteSide side) =>
        string.Join(", ", side.Suites.SelectMany(offer => offer.Protocols).Distinct().OrderByDescending(version => version).Select(ProtocolSpelling.Of));

    // What sets a side apart: its key exchanges, or its ciphers where the key exchanges are the same.
    private static string Difference(CipherSuiteSide side, CipherSuiteSide other) =>
        new HashSet<string>(Exchanges(side)).SetEquals(Exchanges(other)) ? Only(side.Suites.Select(offer => offer.Suite.Encryption).Distinct()) : Only(Exchanges(side));

    private static IEnumerable<string> Exchanges(CipherSuiteSide side) =>
        side.Suites.Select(offer => offer.Suite.KeyExchange == "any" ? "TLS 1.3" : offer.Suite.KeyExchange).Distinct();

    private static string Only(IEnumerable<string> items) => string.Join(", ", items) is var list && list.Contains(',') ? list : $"only {list}";
}
