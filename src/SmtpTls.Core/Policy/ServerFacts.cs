namespace SmtpTls.Policy;

/// <summary>What was seen of a server, as far as policies are concerned.</summary>
internal sealed record ServerFacts
{
    /// <summary>Whether TLS came about; <see langword="null"/> where the dialogue did not get that far, which says nothing about it.</summary>
    public required bool? Encrypted { get; init; }

    /// <summary>The version.</summary>
    public SslProtocolVersion? Protocol { get; init; }

    /// <summary>The certificates as DER, in the order sent.</summary>
    public IReadOnlyList<byte[]> Chain { get; init; } = [];

    /// <summary>Whether the certificate's chain, time and usage are good.</summary>
    public bool? CertificateValid { get; init; }

    /// <summary>Whether it covers the server's name.</summary>
    public bool? NameMatch { get; init; }

    /// <summary>Whether it has names in its subject alternative name, without which MTA-STS has nothing to compare (RFC 8461 section 4.2).</summary>
    public bool HasAlternativeName { get; init; }

    /// <summary>The RFC 8460 result type of the certificate's fault.</summary>
    public string? CertificateFailure { get; init; }
}
