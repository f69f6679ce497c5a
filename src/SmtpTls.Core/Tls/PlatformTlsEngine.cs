using System.ComponentModel;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tls;

/// <summary>SslStream: Schannel on Windows, OpenSSL on Linux. It shows what a mail server on this machine would negotiate.</summary>
internal sealed class PlatformTlsEngine : ITlsEngine
{
    private static readonly SslProtocolVersion[] AllVersions =
    [
        SslProtocolVersion.Ssl2, SslProtocolVersion.Ssl3, SslProtocolVersion.Tls10, SslProtocolVersion.Tls11, SslProtocolVersion.Tls12,
        SslProtocolVersion.Tls13,
    ];

    /// <inheritdoc/>
    public TlsEngineName Name => TlsEngineName.Platform;

    /// <inheritdoc/>
    public async Task<TlsHandshake> AuthenticateAsync(Stream transport, TlsClientOptions options, CancellationToken cancellationToken)
    {
        List<X509Certificate2> sent = [];
        bool requested = false;
        SslStream tls = new(
            transport,
            leaveInnerStreamOpen: true,
            (_, leaf, chain, _) =>
            {
                Take(sent, leaf, chain);
                return true;
            },
            // Called once before the handshake, and again with the server's certificate in hand when the server asks for ours.
            (_, _, _, remote, _) =>
            {
                requested = requested || remote is not null;
                return options.ClientCertificate!;
            });
        try
        {
            await AuthenticateAsync(tls, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or Win32Exception or InvalidOperationException or NotSupportedException)
        {
            tls.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            return new TlsHandshake { Certificates = sent, Error = $"The handshake failed: {(e.InnerException ?? e).Message}" };
        }
        return new TlsHandshake
        {
            Stream = tls,
            Protocol = VersionOf(tls.SslProtocol),
            CipherSuite = SuiteOf(tls),
            Certificates = sent,
            ClientCertificateRequested = tls.IsMutuallyAuthenticated || requested ? true : null,
            ClientCertificateSent = tls.IsMutuallyAuthenticated,
        };
    }

#if NET
    // Schannel sends the issuers that the machine's stores have; .NET would put ours there, and nothing is put into stores here.
    private static SslStreamCertificateContext? ContextOf(TlsClientOptions options) => OperatingSystem.IsWindows() || options.ClientCertificate is null
        ? null
        : SslStreamCertificateContext.Create(options.ClientCertificate, [.. options.ClientIntermediates], offline: true);
#endif

    private static async Task AuthenticateAsync(SslStream tls, TlsClientOptions options, CancellationToken cancellationToken)
    {
        SslProtocols protocols = options.Protocols.Aggregate(SslProtocols.None, (all, version) => all | ProtocolOf(version));
#if NET
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = options.ServerName ?? "",
                ClientCertificateContext = ContextOf(options),
                EnabledSslProtocols = protocols,
                CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
                CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck },
            },
            cancellationToken).ConfigureAwait(false);
#else
        // .NET Framework's handshake knows no token; whoever cancels closes the transport.
        _ = cancellationToken;
        await tls.AuthenticateAsClientAsync(options.ServerName ?? "", [], protocols, checkCertificateRevocation: false).ConfigureAwait(false);
#endif
    }

    // The system hands on what the server sent in the chain's extra store, the leaf apart.
    private static void Take(List<X509Certificate2> sent, X509Certificate? leaf, X509Chain? chain)
    {
        if (leaf is null || sent.Count > 0)
            return;
        sent.Add(new X509Certificate2(leaf.GetRawCertData()));
        foreach (X509Certificate2 extra in chain?.ChainPolicy.ExtraStore ?? [])
        {
            if (!extra.RawData.AsSpan().SequenceEqual(sent[0].RawData))
                sent.Add(new X509Certificate2(extra.RawData));
        }
    }

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

    private static SslProtocolVersion? VersionOf(SslProtocols protocol) => AllVersions.Where(version => ProtocolOf(version) == protocol)
        .Select(version => (SslProtocolVersion?)version).FirstOrDefault();

#if NET
    private static CipherSuite? SuiteOf(SslStream tls) => CipherSuites.Find((int)tls.NegotiatedCipherSuite);
#else
    // .NET Framework names the parts of a suite, not the suite.
    private static CipherSuite? SuiteOf(SslStream tls)
    {
        _ = tls;
        return null;
    }
#endif
}
