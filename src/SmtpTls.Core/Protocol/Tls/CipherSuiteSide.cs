namespace SmtpTls.Tls;

/// <summary>A suite that a side of a connection uses, with the versions of TLS in which it does.</summary>
internal sealed record OfferedSuite(CipherSuite Suite, IReadOnlyList<SslProtocolVersion> Protocols)
{
    private static readonly SslProtocolVersion[] Versions =
        [SslProtocolVersion.Tls13, SslProtocolVersion.Tls12, SslProtocolVersion.Tls11, SslProtocolVersion.Tls10, SslProtocolVersion.Ssl3, SslProtocolVersion.Ssl2];

    /// <summary>A suite of which nothing is said but its name: with every version that knows it.</summary>
    public static OfferedSuite Named(CipherSuite suite) =>
        new(suite, [.. Versions.Where(version => version >= suite.MinProtocol && version <= suite.MaxProtocol)]);
}

/// <summary>One side of a comparison.</summary>
/// <param name="Name">What it is, for a user.</param>
/// <param name="Suites">Its suites in order of preference; a suite stands there once.</param>
internal sealed record CipherSuiteSide(string Name, IReadOnlyList<OfferedSuite> Suites)
{
    /// <summary>Whether it is Schannel, whose suites are enabled with Enable-TlsCipherSuite.</summary>
    public bool IsWindows { get; init; }

    /// <summary>Whether the versions of its suites were told, and not only read from the suites' names.</summary>
    public bool KnowsProtocols { get; init; }

    /// <summary>Whether it is a server without an order of its own: then the other side's order counts.</summary>
    public bool FollowsOther { get; init; }

    /// <summary>IANA names of suites that it could enable; <see langword="null"/> where that is not known.</summary>
    public IReadOnlyCollection<string>? Available { get; init; }

    /// <summary>Its suites with what was said of each in several places put together, in the order of the first.</summary>
    public static IReadOnlyList<OfferedSuite> Merge(IEnumerable<OfferedSuite> suites) =>
        [.. suites.GroupBy(offer => offer.Suite.Code).Select(same => new OfferedSuite(same.First().Suite, [.. same.SelectMany(offer => offer.Protocols).Distinct()]))];
}
