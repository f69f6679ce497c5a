namespace SmtpTls;

/// <summary>Whether the TLSA records that are published fit the certificate that a server sends.</summary>
public sealed record TlsaCheck
{
    /// <summary>The host.</summary>
    public required string HostName { get; init; }

    /// <summary>The IP address that was asked; <see langword="null"/> where there is none.</summary>
    public string? Address { get; init; }

    /// <summary>The TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>The outcome of DANE: Valid where a published record that counts matches what the server sends.</summary>
    public DaneOutcome? Dane { get; init; }

    /// <summary>Whether a usable published record matches what the server sends, whether or not DNSSEC vouches for it; <see langword="null"/> where nothing could be compared.</summary>
    public bool? Matches { get; init; }

    /// <summary>Whether <see cref="Record"/> is published.</summary>
    public bool IsPublished { get; init; }

    /// <summary>The record that was asked for, as New-SmtpTlsaRecord writes it without -Verify; <see langword="null"/> where the server sent no certificate.</summary>
    public string? Record { get; init; }

    /// <summary>The records that are published, each with whether it matches what the server sends.</summary>
    public TlsaRecord[] Published { get; init; } = [];

    /// <summary>The server's certificate; <see langword="null"/> where it sent none.</summary>
    public CertificateInfo? Served { get; init; }

    /// <summary>In a sentence, what is wrong; <see langword="null"/> where nothing is.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{HostName}:{Port}: {Matches switch { true => "matches", false => "does not match", _ => Reason ?? "not known" }}";
}
