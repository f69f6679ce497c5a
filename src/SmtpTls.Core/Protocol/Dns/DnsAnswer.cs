namespace SmtpTls.Dns;

/// <summary>How a question to the DNS ended.</summary>
internal enum DnsAnswerStatus
{
    /// <summary>There are records of the type.</summary>
    Found,

    /// <summary>The name exists, but has no record of the type.</summary>
    NoData,

    /// <summary>The name does not exist (NXDOMAIN).</summary>
    NoSuchName,

    /// <summary>No server gave a usable answer.</summary>
    Failed,
}

/// <summary>The answer to one question, aliases followed.</summary>
internal sealed record DnsAnswer
{
    /// <summary>How the question ended.</summary>
    public required DnsAnswerStatus Status { get; init; }

    /// <summary>The name at the end of the aliases, which has the records; without any alias the name that was asked for.</summary>
    public required string CanonicalName { get; init; }

    /// <summary>The records of the type asked for, in the order of the answer.</summary>
    public IReadOnlyList<DnsClient.Protocol.DnsResourceRecord> Records { get; init; } = [];

    /// <summary>The server that gave the answer, or the last one that was asked; <see langword="null"/> where none is known.</summary>
    public DnsClient.NameServer? Server { get; init; }

    /// <summary>Whether every message that led to the answer had the AD bit (RFC 4035 section 3.2.3).</summary>
    public bool AuthenticData { get; init; }

    /// <summary>In a sentence, why the resolver holds the answer to be bogus; <see langword="null"/> where it does not say so.</summary>
    public string? Bogus { get; init; }

    /// <summary>Whether the name that was asked for is an alias.</summary>
    public bool IsAlias(string asked) => CanonicalName != asked;

    /// <summary>In a sentence, which server failed and how; <see langword="null"/> unless <see cref="DnsAnswerStatus.Failed"/>.</summary>
    public string? Error { get; init; }
}
