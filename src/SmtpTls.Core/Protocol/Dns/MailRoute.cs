using System.Net;

namespace SmtpTls.Dns;

/// <summary>Where mail for a domain goes (RFC 5321 section 5.1).</summary>
internal sealed record MailRoute
{
    /// <summary>The domain as A-labels, lower case, without final dot.</summary>
    public required string Domain { get; init; }

    /// <summary>How the look-up ended.</summary>
    public required MailRouteStatus Status { get; init; }

    /// <summary>The hosts by preference; one without preference when the domain has no MX but an address.</summary>
    public IReadOnlyList<MailHost> Hosts { get; init; } = [];

    /// <summary>In a sentence, why there are no hosts; <see langword="null"/> when there are.</summary>
    public string? Error { get; init; }

    /// <summary>In sentences, what is wrong with the domain's MX records although mail goes on.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>One mail server of a domain with its addresses.</summary>
internal sealed record MailHost
{
    /// <summary>The host as A-labels, lower case, without final dot.</summary>
    public required string Name { get; init; }

    /// <summary>The preference; <see langword="null"/> for an implicit MX or a server named directly.</summary>
    public int? Preference { get; init; }

    /// <summary>Its addresses, in the order of the answers, IPv6 first; empty when there are none or the look-up failed.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>In a sentence, why there are no addresses.</summary>
    public string? Error { get; init; }

    /// <summary>In sentences, what is wrong with the host's name or addresses although mail goes on.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
