using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Scanning;
using SmtpTls.Tls;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Tests.Live.Scanning;

/// <summary>A TLS server as a pure function: answers questions as a server with these lists would, and counts them.</summary>
internal sealed class FakeServer : IHelloLine
{
    private int _asked;

    private Lazy<byte[]> EcdsaCertificate => new(() =>
    {
        using ECDsa key = ECDsa.Create(Curve == 24 ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=mx.test", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return certificate.RawData;
    });

    /// <summary>Suites of each version that is offered, in the server's order.</summary>
    public Dictionary<SslProtocolVersion, int[]> Suites { get; init; } = [];

    /// <summary>Groups, in the server's order.</summary>
    public int[] Groups { get; init; } = [29, 23];

    /// <summary>Signature schemes of each kind of certificate, in the server's order.</summary>
    public int[] Schemes { get; init; } = [0x0804, 0x0401];

    public bool OwnOrder { get; init; }

    public bool PrioritizesChaCha { get; init; }

    /// <summary>The curve of the ECDSA certificate, which must be among the client's groups.</summary>
    public int? Curve { get; init; }

    /// <summary>What happens instead of an answer; gets the number of the connection, from 1, and the size of the hello.</summary>
    public Func<int, int, HelloAnswer?> Fault { get; init; } = (_, _) => null;

    public int Connections => _asked;

    public TestStatus Status => TestStatus.TemporaryFailure;

    public Task<LineAnswer> AskAsync(HelloQuestion question, CancellationToken cancellationToken)
    {
        int number = Interlocked.Increment(ref _asked);
        int size = question.Version == SslProtocolVersion.Ssl2 ? 100 : QuestionWriter.ToMessage(QuestionWriter.Write(question, null)).Length;
        return Task.FromResult(new LineAnswer(Fault(number, size) ?? Answer(question), TimeSpan.FromMilliseconds(1)));
    }

    private HelloAnswer Answer(HelloQuestion question)
    {
        if (!Suites.TryGetValue(question.Version, out int[]? mine))
            return HelloAnswer.Refusal("no version", TlsAlerts.Get(70));
        bool tls13 = question.Version == SslProtocolVersion.Tls13;
        int? group = Choose(question.Groups, Groups, OwnOrder);
        int? suite = Choose(question.Suites, Sorted(mine, question), OwnOrder, code => IsUsable(CipherSuites.Find(code)!, question, group));
        if (suite is not { } chosen || (tls13 && group is null))
            return HelloAnswer.Refusal("no suite", TlsAlerts.Get(40));
        CipherSuite found = CipherSuites.Find(chosen)!;
        int? scheme = question.Version >= SslProtocolVersion.Tls12 && (tls13 || found.KeyExchange is "ECDHE" or "DHE")
            // TLS 1.3 knows no PKCS #1 in signatures of the handshake (RFC 8446 section 4.2.3).
            ? Choose(question.Schemes, Schemes, OwnOrder, code => Serves(code, found) && (!tls13 || code >= 0x0700 || (code & 0xFF) == 3))
            : null;
        if (tls13 && scheme is null && question.WantsFlight)
            return HelloAnswer.Refusal("no scheme", TlsAlerts.Get(40));
        return new HelloAnswer
        {
            Kind = AnswerKind.Accepted,
            Suite = found,
            Group = tls13 || found.KeyExchange == "ECDHE" ? group : null,
            Scheme = scheme,
            Certificates = found.Authentication == "ECDSA" ? [EcdsaCertificate.Value] : [],
            Hello = new ServerHello { Version = Math.Min(0x0303, WireVersions.Of(question.Version)), Random = new byte[32], CipherSuite = chosen, Extensions = [] },
        };
    }

    private int[] Sorted(int[] mine, HelloQuestion question) => PrioritizesChaCha && RoundCatalogue.IsChaCha(question.Suites[0])
        ? [.. mine.OrderBy(code => RoundCatalogue.IsChaCha(code) ? 0 : 1)]
        : mine;

    private bool IsUsable(CipherSuite suite, HelloQuestion question, int? group)
    {
        if (suite.KeyExchange == "ECDHE" && group is null)
            return false;
        if (suite.Authentication == "ECDSA" && (Curve is not { } curve || !question.Groups.Contains(curve)))
            return false;
        return question.Version != SslProtocolVersion.Tls12 || suite.KeyExchange is not ("ECDHE" or "DHE") || Schemes.Any(code => question.Schemes.Contains(code) && Serves(code, suite));
    }

    private static bool Serves(int scheme, CipherSuite suite) => suite.Authentication == "any" || SignatureSchemes.Find(scheme)!.Authentication == suite.Authentication;

    private static int? Choose(IReadOnlyList<int> client, int[] server, bool ownOrder, Func<int, bool>? may = null)
    {
        IEnumerable<int> order = ownOrder ? server.Where(client.Contains) : client.Where(server.Contains);
        return order.Where(code => may?.Invoke(code) ?? true).Select(code => (int?)code).FirstOrDefault();
    }
}
