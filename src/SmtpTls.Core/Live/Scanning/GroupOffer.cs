namespace SmtpTls;

/// <summary>One key exchange group that a server takes in one version.</summary>
public sealed record GroupOffer
{
    /// <summary>The version.</summary>
    public required SslProtocolVersion Protocol { get; init; }

    /// <summary>The IANA name, such as x25519, ffdhe2048 or X25519MLKEM768; for a prime of the server's own choice its name, or <c>own prime</c>.</summary>
    public required string Group { get; init; }

    /// <summary>The code of the IANA registry; <see langword="null"/> for a prime that has none.</summary>
    public int? Code { get; init; }

    /// <summary>Bits of the curve's field or of the prime; the parameter set for ML-KEM.</summary>
    public int Bits { get; init; }

    /// <summary>Whether it is a hybrid with ML-KEM, which a quantum computer does not break.</summary>
    public bool PostQuantum { get; init; }

    /// <summary>The place in the server's own order, from 1; <see langword="null"/> where that was not seen.</summary>
    public int? Preference { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {Group}";
}

/// <summary>One signature scheme with which a server signs in one version.</summary>
public sealed record SignatureSchemeOffer
{
    /// <summary>The version.</summary>
    public required SslProtocolVersion Protocol { get; init; }

    /// <summary>The IANA name, such as rsa_pss_rsae_sha256.</summary>
    public required string SignatureScheme { get; init; }

    /// <summary>The code of the IANA registry.</summary>
    public required int Code { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {SignatureScheme}";
}

/// <summary>A certificate that a server holds, and what brings it.</summary>
public sealed record OfferedCertificate
{
    /// <summary>The server's own certificate.</summary>
    public required CertificateInfo Certificate { get; init; }

    /// <summary>How many certificates were sent with it, itself included.</summary>
    public int ChainLength { get; init; }

    /// <summary>RSA, ECDSA, Ed25519, ...</summary>
    public string KeyAlgorithm => Certificate.KeyAlgorithm;

    /// <summary>The authentication of the suites that bring it: RSA, ECDSA, ...; <c>any</c> in TLS 1.3.</summary>
    public string[] Authentication { get; init; } = [];

    /// <summary>The versions in which it was seen.</summary>
    public SslProtocolVersion[] Protocols { get; init; } = [];

    /// <summary>Whether the name of SNI brings it: <see langword="true"/> with the name only, <see langword="false"/> without a name only, <see langword="null"/> where it makes no difference, or was not asked.</summary>
    public bool? NeedsServerName { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{KeyAlgorithm} {Certificate.KeySize} {Certificate.Subject}";
}
