using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>How to judge a chain.</summary>
internal sealed record CertificateVerifierOptions
{
    /// <summary>Roots to trust in addition to the machine's. The machine's store is not touched.</summary>
    public IReadOnlyList<X509Certificate2> TrustedRoots { get; init; } = [];

    /// <summary>Whether revocation is looked at, and whether the network may be used for it.</summary>
    public X509RevocationMode RevocationMode { get; init; } = X509RevocationMode.NoCheck;

    /// <summary>Time limit for fetching revocation data.</summary>
    public TimeSpan RevocationTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The moment to judge for, UTC; the present when <see langword="null"/>.</summary>
    public DateTimeOffset? Time { get; init; }
}
