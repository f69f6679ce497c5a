using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tls;

/// <summary>What SslStream takes and tells, in this project's words.</summary>
internal static class PlatformTls
{
    private static readonly SslProtocolVersion[] AllVersions =
    [
        SslProtocolVersion.Ssl2, SslProtocolVersion.Ssl3, SslProtocolVersion.Tls10, SslProtocolVersion.Tls11, SslProtocolVersion.Tls12,
        SslProtocolVersion.Tls13,
    ];

    /// <summary>The versions to allow; none means the system's choice, for SslStream as well.</summary>
    public static SslProtocols ProtocolsOf(IEnumerable<SslProtocolVersion> versions) =>
        versions.Aggregate(SslProtocols.None, (all, version) => all | ProtocolOf(version));

    /// <summary>The version that was negotiated.</summary>
    public static SslProtocolVersion? VersionOf(SslProtocols protocol) => AllVersions.Where(version => ProtocolOf(version) == protocol)
        .Select(version => (SslProtocolVersion?)version).FirstOrDefault();

    /// <summary>The certificates as sent, leaf first. The system hands on what the server sent in the chain's extra store, the leaf apart.</summary>
    public static IReadOnlyList<X509Certificate2> CertificatesOf(X509Certificate? leaf, X509Chain? chain)
    {
        if (leaf is null)
            return [];
        List<X509Certificate2> sent = [new(leaf.GetRawCertData())];
        foreach (X509Certificate2 extra in chain?.ChainPolicy.ExtraStore ?? [])
        {
            if (!extra.RawData.AsSpan().SequenceEqual(sent[0].RawData))
                sent.Add(new X509Certificate2(extra.RawData));
        }
        return sent;
    }

#if NET
    /// <summary>The suite that was negotiated.</summary>
    public static CipherSuite? SuiteOf(SslStream tls) => CipherSuites.Find((int)tls.NegotiatedCipherSuite);
#else
    /// <summary>Nothing: .NET Framework names the parts of a suite, not the suite.</summary>
    public static CipherSuite? SuiteOf(SslStream tls)
    {
        _ = tls;
        return null;
    }
#endif

#pragma warning disable CS0618, SYSLIB0039 // Old protocol versions are this tool's subject.
    private static SslProtocols ProtocolOf(SslProtocolVersion version) => version switch
    {
        SslProtocolVersion.Ssl2 => SslProtocols.Ssl2,
        SslProtocolVersion.Ssl3 => SslProtocols.Ssl3,
        SslProtocolVersion.Tls10 => SslProtocols.Tls,
        SslProtocolVersion.Tls11 => SslProtocols.Tls11,
        SslProtocolVersion.Tls12 => SslProtocols.Tls12,
        _ => (SslProtocols)12288, // Tls13 has no name in .NET Framework 4.7.2.
    };
#pragma warning restore CS0618, SYSLIB0039
}
