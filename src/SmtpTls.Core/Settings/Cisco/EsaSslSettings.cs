namespace SmtpTls.Cisco;

/// <summary>What <c>sslconfig</c> sets, in each direction.</summary>
internal sealed record EsaSslSettings
{
    public string? InboundMethod { get; init; }

    public string? InboundCiphers { get; init; }
}
