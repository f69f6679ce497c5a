namespace SmtpTls;

/// <summary>One suite that a server takes in one version.</summary>
public sealed record CipherSuiteOffer
{
    /// <summary>The domain that was asked for; <see langword="null"/> when a server was named.</summary>
    public string? Domain { get; init; }

    /// <summary>The MX host or server.</summary>
    public string? MxHost { get; init; }

    /// <summary>The address.</summary>
    public string? Address { get; init; }

    /// <summary>The TCP port.</summary>
    public int Port { get; init; }

    /// <summary>The version.</summary>
    public required SslProtocolVersion Protocol { get; init; }

    /// <summary>The IANA name.</summary>
    public required string CipherSuite { get; init; }

    /// <summary>The OpenSSL name; <see langword="null"/> where OpenSSL never had it.</summary>
    public string? CipherSuiteOpenSsl { get; init; }

    /// <summary>The code of the IANA registry; suites of SSL 2.0 have three bytes.</summary>
    public required int Code { get; init; }

    /// <summary>How keys are exchanged: ECDHE, DHE, RSA, ...; <c>any</c> in TLS 1.3.</summary>
    public required string KeyExchange { get; init; }

    /// <summary>How the server is authenticated: RSA, ECDSA, anon, ...; <c>any</c> in TLS 1.3.</summary>
    public required string Authentication { get; init; }

    /// <summary>
    /// The group that the server chose when every group was on offer, by its IANA name; for DHE the name of its prime, or <c>own prime</c>.
    /// <see langword="null"/> where the exchange has none.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Bits of the key exchange: of the curve's field, the prime, or the RSA key; <see langword="null"/> where not known.</summary>
    public int? KeyExchangeBits { get; init; }

    /// <summary>Bits of the bulk cipher.</summary>
    public required int Strength { get; init; }

    /// <summary>How safe the suite is (RFC 9325).</summary>
    public required SuiteSafety Safety { get; init; }

    /// <summary>The place in the server's own order, from 1; <see langword="null"/> where the server has no order of its own in this version, or it is not known.</summary>
    public int? Preference { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {CipherSuite}";
}
