using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Certificates;

/// <summary>
/// Builds chains with the operating system's engine, in the same way on both editions. Missing issuers are never fetched (AIA):
/// whether a server sends its intermediates must not depend on who asks, and most mail servers do not fetch.
/// </summary>
internal static class ChainBuilder
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// Builds a chain to one of <see cref="CertificateVerifierOptions.TrustedRoots"/>, or else to the machine's roots.
    /// </summary>
    /// <exception cref="CryptographicException">The system cannot make sense of a certificate.</exception>
    public static BuiltChain Build(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, CertificateVerifierOptions options)
    {
        if (options.TrustedRoots.Count == 0)
        {
            return BuildOnce(leaf, Policy(options, sent));
        }

        // The few roots given take a fraction of the time that the machine's store takes. A root that was given must not make a
        // verdict worse: where something is wrong with the chain to it, the machine may know a better one.
        BuiltChain byGivenRoots = BuildToGivenRoots(leaf, sent, options);
        if (byGivenRoots.Status == X509ChainStatusFlags.NoError)
        {
            return byGivenRoots;
        }

        BuiltChain chain = BuildOnce(leaf, Policy(options, sent));
        (BuiltChain chosen, BuiltChain other) = chain.IsTrusted || !byGivenRoots.IsTrusted ? (chain, byGivenRoots) : (byGivenRoots, chain);
        other.Dispose();
        return chosen;
    }

#if NET
    private static BuiltChain BuildToGivenRoots(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, CertificateVerifierOptions options)
    {
        X509ChainPolicy policy = Policy(options, sent);
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(options.TrustedRoots.ToArray());
        return BuildOnce(leaf, policy);
    }
#else
    // .NET Framework has no trust store of one's own: the chain must end in one of the roots given, and that the machine does not
    // trust that root is the one finding that does not count. A server may send a root cross-signed by an older one, and the engine
    // would follow that: without the sent copies it must come by the roots given.
    private static BuiltChain BuildToGivenRoots(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, CertificateVerifierOptions options)
    {
        X509Certificate2[] others = [.. sent.Where(s => !options.TrustedRoots.Any(root => CertificateInfoFactory.IsSameAuthority(s, root)))];
        BuiltChain chain = BuildOnce(leaf, Policy(options, [.. options.TrustedRoots, .. others]));
        return !options.TrustedRoots.Any(root => CertificateInfoFactory.IsSameAuthority(chain.Top, root)) ? chain : new BuiltChain
        {
            Elements = [.. chain.Elements.Select(e => e with { Status = e.Status & ~X509ChainStatusFlags.UntrustedRoot })],
            Status = chain.Status & ~X509ChainStatusFlags.UntrustedRoot,
        };
    }
#endif

    private static X509ChainPolicy Policy(CertificateVerifierOptions options, IReadOnlyList<X509Certificate2> extra)
    {
        X509ChainPolicy policy = new()
        {
            RevocationMode = options.RevocationMode,
            RevocationFlag = X509RevocationFlag.ExcludeRoot,
            UrlRetrievalTimeout = options.RevocationTimeout,
            VerificationTime = (options.Time ?? DateTimeOffset.UtcNow).LocalDateTime,
#if NET
            DisableCertificateDownloads = true,
#endif
        };
        policy.ExtraStore.AddRange(extra.ToArray());
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // Windows keeps for each root what it is trusted for. Elsewhere there is no such thing, and .NET's check of the
            // extended key usage would refuse anyExtendedKeyUsage.
            policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        }

        return policy;
    }

    private static BuiltChain BuildOnce(X509Certificate2 leaf, X509ChainPolicy policy)
    {
        using X509Chain chain = BuildBySystem(leaf, policy);
        X509Certificate2[] given = [leaf, .. policy.ExtraStore.Cast<X509Certificate2>()];
        return new BuiltChain
        {
            Elements = [.. chain.ChainElements.Cast<X509ChainElement>().Select(e =>
                new BuiltChainElement(e.Certificate, Flags(e.ChainElementStatus), IsOwn: !given.Any(g => ReferenceEquals(g, e.Certificate))))],
            Status = Flags(chain.ChainStatus),
        };
    }

    private static X509Chain BuildBySystem(X509Certificate2 leaf, X509ChainPolicy policy)
    {
#if !NET
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return WindowsChainEngine.Build(leaf, policy);
        }
#endif
        X509Chain chain = new() { ChainPolicy = policy };
        chain.Build(leaf);
        return chain;
    }

    private static X509ChainStatusFlags Flags(X509ChainStatus[] statuses) =>
        statuses.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);
}
