namespace SmtpTls.Cisco;

/// <summary>A Host Access Table: mail flow policies, and the entries that use them, in order.</summary>
internal sealed record HostAccessTable
{
    public IReadOnlyList<HatPolicy> Policies { get; init; } = [];

    public IReadOnlyList<HatEntry> Entries { get; init; } = [];

    /// <summary>The default policy parameters, which a saved configuration has beside the table and an exported table has not.</summary>
    public HatParameters Defaults { get; init; } = new();
}

/// <summary>A mail flow policy, such as <c>$TRUSTED</c>.</summary>
internal sealed record HatPolicy(string Name, EsaAccessRule? Access, HatParameters Parameters);

/// <summary>A sender group, a single host, or ALL.</summary>
/// <param name="Name">The group's name without colon, or the host.</param>
/// <param name="PolicyName">The mail flow policy it refers to, or <see langword="null"/>.</param>
/// <param name="Access">The access rule written to the entry itself, or <see langword="null"/>.</param>
/// <param name="Parameters">The parameters written to the entry itself.</param>
internal sealed record HatEntry(string Name, string? PolicyName, EsaAccessRule? Access, HatParameters Parameters);

/// <summary>Those parameters of a policy that concern TLS, as text; <see langword="null"/> where one is not set.</summary>
internal sealed record HatParameters
{
    public string? Tls { get; init; }

    public string? TlsVerify { get; init; }

    public string? TlsExceptions { get; init; }

    public string? SmtpAuthAllow { get; init; }

    public string? SmtpAuthRequireTls { get; init; }

    /// <summary>These, and what they leave open from <paramref name="other"/>.</summary>
    public HatParameters Or(HatParameters other) => new()
    {
        Tls = Tls ?? other.Tls,
        TlsVerify = TlsVerify ?? other.TlsVerify,
        TlsExceptions = TlsExceptions ?? other.TlsExceptions,
        SmtpAuthAllow = SmtpAuthAllow ?? other.SmtpAuthAllow,
        SmtpAuthRequireTls = SmtpAuthRequireTls ?? other.SmtpAuthRequireTls,
    };

    /// <summary>The parameters that <paramref name="value"/> finds by their names in the file; <c>default</c> counts as not set.</summary>
    public static HatParameters Read(Func<string, string?> value)
    {
        return new HatParameters
        {
            Tls = Own("tls"),
            TlsVerify = Own("tls_verify"),
            TlsExceptions = Own("tls_exceptions"),
            SmtpAuthAllow = Own("smtpauth_allow"),
            SmtpAuthRequireTls = Own("smtpauth_requiretls"),
        };

        string? Own(string name) =>
            value(name) is { } text && text.Trim() is { Length: > 0 } own && !own.Equals("default", StringComparison.OrdinalIgnoreCase) ? own : null;
    }
}
