using System.Net;

namespace SmtpTls.Dns;

/// <summary>What a look-up of a host's addresses found.</summary>
internal sealed record HostAddresses
{
    /// <summary>The addresses, IPv6 first.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Whether a server said that there is no such name or no address; otherwise no address means a failure.</summary>
    public bool IsNegativeAnswer { get; init; }

    /// <summary>The name that has the addresses, where the host is an alias of it; otherwise <see langword="null"/>.</summary>
    public string? AliasOf { get; init; }

    /// <summary>In a sentence, why there are no addresses.</summary>
    public string? Error { get; init; }

    /// <summary>In sentences, what failed or was left out although there are addresses.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
