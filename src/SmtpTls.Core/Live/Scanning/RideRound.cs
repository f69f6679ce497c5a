using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Tls;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>
/// The groups and signatures of a version: what of them rides on the hellos that look for suites, and what is left to ask when those are known.
/// </summary>
/// <param name="round">The round it belongs to.</param>
/// <param name="wanted">Whether groups and signatures are asked for at all.</param>
internal sealed class RideRound(VersionRound round, bool wanted)
{
    private readonly bool _tls13 = round.Version == SslProtocolVersion.Tls13;
    private readonly HashSet<string> _schemesDone = [];
    private bool _mayRide = true;
    private (bool Groups, bool Schemes) _rides;
    private (bool Groups, bool Schemes) _doubtful;
    private bool _repeats;
    private int? _oddSuite;
    private bool _groupsAlone;

    /// <summary>Whether to ask first for suites that need an elliptic curve's certificate: with one, groups and signatures change which suite is chosen, and do not ride.</summary>
    public bool WantsCurveProbe => wanted && !_tls13 && round.Version >= SslProtocolVersion.Tls10;

    /// <summary>Whether there is a certificate with an elliptic curve.</summary>
    public bool HasCurveCertificate { get; set; }

    /// <summary>Why some groups stay unknown; <see langword="null"/> where none do.</summary>
    public string? GroupsNotKnown { get; private set; }

    /// <summary>Groups and schemes for the next hello that looks for suites.</summary>
    public (IReadOnlyList<int> Groups, IReadOnlyList<int> Schemes) ForSuites()
    {
        bool may = wanted && _mayRide && !_repeats && (_tls13 || !HasCurveCertificate) && round.Version >= SslProtocolVersion.Tls10;
        _rides = (may && round.Groups.IsOpen, may && !_groupsAlone && SchemesAreOpen(CommonAuthentication));
        return (
            _rides.Groups ? round.Groups.Alternating : round.Groups.All,
            // Schemes of other certificates stay: only the common class is watched.
            _rides.Schemes ? [.. round.Schemes.All.Where(code => round.Schemes.Unknown.Contains(code) || !Serves(code, CommonAuthentication))] : round.Schemes.All);
    }

    /// <summary>Folds an answer to a hello that looked for suites.</summary>
    /// <returns>Whether it does not count for the suites, because the groups or schemes that were missing may have made the server choose so.</returns>
    public bool MustAskAgain(HelloAnswer answer, HelloQuestion question)
    {
        if (!wanted)
            return false;
        bool inClass = answer.Kind == AnswerKind.Accepted && RoundCatalogue.IsCommonClass(answer.Suite!);
        if (_repeats)
        {
            _repeats = false;
            Resolve(answer, inClass);
        }
        else if ((_rides.Groups || _rides.Schemes) && !inClass)
        {
            (_repeats, _doubtful, _oddSuite) = (true, _rides, answer.Suite?.Code);
            return true;
        }
        if (inClass)
            Note(answer, question, CommonAuthentication);
        return false;
    }

    /// <summary>The next question once the suites are known; <see langword="null"/> when nothing is left to ask.</summary>
    public HelloQuestion? NextDetail()
    {
        if (!wanted)
            return null;
        if (round.Groups.IsOpen && !_tls13 && HasCurveCertificate && OwnCurve is null && !round.AcceptedSuites.Any(RoundCatalogue.IsCommonClass))
        {
            round.Groups.IsDone = true;
            GroupsNotKnown = "The certificate's own curve must stay on offer, and it is not known which that is.";
        }
        foreach (IGrouping<(string, string), CipherSuite> same in round.AcceptedSuites.GroupBy(ClassOf).OrderBy(group => Array.IndexOf(Classes, group.Key)))
        {
            (string exchange, string authentication) = same.Key;
            _rides = (exchange is "ECDHE" or "any" or "ECDH" && round.Groups.IsOpen, !_groupsAlone && exchange != "ECDH" && SchemesAreOpen(authentication));
            if (!_rides.Groups && !_rides.Schemes)
                continue;
            return round.Question(
                [.. same.Select(suite => suite.Code)],
                _rides.Groups ? OpenGroups(authentication) : round.Groups.All,
                _rides.Schemes ? [.. round.Schemes.Unknown.Where(code => Serves(code, authentication))] : round.Schemes.All);
        }
        return null;
    }

    /// <summary>Folds the answer to a question of <see cref="NextDetail"/>.</summary>
    public void TakeDetail(HelloAnswer answer, HelloQuestion question)
    {
        string authentication = ClassOf(CipherSuites.Find(question.Suites[0])!).Authentication;
        if (answer.Kind == AnswerKind.Accepted)
            Note(answer, question, authentication);
        else if (_rides.Groups && _rides.Schemes)
            _groupsAlone = true;
        else
            End(_rides, authentication);
    }

    private string CommonAuthentication => _tls13 ? "any" : "RSA";

    private static readonly (string, string)[] Classes = [("any", "any"), ("ECDHE", "RSA"), ("ECDHE", "ECDSA"), ("DHE", "RSA"), ("DHE", "DSS"), ("ECDH", "anon")];

    // ECDH stands for the anonymous one, which has a fresh key, too; the static ones show no group.
    private static (string Exchange, string Authentication) ClassOf(CipherSuite suite) =>
        Array.IndexOf(Classes, (suite.KeyExchange, suite.Authentication)) >= 0 ? (suite.KeyExchange, suite.Authentication) : ("", "");

    private static bool Serves(int scheme, string authentication) => authentication == "any" || SignatureSchemes.Find(scheme)?.Authentication == authentication;

    private bool SchemesAreOpen(string authentication) =>
        authentication is not "anon" and not "" && !_schemesDone.Contains(authentication) && round.Schemes.Unknown.Any(code => Serves(code, authentication));

    private int? OwnCurve => CurveOf(round.Answers.LastOrDefault(answer => answer.Suite is { Authentication: "ECDSA" }));

    // A certificate on a curve needs that curve among the groups (RFC 8422 section 5.1.1): it stays on offer, behind all others.
    private IReadOnlyList<int> OpenGroups(string authentication)
    {
        int? curve = authentication == "ECDSA" ? OwnCurve : 0;
        return curve is > 0 and { } last ? [.. round.Groups.Alternating.Where(code => code != last), last] : round.Groups.Alternating;
    }

    private void Note(HelloAnswer answer, HelloQuestion question, string authentication)
    {
        if (_groupsAlone && _rides.Groups)
        {
            // With all signatures it worked: what made it fail before was the signatures.
            _groupsAlone = false;
            End((false, true), authentication);
        }
        if (answer.Group is { } group)
        {
            bool news = round.Groups.Note(question.Groups, group);
            if (_rides.Groups && !news)
                EndAtCurve();
        }
        if (_rides.Schemes && answer.RefusedAfterRetry)
            End((false, true), authentication);
        else if (answer.Scheme is { } scheme)
            round.Schemes.Note(question.Schemes, scheme);
    }

    // The server takes the certificate's own curve again: whatever else is left stands behind it in its order, or is refused.
    private void EndAtCurve()
    {
        round.Groups.IsDone = true;
        if (round.Suites.HasServerOrder != false)
            GroupsNotKnown = "The certificate's own curve must stay on offer, and the server takes it before any other that is left.";
    }

    private void End((bool Groups, bool Schemes) which, string authentication)
    {
        if (which.Groups)
            round.Groups.IsDone = true;
        if (which.Schemes)
            _schemesDone.Add(authentication);
        _groupsAlone = false;
    }

    // The same hello with all groups and schemes: it tells which of those that rode are used up.
    private void Resolve(HelloAnswer answer, bool inClass)
    {
        _rides = (false, false);
        if (answer.Kind == AnswerKind.Refused)
            return;
        if (!inClass || answer.Suite!.Code == _oddSuite)
            _mayRide = false;
        else if (_doubtful is { Groups: true, Schemes: true })
            _groupsAlone = true;
        else
            End(_doubtful, CommonAuthentication);
    }

    // 0 for a key that is on no curve of supported_groups (Ed25519), null where that cannot be told.
    private static int? CurveOf(HelloAnswer? answer)
    {
        const string EllipticCurve = "1.2.840.10045.2.1";
        if (answer is not { Certificates.Length: > 0 })
            return null;
        try
        {
            using X509Certificate2 certificate = new(answer.Certificates[0]);
            if (certificate.PublicKey.Oid.Value != EllipticCurve)
                return 0;
            return Curves.TryGetValue(new AsnReader(certificate.PublicKey.EncodedParameters.RawData, AsnEncodingRules.BER).ReadObjectIdentifier(), out int code) ? code : null;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return null;
        }
    }

    // RFC 5480 section 2.1.1.1, RFC 5639 section 4.1.
    private static readonly Dictionary<string, int> Curves = new()
    {
        ["1.2.840.10045.3.1.1"] = 19,
        ["1.3.132.0.33"] = 21,
        ["1.3.132.0.10"] = 22,
        ["1.2.840.10045.3.1.7"] = 23,
        ["1.3.132.0.34"] = 24,
        ["1.3.132.0.35"] = 25,
        ["1.3.36.3.3.2.8.1.1.7"] = 26,
        ["1.3.36.3.3.2.8.1.1.11"] = 27,
        ["1.3.36.3.3.2.8.1.1.13"] = 28,
    };
}
