#if NET
using System.Net.Security;
#endif
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;
using MimeKit;
using SmtpTls.Tls;

namespace SmtpTls.Sending;

/// <summary>MailKit's client, which takes any certificate and shows it, and goes on where one recipient is refused.</summary>
internal sealed class DeliveryClient : SmtpClient
{
    private readonly X509Certificate2? _own;
    private IReadOnlyList<X509Certificate2> _certificates = [];
#if NET
    private readonly IReadOnlyList<X509Certificate2> _issuers;
    private SslStream? _tls;
#endif

    public DeliveryClient(MailKit.IProtocolLogger log, SendOptions options)
        : base(log)
    {
        SslProtocols = PlatformTls.ProtocolsOf(options.Protocols);
        // Trust is judged after the handshake, by the same rules as in a test; nothing but EHLO is said before.
        CheckCertificateRevocation = false;
        ServerCertificateValidationCallback = (_, leaf, chain, _) =>
        {
            _certificates = PlatformTls.CertificatesOf(leaf, chain);
            return true;
        };
        _own = options.ClientCertificate;
        if (_own is not null)
            ClientCertificates = new X509CertificateCollection { _own };
#if NET
        _issuers = options.ClientIntermediates;
#endif
    }

    /// <summary>What the server sent, leaf first; the receiver disposes it.</summary>
    public IReadOnlyList<X509Certificate2> Certificates => _certificates;

    /// <summary>
    /// Takes down what was negotiated, for the time after the handshake. MailKit shows it only once EHLO is answered inside TLS.
    /// </summary>
    public void Describe(SendObservation seen)
    {
#if NET
        CipherSuite? suite = _tls is not null ? PlatformTls.SuiteOf(_tls) : SslCipherSuite is { } negotiated ? PlatformTls.SuiteOf(negotiated) : null;
        SslProtocolVersion? protocol = PlatformTls.VersionOf(_tls?.SslProtocol ?? SslProtocol);
        int? bits = PlatformTls.KeyExchangeBitsOf(_tls?.KeyExchangeStrength ?? SslKeyExchangeStrength ?? 0);
        seen.CipherStrength = suite?.Strength;
        seen.ClientCertificateSent = _own is null || _issuers.Count > 0 ? null : _tls?.IsMutuallyAuthenticated == true;
#else
        // .NET Framework names the parts of a suite, not the suite; MailKit's client does not tell of client certificates there.
        CipherSuite? suite = null;
        SslProtocolVersion? protocol = PlatformTls.VersionOf(SslProtocol);
        int? bits = PlatformTls.KeyExchangeBitsOf(SslKeyExchangeStrength ?? 0);
        seen.CipherStrength = SslCipherStrength;
#endif
        bool sent = seen.ClientCertificateSent == true;
        seen.Handshake = new TlsHandshake
        {
            Protocol = protocol,
            CipherSuite = suite,
            KeyExchangeBits = bits,
            ClientCertificateRequested = sent ? true : null,
            ClientCertificateSent = sent,
        };
    }

#if NET
    /// <inheritdoc/>
    protected override SslClientAuthenticationOptions GetSslClientAuthenticationOptions(
        string host, RemoteCertificateValidationCallback remoteCertificateValidationCallback)
    {
        SslClientAuthenticationOptions options = base.GetSslClientAuthenticationOptions(host, remoteCertificateValidationCallback);
        options.CertificateChainPolicy = new X509ChainPolicy { DisableCertificateDownloads = true, RevocationMode = X509RevocationMode.NoCheck };
        if (_own is not null && _issuers.Count > 0)
        {
            X509Certificate2Collection issuers = [.. _issuers];
            options.ClientCertificateContext = SslStreamCertificateContext.Create(_own, issuers, offline: true);
            return options;
        }
        options.LocalCertificateSelectionCallback = (sender, _, _, _, _) =>
        {
            // Called at least when the server asks for a certificate: the case in which it may hang up after the handshake.
            _tls = sender as SslStream;
            return _own!;
        };
        return options;
    }
#endif

    /// <inheritdoc/>
    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        // The others get the message all the same, as from any mail server.
    }
}
