namespace SmtpTls;

/// <summary>What a sender must do for one mail server of a domain.</summary>
public sealed record MxPolicy
{
    /// <summary>The server as the MX record names it, as A-labels.</summary>
    public required string Host { get; init; }

    /// <summary>The preference of the MX record; <see langword="null"/> where the domain has none and is its own server.</summary>
    public int? Preference { get; init; }

    /// <summary>Its addresses.</summary>
    public string[] Addresses { get; init; } = [];

    /// <summary>The host that it is an alias of; <see langword="null"/> where it is none.</summary>
    public string? AliasOf { get; init; }

    /// <summary>How far DNSSEC vouches for its addresses.</summary>
    public DnssecVerdict? Dnssec { get; init; }

    /// <summary>The TLSA base domain (RFC 7672 section 2.2.3), which is also the name for SNI.</summary>
    public string? TlsaBaseDomain { get; init; }

    /// <summary>How far DNSSEC vouches for the TLSA answer; <see langword="null"/> where none was asked for.</summary>
    public DnssecVerdict? TlsaDnssec { get; init; }

    /// <summary>The TLSA records.</summary>
    public TlsaRecord[] Tlsa { get; init; } = [];

    /// <summary>The outcome of DANE, the worst where several addresses were tested.</summary>
    public DaneOutcome Dane { get; init; }

    /// <summary>The outcome of MTA-STS, the worst where several addresses were tested.</summary>
    public MtaStsOutcome MtaSts { get; init; }

    /// <summary>What a strict sender does.</summary>
    public SenderAction Action { get; init; }

    /// <summary>The same in a sentence, with the reason.</summary>
    public required string Effective { get; init; }

    /// <summary>The tests of its addresses; empty unless servers were to be tested.</summary>
    public StartTlsResult[] Tests { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Host}: {Action}";
}
