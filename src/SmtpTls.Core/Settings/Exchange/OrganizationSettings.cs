namespace SmtpTls.Exchange;

/// <summary>What lies outside the connector and bears on it; <see langword="null"/> is what was not given.</summary>
internal sealed record OrganizationSettings
{
    /// <summary>Get-TransportConfig, TLSSendDomainSecureList.</summary>
    public IReadOnlyList<string>? SendDomainSecureList { get; init; }

    /// <summary>Get-TransportConfig, TLSReceiveDomainSecureList.</summary>
    public IReadOnlyList<string>? ReceiveDomainSecureList { get; init; }

    /// <summary>The certificates to look among.</summary>
    public IReadOnlyList<ExchangeCertificate>? Certificates { get; init; }

    /// <summary>Get-TransportService: UseDowngradedExchangeServerAuth by the name of the server.</summary>
    public IReadOnlyDictionary<string, bool> DowngradedAuth { get; init; } = new Dictionary<string, bool>();
}
