using System.ComponentModel;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tls;

/// <summary>SslStream: Schannel on Windows, OpenSSL on Linux. It shows what a mail server on this machine would negotiate.</summary>
internal sealed class PlatformTlsEngine : ITlsEngine
{
    /// <inheritdoc/>
    public TlsEngineName Name => TlsEngineName.Platform;

    /// <inheritdoc/>
    public async Task<TlsHandshake> AuthenticateAsync(Stream transport, TlsClientOptions options, CancellationToken cancellationToken)
    {
        IReadOnlyList<X509Certificate2> sent = [];
        bool requested = false;
        SslStream tls = new(
            transport,
            leaveInnerStreamOpen: true,
            (_, leaf, chain, _) =>
            {
                sent = sent.Count > 0 ? sent : PlatformTls.CertificatesOf(leaf, chain);
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
            TlsAlert? alert = PlatformTls.AlertOf(e);
            return new TlsHandshake { Offered = Offered(options), Certificates = sent, Alert = alert, AlertReceived = alert is not null, Error = PlatformTls.Describe(e) };
        }
        return new TlsHandshake
        {
            Stream = tls,
            Offered = Offered(options),
            KeyExchangeBits = PlatformTls.KeyExchangeBitsOf(tls.KeyExchangeStrength),
            Protocol = PlatformTls.VersionOf(tls.SslProtocol),
            CipherSuite = PlatformTls.SuiteOf(tls),
            Certificates = sent,
            ClientCertificateRequested = tls.IsMutuallyAuthenticated || requested ? true : null,
            ClientCertificateSent = tls.IsMutuallyAuthenticated,
        };
    }

    // Where none is asked for, the system decides, and does not tell.
    private static IReadOnlyList<SslProtocolVersion> Offered(TlsClientOptions options) => [.. options.Protocols.Distinct().OrderBy(version => version)];

#if NET
    // Schannel sends the issuers that the machine's stores have; .NET would put ours there, and nothing is put into stores here.
    private static SslStreamCertificateContext? ContextOf(TlsClientOptions options) => OperatingSystem.IsWindows() || options.ClientCertificate is null
        ? null
        : SslStreamCertificateContext.Create(options.ClientCertificate, [.. options.ClientIntermediates], offline: true);
#endif

    private static async Task AuthenticateAsync(SslStream tls, TlsClientOptions options, CancellationToken cancellationToken)
    {
        SslProtocols protocols = PlatformTls.ProtocolsOf(options.Protocols);
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
}
