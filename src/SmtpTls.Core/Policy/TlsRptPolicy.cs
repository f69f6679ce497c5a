namespace SmtpTls;

/// <summary>Where a domain wants reports about TLS (RFC 8460 section 3).</summary>
public sealed record TlsRptPolicy
{
    /// <summary>The TXT record at <c>_smtp._tls.</c>, control characters as \xNN; <see langword="null"/> where there is none or no single one.</summary>
    public string? Record { get; init; }

    /// <summary>The addresses for reports: <c>mailto:</c> and <c>https:</c> URIs.</summary>
    public string[] Rua { get; init; } = [];

    /// <summary>In a sentence, why the record cannot be used; <see langword="null"/> where it can, or where there is none.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", Rua);
}
