using SmtpTls.Tls;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>What there is to ask for in each version, in the order in which it is offered.</summary>
/// <remarks>
/// The weakest first: a server with an order of its own then shows it with its first answers, because it takes others than the first. Where groups and
/// signatures are asked for, suites with ECDHE and an RSA certificate stand before all others, so that a server that follows the client's order shows them soon.
/// ChaCha20 never stands first, because there it changes the order of servers that see a telephone in it (OpenSSL's PrioritizeChaCha): there are always
/// suites before it that no server takes.
/// </remarks>
internal static class RoundCatalogue
{
    /// <summary>The versions, newest first.</summary>
    public static IReadOnlyList<SslProtocolVersion> Versions { get; } =
        [SslProtocolVersion.Tls13, SslProtocolVersion.Tls12, SslProtocolVersion.Tls11, SslProtocolVersion.Tls10, SslProtocolVersion.Ssl3, SslProtocolVersion.Ssl2];

    private static readonly int[] CommonGroups = [29, 23, 24, 25, 30];

    private static readonly int[] CommonSchemes = [0x0806, 0x0805, 0x0603, 0x0503, 0x0601, 0x0501, 0x0403, 0x0401, 0x0804];

    /// <summary>The suites of a version. Those that belong to TLS 1.2 alone are not asked for below; the ones that later versions dropped (EXPORT) are asked for everywhere.</summary>
    public static int[] Suites(SslProtocolVersion version, bool commonFirst = false) => [.. CipherSuites.All
        .Where(suite => version switch
        {
            SslProtocolVersion.Ssl2 => suite.MinProtocol == SslProtocolVersion.Ssl2,
            SslProtocolVersion.Tls13 => suite.MinProtocol == SslProtocolVersion.Tls13,
            _ => suite.MinProtocol is > SslProtocolVersion.Ssl2 and < SslProtocolVersion.Tls13
                && suite.MinProtocol <= (version < SslProtocolVersion.Tls12 ? SslProtocolVersion.Tls10 : SslProtocolVersion.Tls12),
        })
        .OrderBy(suite => commonFirst && !IsCommonClass(suite))
        .ThenBy(CipherSuiteSafety.Of)
        .ThenBy(suite => !suite.Encryption.StartsWith("CHACHA", StringComparison.Ordinal))
        .ThenBy(suite => suite.Strength)
        .ThenBy(suite => suite.Code)
        .Select(suite => suite.Code)];

    /// <summary>The groups of a version, those first that clients in the field put first. Before TLS 1.3 the curves only: a group of RFC 7919 on offer would hide the server's own prime.</summary>
    public static int[] Groups(SslProtocolVersion version)
    {
        if (version < SslProtocolVersion.Tls10)
            return [];
        IEnumerable<NamedGroup> all = NamedGroups.All.Where(group => version == SslProtocolVersion.Tls13 || group.Kind == NamedGroupKind.EC);
        return [.. CommonGroups, .. all.Select(group => group.Code).Where(code => !CommonGroups.Contains(code))];
    }

    /// <summary>The signature schemes of a version; none before TLS 1.2.</summary>
    public static int[] Schemes(SslProtocolVersion version) => version < SslProtocolVersion.Tls12
        ? []
        : [.. SignatureSchemes.All.Select(scheme => scheme.Code).Where(code => !CommonSchemes.Contains(code)), .. CommonSchemes];

    /// <summary>A few groups and schemes that fit a small hello.</summary>
    public static (int[] Groups, int[] Schemes) Few(SslProtocolVersion version) =>
        (version < SslProtocolVersion.Tls10 ? [] : CommonGroups, version < SslProtocolVersion.Tls12 ? [] : CommonSchemes);

    /// <summary>Whether a suite shows a group and an RSA signature.</summary>
    public static bool IsCommonClass(CipherSuite suite) => suite is { KeyExchange: "ECDHE", Authentication: "RSA" } or { MinProtocol: SslProtocolVersion.Tls13 };

    /// <summary>Whether a suite needs a certificate with an elliptic curve.</summary>
    public static bool NeedsCurveCertificate(CipherSuite suite) => suite.Authentication == "ECDSA";

    /// <summary>Whether a suite is ChaCha20.</summary>
    public static bool IsChaCha(int code) => CipherSuites.Find(code)?.Encryption.StartsWith("CHACHA", StringComparison.Ordinal) == true;
}
