namespace SmtpTls;

/// <summary>A certificate's name for the <c>TlsCertificateName</c> of an Exchange connector, and what speaks against using it.</summary>
public sealed record ExchangeTlsCertificateName
{
    /// <summary><c>&lt;I&gt;</c>, the issuer, <c>&lt;S&gt;</c> and the subject, as Windows writes them.</summary>
    public required string TlsCertificateName { get; init; }

    /// <summary>The SHA-1 thumbprint in upper-case hexadecimal; <see langword="null"/> where it cannot be known.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The start of validity, UTC; <see langword="null"/> where it cannot be known.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>The end of validity, UTC; <see langword="null"/> where it cannot be known.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>What is wrong with the certificate for SMTP; the worst first.</summary>
    public Finding[] Findings { get; init; } = [];

    /// <summary>The name itself.</summary>
    public override string ToString() => TlsCertificateName;
}
