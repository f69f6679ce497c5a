using SmtpTls.Tls;

namespace SmtpTls.Scanning;

/// <summary>How to ask in a round.</summary>
/// <param name="ServerName">The name for SNI.</param>
/// <param name="Details">Whether groups, signatures and certificates are asked for, too.</param>
/// <param name="ChunkSize">The most suites in one hello; <see langword="null"/> for all. A chunk makes the hello small.</param>
internal sealed record RoundOptions(string? ServerName, bool Details, int? ChunkSize = null);

/// <summary>
/// Everything about one version from SSL 3.0 on. A hello offers all suites that are still unknown; each answer takes one away, and a refusal ends it:
/// accepted suites and one connection. Groups and signatures are taken away by the same hellos, as long as that cannot change which suite
/// the server chooses. Where an answer leaves that open, the hello is asked again with all of them.
/// </summary>
internal sealed class VersionRound : IScanRound
{
    private readonly RoundOptions _options;
    private readonly RideRound _ride;
    private readonly List<int> _chunk = [];
    private Phase _phase;
    private HelloQuestion? _asked;
    private int? _usualGroup;
    private bool _appended;
    private bool _moreChunks;

    /// <summary>Begins a round.</summary>
    public VersionRound(SslProtocolVersion version, RoundOptions options)
    {
        Version = version;
        _options = options;
        bool few = options.ChunkSize is not null;
        (int[] groups, int[] schemes) = RoundCatalogue.Few(version);
        Suites = new Dimension(RoundCatalogue.Suites(version, options.Details));
        Groups = new Dimension(few ? groups : RoundCatalogue.Groups(version));
        Schemes = new Dimension(few ? schemes : RoundCatalogue.Schemes(version));
        _ride = new RideRound(this, options.Details && !few);
        _phase = _ride.WantsCurveProbe ? Phase.CurveProbe : Phase.Suites;
        _moreChunks = few;
        NextChunk();
    }

    private enum Phase
    {
        CurveProbe,
        Suites,
        Order,
        Details,
        ChaCha,
        Over,
    }

    /// <summary>The version.</summary>
    public SslProtocolVersion Version { get; }

    /// <summary>The suites.</summary>
    public Dimension Suites { get; }

    /// <summary>The groups.</summary>
    public Dimension Groups { get; }

    /// <summary>The signature schemes.</summary>
    public Dimension Schemes { get; }

    /// <summary>The answers that accepted, one for each connection.</summary>
    public List<HelloAnswer> Answers { get; } = [];

    /// <summary>The answer by which each suite was accepted; its group is the one that the server takes when all are on offer.</summary>
    public Dictionary<int, HelloAnswer> BySuite { get; } = [];

    /// <summary>The refusal that ended the search for suites.</summary>
    public HelloAnswer? Refusal { get; private set; }

    /// <summary>Why the round ended before it was done; <see langword="null"/> where it was done.</summary>
    public HelloAnswer? Stopped { get; private set; }

    /// <summary>Why some groups stay unknown; <see langword="null"/> where none do.</summary>
    public string? GroupsNotKnown => _ride.GroupsNotKnown;

    /// <summary>Whether all suites are known.</summary>
    public bool KnowsSuites => Suites.IsDone;

    /// <summary>Whether the server puts ChaCha20 first for clients that do; <see langword="null"/> where that was not asked.</summary>
    public bool? PrioritizesChaCha { get; private set; }

    /// <summary>Whether it asked for a group other than the one that was on the table (HelloRetryRequest, TLS 1.3).</summary>
    public bool? InsistsOnGroup { get; private set; }

    /// <summary>Accepted suites by class.</summary>
    public IEnumerable<CipherSuite> AcceptedSuites => Suites.Accepted.Select(CipherSuites.Find).OfType<CipherSuite>();

    /// <summary>The state of version: offered, refused or not known.</summary>
    public bool? IsOffered => Suites.Accepted.Count > 0 ? true : Suites.IsDone ? false : null;

    /// <summary>The hello with everything there is to ask for.</summary>
    public HelloQuestion Everything => Question(Suites.All, Groups.All, Schemes.All);

    /// <inheritdoc/>
    public HelloQuestion? Next()
    {
        if (_phase == Phase.Details && _ride.NextDetail() is { } detail)
            return _asked = detail;
        if (_phase == Phase.Details)
            _phase = WantsChaCha ? Phase.ChaCha : Phase.Over;
        _asked = _phase switch
        {
            Phase.CurveProbe => Question(CurveSuites, Groups.All, Schemes.All),
            Phase.Suites => SuiteQuestion(),
            Phase.Order => Question([.. Suites.All.Where(suite => _chunk.Contains(suite))], Groups.All, Schemes.All),
            Phase.ChaCha => Question(
                [.. Suites.Accepted.Where(RoundCatalogue.IsChaCha), .. Suites.Accepted.Where(suite => !RoundCatalogue.IsChaCha(suite))], Groups.All, Schemes.All),
            _ => null,
        };
        return _asked;
    }

    /// <inheritdoc/>
    public void Take(HelloAnswer answer)
    {
        if (answer.Kind is AnswerKind.Fault or AnswerKind.NotAsked)
        {
            Stopped = answer;
            _phase = Phase.Over;
            return;
        }
        if (answer.Kind == AnswerKind.Accepted)
            Keep(answer);
        switch (_phase)
        {
            case Phase.CurveProbe:
                _ride.HasCurveCertificate = answer.Kind == AnswerKind.Accepted;
                if (answer.Kind == AnswerKind.Refused)
                    Suites.Refuse(CurveSuites);
                _phase = Phase.Suites;
                break;
            case Phase.Suites:
                TakeSuite(answer);
                break;
            case Phase.Order:
                TakeOrder(answer);
                break;
            case Phase.Details:
                _ride.TakeDetail(answer, _asked!);
                break;
            case Phase.ChaCha:
                PrioritizesChaCha = answer.Suite is { } suite && RoundCatalogue.IsChaCha(suite.Code);
                _phase = Phase.Over;
                break;
        }
    }

    /// <summary>A question of this round.</summary>
    public HelloQuestion Question(IReadOnlyList<int> suites, IReadOnlyList<int> groups, IReadOnlyList<int> schemes) => new()
    {
        Version = Version,
        Suites = suites,
        Groups = groups,
        Schemes = schemes,
        ServerName = _options.ServerName,
        Small = _options.ChunkSize is not null,
        WantsFlight = _options.Details && Version == SslProtocolVersion.Tls13,
        Share = Version == SslProtocolVersion.Tls13 && groups.Contains(FirstShare) ? FirstShare : null,
    };

    // x25519: the group that nearly every server takes.
    private const int FirstShare = 29;

    private IReadOnlyList<int> CurveSuites =>
        [.. Suites.All.Where(code => CipherSuites.Find(code) is { } suite && RoundCatalogue.NeedsCurveCertificate(suite) && suite.KeyExchange is "ECDHE" or "ECDH")];

    private bool WantsChaCha => _options.Details && Suites.HasServerOrder == true && Suites.Accepted.Any(RoundCatalogue.IsChaCha)
        && !RoundCatalogue.IsChaCha(Suites.Accepted[0]);

    private void Keep(HelloAnswer answer)
    {
        Answers.Add(answer);
        if (Version == SslProtocolVersion.Tls13 && _asked!.Share is not null)
            InsistsOnGroup = InsistsOnGroup == true || answer.Retried;
        if (_asked!.Groups.Count == Groups.All.Count)
            _usualGroup ??= answer.Group;
        // The answer with the least left out is the one to show.
        if (answer.Suite is { } suite && (!BySuite.TryGetValue(suite.Code, out HelloAnswer? known) || (known.Scheme is null && answer.Scheme is not null)))
            BySuite[suite.Code] = answer.Group is null || _asked.Groups.Count == Groups.All.Count ? answer : answer with { Group = _usualGroup };
    }

    private HelloQuestion SuiteQuestion()
    {
        IReadOnlyList<int> unknown = _options.ChunkSize is null ? Suites.Unknown : [.. Suites.Unknown.Where(_chunk.Contains)];
        // Accepted ones behind the rest, in reverse: a server that follows the client's order takes the first of them only if nothing else is left, and shows
        // that it does follow; one with an order of its own takes its favourite.
        _appended = _options.ChunkSize is null && Suites.Accepted.Count >= 2 && Suites.HasServerOrder is null;
        IReadOnlyList<int> offered = _appended ? [.. unknown, .. Enumerable.Reverse(Suites.Accepted)] : unknown;
        (IReadOnlyList<int> groups, IReadOnlyList<int> schemes) = _ride.ForSuites();
        return Question(offered, groups, schemes);
    }

    private void TakeSuite(HelloAnswer answer)
    {
        if (_ride.MustAskAgain(answer, _asked!))
            return;
        if (answer.Kind == AnswerKind.Refused)
        {
            EndOfSuites(answer);
            return;
        }
        int suite = answer.Suite!.Code;
        bool news = Suites.Note(_asked!.Suites, suite);
        if (news)
        {
            if (Suites.Unknown.Count == 0)
                EndOfSuites(answer);
            return;
        }
        if (_appended && Suites.HasServerOrder is null)
        {
            // It took the first of those that it is known to take: all before it are refused.
            Suites.HasServerOrder = false;
            EndOfSuites(answer);
        }
    }

    private void EndOfSuites(HelloAnswer answer)
    {
        Refusal = answer.Kind == AnswerKind.Refused ? answer : Refusal;
        if (_options.ChunkSize is not null)
        {
            Suites.Refuse(_chunk);
            NextChunk();
            if (_moreChunks)
                return;
            Suites.IsDone = true;
            _chunk.Clear();
            _chunk.AddRange(Suites.Accepted);
            Suites.HasServerOrder = null;
            _phase = Suites.Accepted.Count >= 2 ? Phase.Order : Phase.Details;
            return;
        }
        Suites.IsDone = true;
        _phase = Phase.Details;
    }

    private void NextChunk()
    {
        _chunk.Clear();
        _chunk.AddRange(Suites.Unknown.Take(_options.ChunkSize ?? int.MaxValue));
        _moreChunks = _options.ChunkSize is not null && _chunk.Count > 0;
    }

    // Chunks tell what is accepted, not in which order: that is asked of the accepted ones alone.
    private readonly List<int> _order = [];

    private void TakeOrder(HelloAnswer answer)
    {
        if (answer.Suite is { } suite && _chunk.Remove(suite.Code))
        {
            bool first = Suites.All.First(code => code == suite.Code || _chunk.Contains(code)) == suite.Code;
            if (!first)
                Suites.HasServerOrder = true;
            _order.Add(suite.Code);
            if (_chunk.Count > 1)
                return;
        }
        if (Suites.HasServerOrder == true && _order.Count + _chunk.Count == Suites.Accepted.Count)
        {
            Suites.Accepted.Clear();
            Suites.Accepted.AddRange([.. _order, .. _chunk]);
        }
        _phase = Phase.Details;
    }
}
