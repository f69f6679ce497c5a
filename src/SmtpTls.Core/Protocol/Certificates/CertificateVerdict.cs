namespace SmtpTls.Certificates;

/// <summary>What a strict sender would make of a server's certificate.</summary>
internal sealed record CertificateVerdict
{
    /// <summary>The leaf; <see langword="null"/> when the server sent none.</summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>The certificates as sent.</summary>
    public IReadOnlyList<CertificateInfo> ChainSent { get; init; } = [];

    /// <summary>The chain as built, leaf first.</summary>
    public IReadOnlyList<CertificateInfo> ChainBuilt { get; init; } = [];

    /// <summary>Whether chain, time and usage are good; <see langword="null"/> without a certificate.</summary>
    public bool? Valid { get; init; }

    /// <summary>Whether the name is covered; <see langword="null"/> without a certificate or a name.</summary>
    public bool? NameMatch { get; init; }

    /// <summary>The name of the certificate that matched, as it stands there (<c>*.example.com</c>).</summary>
    public string? MatchedName { get; init; }

    /// <summary>Whole days until NotAfter.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>Everything found wrong, chain and name, in order of weight.</summary>
    public IReadOnlyList<CertificateProblem> Problems { get; init; } = [];

    /// <summary>The same in sentences with the facts, one or more per problem, in the same order.</summary>
    public IReadOnlyList<string> Reasons { get; init; } = [];

    /// <summary>The RFC 8460 result type, or <see langword="null"/> when all is well.</summary>
    public string? Failure { get; init; }
}
