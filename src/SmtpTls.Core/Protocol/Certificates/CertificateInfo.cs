namespace SmtpTls;

/// <summary>
/// The facts of one X.509 certificate, flat, so that they survive remoting, Export-Clixml and ConvertTo-Json.
/// </summary>
public sealed record CertificateInfo
{
    /// <summary>The subject as .NET writes it, most specific part first.</summary>
    public required string Subject { get; init; }

    /// <summary>The issuer as .NET writes it.</summary>
    public required string Issuer { get; init; }

    /// <summary>The serial number in upper-case hexadecimal.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The SHA-1 thumbprint in upper-case hexadecimal, as Windows and Exchange show it.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The SHA-256 fingerprint in upper-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Start of validity, UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>End of validity, UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The DNS names of the subject alternative name extension, in its order, A-labels as they stand.</summary>
    public string[] DnsNames { get; init; } = [];

    /// <summary>The IP addresses of the subject alternative name extension.</summary>
    public string[] IpAddresses { get; init; } = [];

    /// <summary>RSA, ECDSA, DSA, Ed25519, Ed448, or the algorithm's OID where it has no name here.</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>Size of the key in bits, or 0 where it is not known.</summary>
    public int KeySize { get; init; }

    /// <summary>The signature algorithm's name, such as sha256RSA.</summary>
    public required string SignatureAlgorithm { get; init; }

    /// <summary>Whether basic constraints say that this is a CA.</summary>
    public bool IsCertificateAuthority { get; init; }

    /// <summary>Whether subject and issuer are the same name.</summary>
    public bool IsSelfIssued { get; init; }

    /// <summary>The certificate in PEM form (RFC 7468); <see langword="null"/> where a file was written without it.</summary>
    public required string? Pem { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Subject;
}
