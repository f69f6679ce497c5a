namespace SmtpTls;

/// <summary>A cipher suite of Schannel's list.</summary>
public sealed record SchannelCipherSuite
{
    /// <summary>Its place in the list, from 1: the order of preference.</summary>
    public required int Position { get; init; }

    /// <summary>The name as it is configured; before Windows 10 with a curve behind it.</summary>
    public required string Name { get; init; }

    /// <summary>The IANA name; <see langword="null"/> for a name that nobody knows.</summary>
    public string? CipherSuite { get; init; }

    /// <summary>The same suite by its OpenSSL name.</summary>
    public string? OpenSslName { get; init; }

    /// <summary>The versions with which this machine uses it when it connects to others.</summary>
    public SslProtocolVersion[] ClientProtocols { get; init; } = [];

    /// <summary>The versions with which it uses it when others connect.</summary>
    public SslProtocolVersion[] ServerProtocols { get; init; } = [];

    /// <summary>Why it is in the list and yet not used; <see langword="null"/> where it is used.</summary>
    public string? Reason { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
