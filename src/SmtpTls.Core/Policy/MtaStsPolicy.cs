namespace SmtpTls;

/// <summary>The MTA-STS record and policy of a domain, as far as they could be had (RFC 8461).</summary>
public sealed record MtaStsPolicy
{
    /// <summary>The TXT record at <c>_mta-sts.</c>, control characters as \xNN; <see langword="null"/> where there is none or no single one.</summary>
    public string? Record { get; init; }

    /// <summary>The id of the record, 1 to 32 letters and digits, which changes when the policy does; <see langword="null"/> where it cannot be read.</summary>
    public string? Id { get; init; }

    /// <summary>Where the policy lies; <see langword="null"/> where the record tells nobody to look.</summary>
    public string? Url { get; init; }

    /// <summary>The mode; <see langword="null"/> where there is no policy that can be used.</summary>
    public MtaStsMode? Mode { get; init; }

    /// <summary>How long a sender keeps the policy, up to 31557600 seconds.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The patterns of MX hosts; <c>*.</c> stands for exactly one label.</summary>
    public string[] Mx { get; init; } = [];

    /// <summary>The policy as it came, but for its line ends (LF) and control characters (\xNN); <see langword="null"/> where none came.</summary>
    public string? Text { get; init; }

    /// <summary>The certificate of the policy host, where the handshake got that far.</summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>The RFC 8460 result type (see <see cref="FailureType"/>), where the policy cannot be used.</summary>
    public string? Failure { get; init; }

    /// <summary>In a sentence, why it cannot be used.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Mode?.ToString().ToLowerInvariant() ?? Failure ?? "none";
}
