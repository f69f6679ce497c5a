namespace SmtpTls.Scanning;

/// <summary>What a scan saw of one address; one class writes it, one pure function makes the result of it.</summary>
internal sealed class OfferObservation
{
    /// <summary>The rounds, newest version first; those that were not begun are missing.</summary>
    public List<VersionRound> Rounds { get; } = [];

    /// <summary>The answer to the hello of SSL 2.0; <see langword="null"/> where it was not asked.</summary>
    public HelloAnswer? Ssl2 { get; set; }

    /// <summary>Whether hellos with all suites are not answered, and small ones are.</summary>
    public bool NeedsSmallHellos { get; set; }

    /// <summary>The first answer where it kept the scan from going on.</summary>
    public HelloAnswer? Stopped { get; set; }

    /// <summary>How the stop reads as a status.</summary>
    public TestStatus StoppedStatus { get; set; }

    /// <summary>Answers to the questions of the fine print, by their name.</summary>
    public Dictionary<FinePrint, HelloAnswer> FinePrint { get; } = [];

    /// <summary>What happened that a reader should know.</summary>
    public IReadOnlyList<string> Notes { get; set; } = [];

    /// <summary>Whether groups, signatures and the fine print were asked for.</summary>
    public bool Details { get; set; }

    /// <summary>The versions that were asked for.</summary>
    public IReadOnlyList<SslProtocolVersion> Asked { get; set; } = [];

    /// <summary>Connections.</summary>
    public int Connections { get; set; }

    /// <summary>The name for SNI.</summary>
    public string? ServerName { get; set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset Time { get; set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>The round of a version; <see langword="null"/> where there was none.</summary>
    public VersionRound? Round(SslProtocolVersion version) => Rounds.FirstOrDefault(round => round.Version == version);

    /// <summary>The versions that are offered, newest first; SSL 2.0 among them.</summary>
    public IEnumerable<SslProtocolVersion> Offered =>
    [
        .. Rounds.Where(round => round.IsOffered == true).Select(round => round.Version),
        .. Ssl2?.Kind == AnswerKind.Accepted ? new[] { SslProtocolVersion.Ssl2 } : [],
    ];

    /// <summary>Every answer that accepted.</summary>
    public IEnumerable<HelloAnswer> Answers => Rounds.SelectMany(round => round.Answers).Concat(FinePrint.Values.Where(answer => answer.Kind == AnswerKind.Accepted));
}

/// <summary>The questions of the fine print that have a connection of their own.</summary>
internal enum FinePrint
{
    /// <summary>An older version with TLS_FALLBACK_SCSV.</summary>
    FallbackScsv,

    /// <summary>A version that does not exist.</summary>
    UnknownVersion,

    /// <summary>All of the next four in one hello; they are asked alone only where that is refused.</summary>
    Tolerance,

    /// <summary>Values of RFC 8701 everywhere, and an unknown extension.</summary>
    Grease,

    /// <summary>A hello beyond 16 KB.</summary>
    HugeHello,

    /// <summary>No SNI.</summary>
    NoServerName,

    /// <summary>A handshake of TLS 1.3 with values of RFC 8701 that was refused.</summary>
    Grease13,

    /// <summary>A handshake of TLS 1.3 that is finished; with values of RFC 8701, unless those are refused.</summary>
    Tls13Session,

    /// <summary>A resumption with the ticket of that.</summary>
    Tls13Resumption,

    /// <summary>A second exchange with DHE, to see whether the server keeps its key.</summary>
    DheAgain,

    /// <summary>ALPN.</summary>
    Alpn,
}
