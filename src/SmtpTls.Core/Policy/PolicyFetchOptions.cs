using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Policy;

/// <summary>How to fetch MTA-STS policies.</summary>
internal sealed record PolicyFetchOptions
{
    /// <summary>RFC 8461 section 3.3 suggests a minute.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(60);

    /// <summary>The most bytes of a policy (RFC 8461 section 3.3 suggests 64 kilobytes).</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>Time limit for all of a fetch.</summary>
    public TimeSpan Timeout { get; init; } = MostTime;

    /// <summary>Roots to trust besides the machine's.</summary>
    public IReadOnlyList<X509Certificate2> TrustedRoots { get; init; } = [];

    /// <summary>Whether a proxy of the system is used: not where the user names the DNS servers, for a proxy would ask others.</summary>
    public bool UseProxy { get; init; }

    /// <summary>The port. Only a test sets another one, and no cmdlet can: a policy lies on 443 (RFC 8461 section 3.3).</summary>
    internal int Port { get; init; } = 443;
}
