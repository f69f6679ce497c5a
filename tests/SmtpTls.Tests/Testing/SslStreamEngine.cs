using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using SmtpTls.Tls;

namespace SmtpTls.Tests.Testing;

/// <summary>The least of an engine: enough to see what the dialogue makes of a handshake.</summary>
internal sealed class SslStreamEngine : ITlsEngine
{
    private static readonly CipherSuite Suite = new()
    {
        Code = 0x1302,
        Name = "TLS_AES_256_GCM_SHA384",
        OpenSslName = "TLS_AES_256_GCM_SHA384",
        KeyExchange = "any",
        Authentication = "any",
        Encryption = "AES_256_GCM",
        Strength = 256,
        Hash = "SHA384",
        MinProtocol = SslProtocolVersion.Tls13,
        MaxProtocol = SslProtocolVersion.Tls13,
        Recommended = "Y",
    };

    public TlsEngineName Name => TlsEngineName.Platform;

    /// <summary>What was asked for last.</summary>
    public TlsClientOptions? Offered { get; private set; }

    public async Task<TlsHandshake> AuthenticateAsync(Stream transport, TlsClientOptions options, CancellationToken cancellationToken)
    {
        Offered = options;
        List<X509Certificate2> sent = [];
        SslStream tls = new(transport, leaveInnerStreamOpen: true);
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = options.ServerName ?? "",
                ClientCertificates = options.ClientCertificate is { } own ? [own] : null,
                RemoteCertificateValidationCallback = (_, leaf, _, _) =>
                {
                    sent.Add(X509CertificateLoader.LoadCertificate(leaf!.GetRawCertData()));
                    return true;
                },
            }, cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return new TlsHandshake { Error = $"The handshake failed: {e.Message}", Certificates = sent };
        }
        return new TlsHandshake { Stream = tls, Protocol = SslProtocolVersion.Tls13, CipherSuite = Suite, Group = "x25519", Certificates = sent };
    }
}
