using SmtpTls.Findings;
using SmtpTls.Tls;

namespace SmtpTls.Scanning;

/// <summary>What is worth knowing about an offer.</summary>
internal static class OfferRules
{
    private static readonly RuleCheck<TlsOffer>[] Checks =
    [
        new("SslOffered", offer => Versions(offer, version => version < SslProtocolVersion.Tls10, "takes")),
        new("OldTlsOffered", offer => Versions(offer, version => version is SslProtocolVersion.Tls10 or SslProtocolVersion.Tls11, "still takes")),
        new("NewestTlsMissing", offer => Refuses(offer, SslProtocolVersion.Tls13) ? "The server refuses TLS 1.3." : null),
        new("Tls12Missing", offer => Refuses(offer, SslProtocolVersion.Tls12) && Refuses(offer, SslProtocolVersion.Tls13)
            ? "The server takes neither TLS 1.2 nor TLS 1.3: current senders get no TLS with it. Enable TLS 1.2." : null),
        new("InsecureSuites", offer => Names(offer.CipherSuites.Where(suite => suite.Safety == SuiteSafety.Insecure).Select(suite => suite.CipherSuiteOpenSsl ?? suite.CipherSuite)) is { } names
            ? $"The server takes suites that must not be used: {names}." : null),
        new("NoForwardSecrecy", NoForwardSecrecy),
        new("ShortPrime", offer => Names(offer.CipherSuites.Where(HasShortPrime).Select(suite => $"{suite.KeyExchangeBits} bits ({suite.Group})")) is { } primes
            ? $"The prime of DHE is short: {primes}. Use one of 2048 bits or more, or switch DHE off." : null),
        new("NoPostQuantumGroup", offer => offer.Protocols.Contains(SslProtocolVersion.Tls13) && offer.Groups.Any(group => group.Protocol == SslProtocolVersion.Tls13)
            && !offer.Groups.Any(group => group.PostQuantum) && !offer.NotTested.Any(text => text.StartsWith("Groups of TLS 1.3", StringComparison.Ordinal))
            ? "The server takes no hybrid group with ML-KEM: what is recorded today could be read with a quantum computer one day." : null),
        new("NoSecureRenegotiation", offer => offer.SecureRenegotiation == false
            ? "The server does not support secure renegotiation: an attacker can put own commands before those of a client. Update it." : null),
        new("CompressionOffered", offer => offer.Compression == true ? "The server compresses within TLS. Switch that off." : null),
        new("EarlyDataOffered", offer => offer.EarlyData == true ? "The server's tickets allow 0-RTT data, which can be replayed. Switch that off." : null),
        new("Intolerant", offer => offer.Intolerances.Length > 0 ? $"The server fails with what it should ignore: {string.Join(", ", offer.Intolerances)}." : null),
    ];

    /// <summary>The rules.</summary>
    public static RuleCatalogue Catalogue { get; } = new("Offer", "Live.Scanning.OfferRules.tsv", "docs/offers.md");

    /// <summary>Judges an offer.</summary>
    public static Finding[] Judge(TlsOffer offer, IEnumerable<string> notes, IEnumerable<string> wrongChoices) =>
    [
        .. Catalogue.Judge(Checks, offer)
            .Concat(wrongChoices.Distinct().Select(text => Catalogue.Found("WrongChoice", text)))
            .Concat(notes.Select(text => Catalogue.Found("ScanIncomplete", text)))
            .WorstFirst(),
    ];

    private static string? Versions(TlsOffer offer, Func<SslProtocolVersion, bool> which, string verb) =>
        offer.Protocols.Where(which).Select(ProtocolSpelling.Of).ToArray() is { Length: > 0 } names ? $"The server {verb} {string.Join(" and ", names)}." : null;

    private static bool Refuses(TlsOffer offer, SslProtocolVersion version) =>
        offer.Protocols.Length > 0 && offer.Versions.Any(one => one.Protocol == version && one.State == OfferState.Refused);

    private static string? NoForwardSecrecy(TlsOffer offer) => offer.CipherSuites
        .Where(suite => suite.Protocol is >= SslProtocolVersion.Tls10 and < SslProtocolVersion.Tls13)
        .GroupBy(suite => suite.Protocol)
        .Where(version => version.All(suite => suite.KeyExchange is not ("ECDHE" or "DHE")))
        .Select(version => ProtocolSpelling.Of(version.Key))
        .ToArray() is { Length: > 0 } names ? $"There is no suite with forward secrecy in {string.Join(" and ", names)}." : null;

    private static bool HasShortPrime(CipherSuiteOffer suite) => suite.KeyExchange is "DHE" or "DH" && suite.KeyExchangeBits is < 2048;

    private static string? Names(IEnumerable<string> names)
    {
        const int Shown = 6;
        string[] all = [.. names.Distinct()];
        return all.Length == 0 ? null : string.Join(", ", all.Take(Shown)) + (all.Length > Shown ? $" and {all.Length - Shown} more" : "");
    }
}
