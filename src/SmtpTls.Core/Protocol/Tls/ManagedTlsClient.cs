using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using CertificateRequest = Org.BouncyCastle.Tls.CertificateRequest;

namespace SmtpTls.Tls;

/// <summary>The client's side for BouncyCastle: offers widely, refuses nothing, and notes everything.</summary>
internal sealed class ManagedTlsClient(ObservingCrypto crypto, TlsClientOptions options) : AbstractTlsClient(crypto), TlsAuthentication
{
    /// <summary>id-pe-tlsfeature (RFC 7633 section 6).</summary>
    private const string TlsFeature = "1.3.6.1.5.5.7.1.24";

    private static readonly SslProtocolVersion[] DefaultProtocols =
        [SslProtocolVersion.Tls10, SslProtocolVersion.Tls11, SslProtocolVersion.Tls12, SslProtocolVersion.Tls13];

    private static readonly Lazy<int[]> DefaultSuites =
        new(() => [.. CipherSuites.All.Where(IsOffered).OrderBy(Preference).Select(suite => suite.Code)]);

    /// <summary>The version of the ServerHello.</summary>
    public SslProtocolVersion? Version { get; private set; }

    /// <summary>The suite of the ServerHello.</summary>
    public int? Suite { get; private set; }

    /// <summary>The versions that are offered, oldest first.</summary>
    public static IReadOnlyList<SslProtocolVersion> OfferedBy(TlsClientOptions options) =>
        options.Protocols.Count > 0 ? [.. options.Protocols.Distinct().OrderBy(version => version)] : DefaultProtocols;

    public bool CertificateRequested { get; private set; }

    public bool CertificateSent { get; private set; }

    /// <summary>The group by its IANA number; 0 where nothing was agreed on.</summary>
    private int GroupNumber => Version switch
    {
        null => 0,
        SslProtocolVersion.Tls13 => Math.Max(0, m_context?.SecurityParameters.NegotiatedGroup ?? 0),
        _ => crypto.Notes.Group,
    };

    /// <summary>The group by its IANA name.</summary>
    public string? Group => GroupNumber > 0 ? NamedGroup.GetName(GroupNumber) : null;

    /// <summary>The size of the key exchange: of the Diffie-Hellman prime, or of the curve.</summary>
    public int? KeyExchangeBits => Version is null ? null : KeyExchangeSize.Of(GroupNumber, crypto.Notes.PrimeBits);

    /// <summary>The scheme of the server's signature by its IANA name.</summary>
    public string? Scheme => crypto.Notes.SignatureScheme > 0 ? SignatureScheme.GetName(crypto.Notes.SignatureScheme) : null;

    public override TlsAuthentication GetAuthentication() => this;

    /// <summary>Notes what a ServerHello says, whether it makes sense or not.</summary>
    public void NoteServerHello(ServerHello hello)
    {
        ProtocolVersion version = hello.Extensions is { } extensions && extensions.ContainsKey(ExtensionType.supported_versions)
            ? TlsExtensionsUtilities.GetSupportedVersionsExtensionServer(hello.Extensions)
            : hello.Version;
        Version = TlsVersions.Find(version);
        Suite = hello.CipherSuite;
        // What was made for TLS 1.3 in advance (key_share) does not count for an older version.
        crypto.Notes.Group = crypto.Notes.PrimeBits = 0;
    }

    // An observer takes what it gets: old servers know no secure renegotiation (RFC 5746), short DH groups, odd signatures.
    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
    }

    public override TlsDHGroupVerifier GetDHGroupVerifier() => crypto;

    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override bool RequiresCloseNotify() => false;

    // The size of the message is the limit.
    public override int GetMaxCertificateChainLength() => int.MaxValue;

    public override int GetMaxHandshakeMessageSize() => 256 * 1024;

    public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
    {
        if (!crypto.Notes.Stapled && crypto.Notes.Certificates.Take(1).Any(DemandsStaple))
        {
            crypto.Notes.Add(
                HandshakeProblem.StapleMissing,
                "The certificate demands a stapled OCSP response (TLS feature, RFC 7633), and the server staples none; strict clients refuse that.");
        }
    }

    public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest)
    {
        CertificateRequested = true;
        if (options.ClientCertificate is not { } certificate)
            return null;
        TlsCertificate[] certificates = [.. new[] { certificate }.Concat(options.ClientIntermediates)
            .Select(one => crypto.CreateOwnCertificate(one.RawData))];
        bool tls13 = Version == SslProtocolVersion.Tls13;
        Certificate chain = tls13
            ? new Certificate(certificateRequest.GetCertificateRequestContext(), [.. certificates.Select(one => new CertificateEntry(one, null))])
            : new Certificate(certificates);
        PlatformKeySigner? signer = PlatformKeySigner.Create(certificate, chain, certificateRequest.SupportedSignatureAlgorithms, tls13);
        CertificateSent = signer is not null;
        return signer;
    }

    protected override ProtocolVersion[] GetSupportedVersions() =>
        TlsVersions.ToBouncyCastle(OfferedBy(options));

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
            NamedGroup.X25519MLKEM768, NamedGroup.SecP256r1MLKEM768, NamedGroup.SecP384r1MLKEM1024, NamedGroup.MLKEM768, NamedGroup.MLKEM1024,
            NamedGroup.ffdhe2048, NamedGroup.ffdhe3072, NamedGroup.ffdhe4096, NamedGroup.ffdhe6144, NamedGroup.ffdhe8192,
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

    // Features ::= SEQUENCE OF INTEGER (RFC 7633 section 6), the numbers of extensions
    private static bool DemandsStaple(byte[] certificate)
    {
        try
        {
            using X509Certificate2 leaf = new(certificate);
            if (leaf.Extensions[TlsFeature] is not { } extension)
                return false;
            AsnReader features = new AsnReader(extension.RawData, AsnEncodingRules.BER).ReadSequence();
            bool demanded = false;
            while (features.HasData)
                demanded |= features.ReadInteger() == ExtensionType.status_request;
            return demanded;
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return false;
        }
    }
}
