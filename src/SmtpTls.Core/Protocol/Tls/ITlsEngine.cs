using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tls;

/// <summary>Makes the client's side of a TLS handshake and tells what it saw. Trusts any certificate: judging is for others.</summary>
internal interface ITlsEngine
{
    /// <summary>Which engine this is.</summary>
    TlsEngineName Name { get; }

    /// <summary>
    /// Makes a handshake over <paramref name="transport"/>. A handshake that fails is a result, not an exception.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled (also by a time limit of the caller).</exception>
    Task<TlsHandshake> AuthenticateAsync(Stream transport, TlsClientOptions options, CancellationToken cancellationToken);
}

/// <summary>What the client offers.</summary>
internal sealed record TlsClientOptions
{
    /// <summary>The name to send (SNI, RFC 6066); <see langword="null"/> or an IP address: none is sent.</summary>
    public string? ServerName { get; init; }

    /// <summary>The versions to offer; empty: TLS 1.0 to 1.3 (managed), the system's choice (platform).</summary>
    public IReadOnlyList<SslProtocolVersion> Protocols { get; init; } = [];

    /// <summary>The suites to offer, in this order; empty: the engine's own broad list. The platform engine ignores it.</summary>
    public IReadOnlyList<CipherSuite> CipherSuites { get; init; } = [];

    /// <summary>A certificate with private key, to present if the server asks.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Certificates to send behind the client's: its issuers, up to the root. Schannel sends those of the machine's stores instead.</summary>
    public IReadOnlyList<X509Certificate2> ClientIntermediates { get; init; } = [];
}

/// <summary>What a handshake showed, whether or not it succeeded.</summary>
internal sealed record TlsHandshake
{
    /// <summary>The stream inside TLS; <see langword="null"/> when the handshake failed. Disposing it sends close_notify and leaves the transport open.</summary>
    public Stream? Stream { get; init; }

    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Stream is not null;

    /// <summary>The negotiated version, known once a ServerHello was read.</summary>
    public SslProtocolVersion? Protocol { get; init; }

    /// <summary>The negotiated suite, known once a ServerHello was read.</summary>
    public CipherSuite? CipherSuite { get; init; }

    /// <summary>The key exchange group by its IANA name.</summary>
    public string? Group { get; init; }

    /// <summary>
    /// The size of the key exchange in bits: of the Diffie-Hellman prime, or of the curve; <see langword="null"/> for RSA key exchange, ML-KEM
    /// alone, or where the engine cannot tell.
    /// </summary>
    public int? KeyExchangeBits { get; init; }

    /// <summary>The versions that this side offered, oldest first; empty where the system decided.</summary>
    public IReadOnlyList<SslProtocolVersion> Offered { get; init; } = [];

    /// <summary>The scheme of the server's signature by its IANA name.</summary>
    public string? SignatureScheme { get; init; }

    /// <summary>The server's certificates in the order sent; empty when none came. The receiver disposes them.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];

    /// <summary>Whether the server asked for a client certificate; <see langword="null"/> where the engine cannot tell.</summary>
    public bool? ClientCertificateRequested { get; init; }

    /// <summary>Whether the client's certificate was sent.</summary>
    public bool ClientCertificateSent { get; init; }

    /// <summary>The distinguished names of the CAs that the server accepts.</summary>
    public IReadOnlyList<string> AcceptableIssuers { get; init; } = [];

    /// <summary>Whether an OCSP response was stapled; <see langword="null"/> where the engine cannot tell.</summary>
    public bool? OcspStapled { get; init; }

    /// <summary>What was odd, each thing once; the platform engine sees none of it.</summary>
    public IReadOnlyList<HandshakeRemark> Remarks { get; init; } = [];

    /// <summary>The alert that ended the handshake.</summary>
    public TlsAlert? Alert { get; init; }

    /// <summary>Whether the peer sent <see cref="Alert"/>; otherwise this side did.</summary>
    public bool AlertReceived { get; init; }

    /// <summary>In a sentence, what failed and what that usually means; <see langword="null"/> on success.</summary>
    public string? Error { get; init; }
}
