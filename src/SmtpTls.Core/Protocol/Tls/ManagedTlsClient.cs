using System.Security.Cryptography.X509Certificates;
using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using CertificateRequest = Org.BouncyCastle.Tls.CertificateRequest;

namespace SmtpTls.Tls;

/// <summary>The client's side for BouncyCastle: offers widely, refuses nothing, and notes everything.</summary>
internal sealed class ManagedTlsClient(ObservingCrypto crypto, TlsClientOptions options) : AbstractTlsClient(crypto), TlsAuthentication
{
    private static readonly SslProtocolVersion[] DefaultProtocols =
        [SslProtocolVersion.Tls10, SslProtocolVersion.Tls11, SslProtocolVersion.Tls12, SslProtocolVersion.Tls13];

    private static readonly Lazy<int[]> DefaultSuites =
        new(() => [.. CipherSuites.All.Where(IsOffered).OrderBy(Preference).Select(suite => suite.Code)]);

    /// <summary>The version of the ServerHello.</summary>
    public SslProtocolVersion? Version { get; private set; }

    /// <summary>The suite of the ServerHello.</summary>
    public int? Suite { get; private set; }

    /// <summary>The server's certificates as sent.</summary>
    public List<X509Certificate2> Certificates { get; } = [];

    public bool CertificateRequested { get; private set; }

    public bool CertificateSent { get; private set; }

    public List<string> AcceptableIssuers { get; } = [];

    public bool OcspStapled { get; private set; }

    /// <summary>The group by its IANA name.</summary>
    public string? Group
    {
        get
        {
            int group = Version == SslProtocolVersion.Tls13 ? m_context?.SecurityParameters.NegotiatedGroup ?? -1 : crypto.Group;
            return group > 0 ? NamedGroup.GetName(group) : null;
        }
    }

    /// <summary>The scheme of the server's signature by its IANA name.</summary>
    public string? Scheme => crypto.SignatureScheme > 0 ? SignatureScheme.GetName(crypto.SignatureScheme) : null;

    public override TlsAuthentication GetAuthentication() => this;

    public override void NotifyServerVersion(ProtocolVersion serverVersion)
    {
        base.NotifyServerVersion(serverVersion);
        Version = TlsVersions.FromBouncyCastle(serverVersion);
    }

    public override void NotifySelectedCipherSuite(int selectedCipherSuite)
    {
        base.NotifySelectedCipherSuite(selectedCipherSuite);
        Suite = selectedCipherSuite;
        // What was made for TLS 1.3 in advance (key_share) does not count for an older version.
        crypto.Group = 0;
    }

    // An observer takes what it gets: old servers know no secure renegotiation (RFC 5746), short DH groups, odd signatures.
    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
    }

    public override TlsDHGroupVerifier GetDHGroupVerifier() => new AnyGroup();

    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override bool RequiresCloseNotify() => false;

    public override int GetMaxCertificateChainLength() => 32;

    public override int GetMaxHandshakeMessageSize() => 256 * 1024;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
        foreach (TlsCertificate certificate in serverCertificate.Certificate.GetCertificateList())
            Certificates.Add(new X509Certificate2(certificate.GetEncoded()));
        OcspStapled = serverCertificate.CertificateStatus is not null
            || (!serverCertificate.Certificate.IsEmpty
                && serverCertificate.Certificate.GetCertificateEntryAt(0).Extensions?.ContainsKey(ExtensionType.status_request) == true);
    }

    public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest)
    {
        CertificateRequested = true;
        AcceptableIssuers.AddRange((certificateRequest.CertificateAuthorities ?? []).Select(name => name.ToString()));
        if (options.ClientCertificate is not { } certificate)
            return null;
        TlsCertificate[] certificates = [.. new[] { certificate }.Concat(options.ClientIntermediates)
            .Select(one => crypto.CreateCertificate(CertificateType.X509, one.RawData))];
        bool tls13 = Version == SslProtocolVersion.Tls13;
        Certificate chain = tls13
            ? new Certificate(certificateRequest.GetCertificateRequestContext(), [.. certificates.Select(one => new CertificateEntry(one, null))])
            : new Certificate(certificates);
        PlatformKeySigner? signer = PlatformKeySigner.Create(certificate, chain, certificateRequest.SupportedSignatureAlgorithms, tls13);
        CertificateSent = signer is not null;
        return signer;
    }

    protected override ProtocolVersion[] GetSupportedVersions() =>
        TlsVersions.ToBouncyCastle(options.Protocols.Count > 0 ? options.Protocols : DefaultProtocols);

    protected override int[] GetSupportedCipherSuites()
    {
        // Suites that were asked for go out as they stand, whatever this side can do with them.
        if (options.CipherSuites.Count > 0)
            return [.. options.CipherSuites.Select(suite => suite.Code)];
        return TlsUtilities.GetSupportedCipherSuites(crypto, DefaultSuites.Value);
    }

    protected override IList<ServerName>? GetSniServerNames() => options.ServerName is { } name
        ? [new ServerName(NameType.host_name, Encoding.ASCII.GetBytes(name))]
        : null;

    protected override CertificateStatusRequest GetCertificateStatusRequest() =>
        new(CertificateStatusType.ocsp, new OcspStatusRequest(null, null));

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles)
    {
        List<int> groups = [];
        TlsUtilities.AddIfSupported(groups, crypto,
        [
            NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.secp521r1, NamedGroup.x448,
            NamedGroup.X25519MLKEM768, NamedGroup.ffdhe2048, NamedGroup.ffdhe3072, NamedGroup.ffdhe4096,
        ]);
        return groups;
    }

    private static bool IsOffered(CipherSuite suite) => suite.Strength >= 112
        && suite.KeyExchange is "any" or "ECDHE" or "DHE" or "RSA"
        && suite.Authentication is not ("anon" or "PSK" or "DSS");

    // Forward secrecy before authenticated encryption before strength: what a careful mail server would ask for.
    private static int Preference(CipherSuite suite) =>
        (suite.MinProtocol == SslProtocolVersion.Tls13 ? 0 : 1000)
        + (suite.KeyExchange is "any" or "ECDHE" ? 0 : suite.KeyExchange == "DHE" ? 200 : 400)
        + (suite.IsAead ? 0 : 100)
        + (suite.Encryption.EndsWith("CCM_8", StringComparison.Ordinal) ? 50 : 0)
        + (suite.Encryption.StartsWith("AES", StringComparison.Ordinal) ? 0 : suite.Encryption.StartsWith("CHACHA", StringComparison.Ordinal) ? 5 : 20)
        + (256 - Math.Min(256, suite.Strength)) / 32;

    private sealed class AnyGroup : TlsDHGroupVerifier
    {
        public bool Accept(DHGroup dhGroup) => true;
    }
}
