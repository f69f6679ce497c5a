using System.Security.Cryptography.X509Certificates;

namespace SmtpTls.Tls;

/// <summary>Makes the server's side of a TLS handshake and tells what the client offered.</summary>
internal interface ITlsServer
{
    /// <summary>Makes a handshake over <paramref name="transport"/>. A handshake that fails is a result, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled (also by a time limit of the caller).</exception>
    Task<TlsServerHandshake> AuthenticateAsync(Stream transport, TlsServerOptions options, CancellationToken cancellationToken);
}

/// <summary>What the server has and asks for.</summary>
internal sealed record TlsServerOptions
{
    /// <summary>The server's certificate with its private key (which need not be exportable), RSA or ECDSA.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Certificates to send behind the leaf.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; init; } = [];

    /// <summary>The versions to accept; empty: TLS 1.2, and 1.3 where the key can sign for it (one of CryptoAPI must be exportable for that).</summary>
    public IReadOnlyList<SslProtocolVersion> Protocols { get; init; } = [];

    /// <summary>Whether to ask for a client certificate. One that comes is shown, not judged.</summary>
    public bool RequestClientCertificate { get; init; }
}

/// <summary>What a handshake showed to the server.</summary>
internal sealed record TlsServerHandshake
{
    /// <summary>The stream inside TLS; <see langword="null"/> when the handshake failed. Disposing it sends close_notify and leaves the transport open.</summary>
    public Stream? Stream { get; init; }

    /// <summary>Whether it succeeded.</summary>
    public bool Succeeded => Stream is not null;

    /// <summary>The negotiated version.</summary>
    public SslProtocolVersion? Protocol { get; init; }

    /// <summary>The negotiated suite.</summary>
    public CipherSuite? CipherSuite { get; init; }

    /// <summary>The key exchange group by its IANA name.</summary>
    public string? Group { get; init; }

    /// <summary>The size of the key exchange in bits: of the Diffie-Hellman prime, or of the curve; <see langword="null"/> for RSA key exchange.</summary>
    public int? KeyExchangeBits { get; init; }

    /// <summary>What was odd, each thing once.</summary>
    public IReadOnlyList<HandshakeRemark> Remarks { get; init; } = [];

    /// <summary>The versions that the client offered, newest first.</summary>
    public IReadOnlyList<SslProtocolVersion> OfferedProtocols { get; init; } = [];

    /// <summary>The suites that the client offered, in its order, by IANA name (<c>0xNNNN</c> where unknown); signalling values left out.</summary>
    public IReadOnlyList<string> OfferedCipherSuites { get; init; } = [];

    /// <summary>The server name that the client asked for (SNI).</summary>
    public string? ServerName { get; init; }

    /// <summary>The client's certificates, leaf first; empty when none came. The receiver disposes them.</summary>
    public IReadOnlyList<X509Certificate2> ClientCertificates { get; init; } = [];

    /// <summary>The alert that ended the handshake.</summary>
    public TlsAlert? Alert { get; init; }

    /// <summary>Whether the client sent <see cref="Alert"/>; otherwise this side did.</summary>
    public bool AlertReceived { get; init; }

    /// <summary>In a sentence, what failed and what that usually means; <see langword="null"/> on success.</summary>
    public string? Error { get; init; }
}
