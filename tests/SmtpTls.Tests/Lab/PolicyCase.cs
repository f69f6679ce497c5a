namespace SmtpTls.Tests.Lab;

/// <summary>The part of the lab that policies are tested with.</summary>
internal sealed record LabPolicies
{
    /// <summary>The validating resolver.</summary>
    public required string Resolver { get; init; }

    /// <summary>The port of the mail servers.</summary>
    public required int Port { get; init; }

    /// <summary>The lab's own root as delv reads it.</summary>
    public required string DelvAnchors { get; init; }

    /// <summary>The same as a DNSKEY record.</summary>
    public required string TrustAnchor { get; init; }

    /// <summary>Resolvers that validate nothing: Unbound as iterator, dnsmasq, and dnsmasq with proxy-dnssec.</summary>
    public required IReadOnlyList<string> Forwarders { get; init; }

    /// <summary>The questions of tests/lab/dnssec.json.</summary>
    public required IReadOnlyList<DnssecQuestion> Dnssec { get; init; }
}

/// <summary>A question to a zone of tests/lab/dnssec.json, and the state of its answer.</summary>
internal sealed record DnssecQuestion
{
    public required string Zone { get; init; }
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Type { get; init; }
    public required string State { get; init; }
}

/// <summary>tests/lab/policies.json.</summary>
internal sealed record PolicyCases
{
    public required IReadOnlyList<PolicyCase> Cases { get; init; }

    public static IReadOnlyList<PolicyCase> Known { get; } = LabDescription.Embedded<PolicyCases>("policies.json").Cases;
}

/// <summary>A domain of the lab, and what Get-SmtpTlsPolicy must say of it.</summary>
internal sealed record PolicyCase
{
    public required string Name { get; init; }
    public string Zone { get; init; } = "secure.test";
    public string Dnssec { get; init; } = "Secure";
    public string? Mx { get; init; }
    public string? Dane { get; init; }
    public string? MtaSts { get; init; }
    public required string Action { get; init; }
    public string? Finding { get; init; }

    public string Domain => $"{Name}.{Zone}";
}
