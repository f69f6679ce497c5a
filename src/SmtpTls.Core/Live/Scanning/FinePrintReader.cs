using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>Reads the handshake's fine print from the answers.</summary>
internal sealed class FinePrintReader(OfferObservation seen)
{
    private const int InappropriateFallback = 86;
    private const int NoApplicationProtocol = 120;

    // Answers that could carry extensions, to hellos that asked for all of them.
    private HelloAnswer[] Old => seen.NeedsSmallHellos ? [] :
    [
        .. seen.Rounds.Where(round => round.Version is >= SslProtocolVersion.Tls10 and < SslProtocolVersion.Tls13)
            .SelectMany(round => round.Answers).Where(answer => answer.Hello is not null),
    ];

    /// <summary>Puts it into an offer.</summary>
    public TlsOffer AddTo(TlsOffer offer)
    {
        HelloAnswer[] old = Old;
        HelloAnswer[] cbc = [.. old.Where(answer => answer.Suite!.Encryption.EndsWith("CBC", StringComparison.Ordinal))];
        HelloAnswer? session = Find(FinePrint.Tls13Session);
        return offer with
        {
            SecureRenegotiation = Any(old, answer => answer.Hello!.Find(HelloExtension.RenegotiationInfo) is not null),
            ExtendedMasterSecret = Any(old, answer => answer.Hello!.Find(HelloExtension.ExtendedMasterSecret) is not null),
            EncryptThenMac = Any(cbc, answer => answer.Hello!.Find(HelloExtension.EncryptThenMac) is not null),
            Compression = Any([.. old, .. Ssl3], answer => answer.Hello!.CompressionMethod != 0),
            FallbackScsv = Find(FinePrint.FallbackScsv) switch
            {
                { Kind: AnswerKind.Accepted } => false,
                { Kind: AnswerKind.Refused, Alert.Code: InappropriateFallback } => true,
                _ => null,
            },
            DowngradeMark = DowngradeMark(),
            Resumption = Resumption(session),
            EarlyData = session is { Tickets.Length: > 0 } ? session.Tickets.Any(ticket => ticket.MaxEarlyData > 0) : session is { Finished: true } ? false : null,
            OcspStapled = Any([.. seen.Answers.Where(answer => answer.Stapled is not null && answer.Certificates.Length > 0)], answer => answer.Stapled == true),
            RecordSizeLimit = seen.Answers
                .Select(answer => answer.Encrypted?.Find(HelloExtension.RecordSizeLimit) ?? answer.Hello?.Find(HelloExtension.RecordSizeLimit))
                .FirstOrDefault(data => data is { Length: 2 }) is { } limit ? (limit[0] << 8) | limit[1] : null,
            Alpn = (Find(FinePrint.Alpn) ?? Find(FinePrint.Tolerance)) switch
            {
                { Kind: AnswerKind.Accepted } answer when answer.Hello?.SelectedVersion != 0x0304 || answer.Encrypted is not null =>
                    (answer.Encrypted?.Find(HelloExtension.Alpn) ?? answer.Hello?.Find(HelloExtension.Alpn)) is not null,
                { Kind: AnswerKind.Refused, Alert.Code: NoApplicationProtocol } => true,
                _ => null,
            },
            CertificateCompression = session is { Certificates.Length: > 0 } ? session.CertificateCompressed : null,
            ServerNameNeeded = Find(FinePrint.NoServerName) switch { { Kind: AnswerKind.Accepted } => false, { Kind: AnswerKind.Refused } => true, _ => null },
            Intolerances = [.. Intolerances()],
        };
    }

    private HelloAnswer[] Ssl3 => [.. seen.Round(SslProtocolVersion.Ssl3)?.Answers.Where(answer => answer.Hello is not null) ?? []];

    private HelloAnswer? Find(FinePrint name) => seen.FinePrint.TryGetValue(name, out HelloAnswer? answer) ? answer : null;

    private static bool? Any(HelloAnswer[] answers, Func<HelloAnswer, bool> what) => answers.Length == 0 ? null : answers.Any(what);

    // Section 4.1.3 of RFC 8446 wants the mark of servers with TLS 1.3 that choose less.
    private bool? DowngradeMark()
    {
        if (seen.Round(SslProtocolVersion.Tls13)?.IsOffered != true)
            return null;
        HelloAnswer[] older = Old;
        return older.Length == 0 ? null : older.All(answer => answer.Hello!.DowngradeMark is not null);
    }

    private SessionResumption Resumption(HelloAnswer? session)
    {
        HelloAnswer? again = Find(FinePrint.Tls13Resumption);
        return new SessionResumption
        {
            // A server that does not answer the extension gives no ticket; one that does was not put to the test.
            Ticket = Any(Old, answer => answer.Hello!.Find(HelloExtension.SessionTicket) is not null) == false ? false : null,
            // A ticket that was given and not taken back tells nothing for sure: another machine may have answered.
            PreSharedKey = again?.Kind == AnswerKind.Accepted && again.Hello?.Find(HelloExtension.PreSharedKey) is not null ? true
                : session is { Finished: true, Tickets.Length: 0 } ? false : null,
            PreSharedKeyLifetime = session?.Tickets.FirstOrDefault()?.Lifetime,
        };
    }

    private IEnumerable<string> Intolerances()
    {
        if (seen.NeedsSmallHellos)
            yield return "LargeHello";
        if (Refused(FinePrint.Grease) || (Refused(FinePrint.Grease13) && Find(FinePrint.Tls13Session)?.Kind == AnswerKind.Accepted))
            yield return "Grease";
        if (Refused(FinePrint.HugeHello))
            yield return "HugeHello";
        if (Refused(FinePrint.UnknownVersion))
            yield return "UnknownVersion";
    }

    private bool Refused(FinePrint name) => Find(name)?.Kind == AnswerKind.Refused;
}
