namespace SmtpTls;

/// <summary>What a log tells of a certificate. What it does not tell is <see langword="null"/>.</summary>
public sealed class LogCertificate
{
    /// <summary>The subject as the log writes it.</summary>
    public string? Subject { get; internal set; }

    /// <summary>The issuer as the log writes it.</summary>
    public string? Issuer { get; internal set; }

    /// <summary>The serial number in hexadecimal.</summary>
    public string? SerialNumber { get; internal set; }

    /// <summary>The SHA-1 thumbprint in hexadecimal.</summary>
    public string? Thumbprint { get; internal set; }

    /// <summary>Start of validity, UTC.</summary>
    public DateTimeOffset? NotBefore { get; internal set; }

    /// <summary>End of validity, UTC.</summary>
    public DateTimeOffset? NotAfter { get; internal set; }

    /// <summary>The subject alternative names.</summary>
    public string[] Names { get; internal set; } = [];

    /// <summary>What the server found when it checked the certificate, in the log's words: Verified, Untrusted, UntrustedRoot, ...</summary>
    public string? Status { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => Subject ?? Status ?? "";
}
