namespace SmtpTls.Testing;

/// <summary>The score of docs/score.md: points reached, out of the points that could be measured.</summary>
internal static class ScoreFormula
{
    /// <summary>From how many days left the certificate gets its points for them.</summary>
    public const int EnoughDaysLeft = 14;

    /// <summary>The most that a server gets which a careful sender had better not deliver to.</summary>
    private const int Limit = 50;

    /// <summary>The most for a server with a handshake that some clients refuse.</summary>
    private const int OddLimit = 90;

    /// <summary>0 to 100.</summary>
    /// <param name="result">A result whose other properties are set.</param>
    /// <param name="suite">The suite that <see cref="StartTlsResult.CipherSuite"/> names.</param>
    public static int Of(StartTlsResult result, CipherSuite? suite)
    {
        if (result.Status is not (TestStatus.Encrypted or TestStatus.Authenticated) || suite?.Strength == 0)
            return 0;
        // Where DANE vouches for the certificate, no CA needs to (RFC 7672 section 3.1).
        bool byDane = result.Dane is DaneOutcome.Valid or DaneOutcome.ValidHostOnly;
        (int Points, int Measured)[] parts =
        [
            (Version(result.Protocol), 25),
            suite is null ? (0, 0) : (!suite.ForwardSecrecy ? 0 : IsKeyExchangeWeak(result, suite) ? 5 : 15, 15),
            suite is null ? (0, 0) : (Cipher(suite), 10),
            Judged(byDane ? true : result.CertificateValid, 25),
            !byDane && HasCommonNameOnly(result) ? (10, 15) : Judged(byDane ? true : result.NameMatch, 15),
            result.DaysLeft is { } days ? (days >= EnoughDaysLeft ? 5 : 0, 5) : (0, 0),
            // Where DANE and MTA-STS could not be looked at, nobody is marked down for not having them.
            !WasPolicyLookedAt(result) ? (0, 0) : (result.Level == TlsLevel.Enforced ? 5 : 0, 5),
        ];
        int score = (int)Math.Round(100.0 * parts.Sum(p => p.Points) / parts.Sum(p => p.Measured), MidpointRounding.AwayFromZero);
        bool refused = result.Dane == DaneOutcome.Invalid || (result.MtaSts == MtaStsOutcome.EnforceFailed && !byDane);
        return result.InjectedBytes > 0 || refused ? Math.Min(score, Limit)
            : result.HandshakeProblems.Length > 0 ? Math.Min(score, OddLimit)
            : score;
    }

    /// <summary>Whether policies were looked at and could be known.</summary>
    public static bool WasPolicyLookedAt(StartTlsResult result) => !(result.Dane is null or DaneOutcome.Unknown && result.MtaSts is null);

    /// <summary>Whether the name is covered by the common name alone.</summary>
    public static bool HasCommonNameOnly(StartTlsResult result) =>
        result is { NameMatch: true, Certificate: { DnsNames.Length: 0, IpAddresses.Length: 0 } };

    /// <summary>Whether the key exchange is shorter than RFC 9325 section 4.4 allows.</summary>
    public static bool IsKeyExchangeWeak(StartTlsResult result, CipherSuite? suite)
    {
        const int FiniteField = 2048, Curve = 224;
        bool finite = suite?.KeyExchange == "DHE" || result.KeyExchangeGroup?.StartsWith("ffdhe", StringComparison.OrdinalIgnoreCase) == true;
        return suite?.ForwardSecrecy == true && result.KeyExchangeBits < (finite ? FiniteField : Curve);
    }

    private static int Version(SslProtocolVersion? version) => version switch
    {
        SslProtocolVersion.Tls13 => 25,
        SslProtocolVersion.Tls12 => 20,
        SslProtocolVersion.Tls11 or SslProtocolVersion.Tls10 => 5,
        _ => 0,
    };

    /// <summary>The points of a cipher, 0 to 10.</summary>
    public static int Cipher(CipherSuite suite) => suite.IsAead ? 10
        : suite.Strength >= 128 && !suite.Encryption.StartsWith("RC4", StringComparison.Ordinal) ? 5
        : 0;

    private static (int Points, int Measured) Judged(bool? verdict, int points) => verdict is { } good ? (good ? points : 0, points) : (0, 0);
}
