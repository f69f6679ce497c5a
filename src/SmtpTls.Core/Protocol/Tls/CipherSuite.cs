namespace SmtpTls;

/// <summary>
/// A cipher suite, one object whatever name the source used. The table is Tls/CipherSuites.tsv; look suites up with
/// <c>Tls.CipherSuites</c>.
/// </summary>
public sealed record CipherSuite
{
    /// <summary>The code point of the IANA registry, 0x0000 to 0xFFFF; suites of SSL 2.0 have three bytes, such as 0x010080.</summary>
    public required int Code { get; init; }

    /// <summary>The IANA name, such as TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384.</summary>
    public required string Name { get; init; }

    /// <summary>The OpenSSL name, such as ECDHE-RSA-AES256-GCM-SHA384; <see langword="null"/> where OpenSSL never had it.</summary>
    public string? OpenSslName { get; init; }

    /// <summary>The GnuTLS name; <see langword="null"/> where GnuTLS never had it.</summary>
    public string? GnuTlsName { get; init; }

    /// <summary>How keys are exchanged: ECDHE, DHE, ECDH, DH, RSA, PSK, ...; <c>any</c> for TLS 1.3 suites.</summary>
    public required string KeyExchange { get; init; }

    /// <summary>How the server is authenticated: RSA, ECDSA, DSS, anon, PSK, ...; <c>any</c> for TLS 1.3 suites.</summary>
    public required string Authentication { get; init; }

    /// <summary>The bulk cipher, such as AES_256_GCM or NULL.</summary>
    public required string Encryption { get; init; }

    /// <summary>Strength of the bulk cipher in bits; 0 for NULL.</summary>
    public required int Strength { get; init; }

    /// <summary>The hash or MAC, such as SHA384.</summary>
    public required string Hash { get; init; }

    /// <summary>The oldest version of the protocol that knows the suite.</summary>
    public required SslProtocolVersion MinProtocol { get; init; }

    /// <summary>The newest version of the protocol that knows the suite.</summary>
    public required SslProtocolVersion MaxProtocol { get; init; }

    /// <summary>The registry's "Recommended" column: <c>Y</c>, <c>N</c> or <c>D</c> (discouraged, RFC 9847).</summary>
    public required string Recommended { get; init; }

    /// <summary>Whether keys are ephemeral, so that a key stolen later opens no recorded session.</summary>
    public bool ForwardSecrecy => KeyExchange is "any" or "ECDHE" or "DHE" or "ECDHE_PSK" or "DHE_PSK";

    /// <summary>Whether the suite is authenticated encryption (AEAD).</summary>
    public bool IsAead => Encryption.EndsWith("GCM", StringComparison.Ordinal)
        || Encryption.Contains("CCM", StringComparison.Ordinal)
        || Encryption.Contains("POLY1305", StringComparison.Ordinal)
        || Encryption.Contains("MGM", StringComparison.Ordinal)
        || Encryption.StartsWith("AEGIS", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
