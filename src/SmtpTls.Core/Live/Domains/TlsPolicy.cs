namespace SmtpTls;

/// <summary>What a sender must do for a domain: DNSSEC, DANE, MTA-STS, TLSRPT, what follows from them, and what is wrong with them.</summary>
public sealed record TlsPolicy
{
    /// <summary>The domain as A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary>How the domain's mail servers are found.</summary>
    public required MailRouteStatus Route { get; init; }

    /// <summary>How far DNSSEC vouches for the MX answer, and who says so.</summary>
    public required DnssecVerdict Dnssec { get; init; }

    /// <summary>
    /// Each zone on the way from the trust anchor to the MX, address and TLSA answers, with what vouches for its keys, where this module validated
    /// (see <see cref="DnssecVoucher.Validated"/>); otherwise empty.
    /// </summary>
    public DnssecLink[] DnssecChain { get; init; } = [];

    /// <summary>The mail servers by preference.</summary>
    public MxPolicy[] Mx { get; init; } = [];

    /// <summary>The weakest outcome of DANE among the mail servers; <see langword="null"/> without any.</summary>
    public DaneOutcome? Dane { get; init; }

    /// <summary>The worst outcome of MTA-STS among the mail servers.</summary>
    public MtaStsOutcome MtaSts { get; init; }

    /// <summary>The MTA-STS record and policy.</summary>
    public required MtaStsPolicy MtaStsPolicy { get; init; }

    /// <summary>Where the domain wants reports about TLS.</summary>
    public required TlsRptPolicy TlsRpt { get; init; }

    /// <summary>What a strict sender does: of the servers that it would deliver to, what the weakest allows.</summary>
    public SenderAction Action { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Effective { get; init; }

    /// <summary>In a sentence, what an attacker on the path could still do.</summary>
    public required string Attack { get; init; }

    /// <summary>What is worth knowing, the worst first; docs/policy.md lists the ids.</summary>
    public Finding[] Findings { get; init; } = [];

    /// <summary>How many questions went to the DNS for this domain; what an earlier domain of the same pipeline had asked is not asked again.</summary>
    public int Lookups { get; init; }

    /// <summary>How many connections were made: to the policy host, and to mail servers where they were to be tested.</summary>
    public int Connections { get; init; }

    /// <summary>When the look-up began, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Domain}: {Action}";
}
