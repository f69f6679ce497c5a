using System.Globalization;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using CertificateRequest = Org.BouncyCastle.Tls.CertificateRequest;

namespace SmtpTls.Tls;

/// <summary>The server's side for BouncyCastle: takes what the certificate's key can serve, and notes what the client offered.</summary>
internal sealed class ManagedTlsServerPeer(ObservingCrypto crypto, TlsServerOptions options) : AbstractTlsServer(crypto)
{
    // RFC 5746 section 3.3, RFC 7507: signals, not suites.
    private static readonly HashSet<int> Signals = [0x00FF, 0x5600];

    // id-ecPublicKey, RFC 5480 section 2.1.1
    private bool IsEc => options.Certificate.GetKeyAlgorithm() == "1.2.840.10045.2.1";

    /// <summary>The version of the ServerHello.</summary>
    public SslProtocolVersion? Version { get; private set; }

    /// <summary>The suite of the ServerHello.</summary>
    public int? Suite { get; private set; }

    /// <summary>What the client offered, newest first.</summary>
    public IReadOnlyList<SslProtocolVersion> OfferedProtocols { get; private set; } = [];

    /// <summary>What the client offered, by IANA name, in its order.</summary>
    public IReadOnlyList<string> OfferedCipherSuites { get; private set; } = [];

    /// <summary>The name that the client asked for (SNI).</summary>
    public string? ServerName { get; private set; }

    private int GroupNumber => Version switch
    {
        null => 0,
        SslProtocolVersion.Tls13 => Math.Max(0, m_context.SecurityParameters.NegotiatedGroup),
        _ => crypto.Notes.Group,
    };

    /// <summary>The group by its IANA name.</summary>
    public string? Group => GroupNumber > 0 ? NamedGroup.GetName(GroupNumber) : null;

    /// <summary>The size of the key exchange: of the Diffie-Hellman prime, or of the curve.</summary>
    public int? KeyExchangeBits => KeyExchangeSize.Of(GroupNumber, crypto.Notes.PrimeBits);

    public override void NotifyClientVersion(ProtocolVersion clientVersion)
    {
        base.NotifyClientVersion(clientVersion);
        SslProtocolVersion[] offered = TlsVersions.FromBouncyCastle(m_context.ClientSupportedVersions ?? [clientVersion]);
        // Only the supported_versions extension, which came with TLS 1.3, lists versions; before it a client names its newest alone.
        OfferedProtocols = offered.Contains(SslProtocolVersion.Tls13) ? offered : [.. offered.Take(1)];
    }

    public override void NotifyOfferedCipherSuites(int[] offeredCipherSuites)
    {
        base.NotifyOfferedCipherSuites(offeredCipherSuites);
        // RSA key exchange has no forward secrecy: it is for senders that know nothing better.
        bool tls13 = GetSupportedVersions().Contains(ProtocolVersion.TLSv13);
        bool anyBetter = m_cipherSuites.Any(code => offeredCipherSuites.Contains(code)
            && (tls13 || CipherSuites.Find(code)?.MinProtocol != SslProtocolVersion.Tls13));
        if (!anyBetter)
            m_cipherSuites = Suites("RSA");
        // Values such as 0x0A0A are GREASE (RFC 8701), there to keep servers tolerant.
        OfferedCipherSuites = [.. offeredCipherSuites.Where(code => !Signals.Contains(code) && !IsGrease(code)).Select(NameOf)];
    }

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        ServerName = (TlsExtensionsUtilities.GetServerNameExtensionClient(clientExtensions) ?? [])
            .Where(name => name.NameType == NameType.host_name)
            .Select(name => SafeText.Decode(name.NameData))
            .FirstOrDefault();
    }

    public override ProtocolVersion GetServerVersion()
    {
        ProtocolVersion version = base.GetServerVersion();
        Version = TlsVersions.FromBouncyCastle(version);
        return version;
    }

    public override int GetSelectedCipherSuite()
    {
        int selected = base.GetSelectedCipherSuite();
        Suite = selected;
        return selected;
    }

    public override TlsCredentials GetCredentials()
    {
        bool tls13 = Version == SslProtocolVersion.Tls13;
        TlsCertificate[] certificates = [.. new[] { options.Certificate }.Concat(options.Intermediates)
            .Select(certificate => crypto.CreateOwnCertificate(certificate.RawData))];
        Certificate chain = tls13
            ? new Certificate([], [.. certificates.Select(certificate => new CertificateEntry(certificate, null))])
            : new Certificate(certificates);
        if (m_context.SecurityParameters.KeyExchangeAlgorithm == KeyExchangeAlgorithm.RSA)
            return new PlatformKeyDecryptor(crypto, options.Certificate, chain);
        if (Version < SslProtocolVersion.Tls12)
        {
            return IsEc ? PlatformKeySigner.CreateForOldVersions(options.Certificate, chain)
                : ExportedKeySigner.Create(new TlsCryptoParameters(m_context), crypto, options.Certificate, chain);
        }
        return PlatformKeySigner.Create(options.Certificate, chain, m_context.SecurityParameters.ClientSigAlgs, tls13)
            ?? throw new TlsFatalAlert(AlertDescription.handshake_failure);
    }

    public override CertificateRequest? GetCertificateRequest()
    {
        if (!options.RequestClientCertificate)
            return null;
        IList<SignatureAndHashAlgorithm> signatures = TlsUtilities.GetDefaultSupportedSignatureAlgorithms(m_context);
        return Version switch
        {
            SslProtocolVersion.Tls13 => new CertificateRequest([], signatures, null, null),
            SslProtocolVersion.Tls12 => new CertificateRequest([ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign], signatures, null),
            _ => new CertificateRequest([ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign], null, null),
        };
    }

    // Taken down already.
    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
    }

    public override int GetMaxCertificateChainLength() => int.MaxValue;

    public override int GetMaxHandshakeMessageSize() => 256 * 1024;

    // An observer takes what it gets: old clients know no secure renegotiation (RFC 5746).
    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
    }

    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override bool RequiresCloseNotify() => false;

    protected override ProtocolVersion[] GetSupportedVersions() => TlsVersions.ToBouncyCastle(
        options.Protocols.Count > 0 ? options.Protocols
        : PlatformKeySigner.SignsForTls13(options.Certificate) ? [SslProtocolVersion.Tls12, SslProtocolVersion.Tls13]
        : [SslProtocolVersion.Tls12]);

    protected override int[] GetSupportedCipherSuites() => Suites("any", "ECDHE", "DHE");

    private int[] Suites(params string[] keyExchanges)
    {
        string key = IsEc ? "ECDSA" : "RSA";
        return TlsUtilities.GetSupportedCipherSuites(crypto, [.. CipherSuites.All
            .Where(suite => suite.Strength >= 112 && keyExchanges.Contains(suite.KeyExchange) && (suite.Authentication is "any" || suite.Authentication == key))
            .Select(suite => suite.Code)]);
    }

    private static bool IsGrease(int code) => (code & 0x0F0F) == 0x0A0A && code >> 8 == (code & 0xFF);

    private static string NameOf(int code) => CipherSuites.Find(code)?.Name ?? "0x" + code.ToString("X4", CultureInfo.InvariantCulture);
}
