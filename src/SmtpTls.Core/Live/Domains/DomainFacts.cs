using SmtpTls.Dns;
using SmtpTls.Policy;
using SmtpTls.Testing;

namespace SmtpTls.Domains;

/// <summary>All that was looked up for a domain.</summary>
internal sealed record DomainFacts
{
    /// <summary>The domain as A-labels.</summary>
    public required string Domain { get; init; }

    /// <summary>The MX answer.</summary>
    public required VouchedAnswer Mx { get; init; }

    /// <summary>Where its mail goes.</summary>
    public required MailRoute Route { get; init; }

    /// <summary>The mail servers by preference.</summary>
    public required IReadOnlyList<HostFacts> Hosts { get; init; }

    /// <summary>MTA-STS.</summary>
    public required MtaStsFound MtaSts { get; init; }

    /// <summary>TLSRPT.</summary>
    public required TlsRptPolicy TlsRpt { get; init; }

    /// <summary>What is wrong with TLSRPT.</summary>
    public required IReadOnlyList<Finding> TlsRptFindings { get; init; }

    /// <summary>When the answers came, UTC: signatures are held against it.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>Questions put to the DNS.</summary>
    public required int Lookups { get; init; }
}

/// <summary>One mail server of a domain.</summary>
/// <param name="Host">The server; its error, where a sender cannot use it.</param>
/// <param name="Dane">Its DANE; <see langword="null"/> where the MX record names no host.</param>
/// <param name="Tests">The tests of its addresses, where they were made.</param>
internal sealed record HostFacts(MailHost Host, DaneHost? Dane, IReadOnlyList<AddressTest> Tests)
{
    /// <summary>The outcome of DANE: of the DNS, or the worst of the tests.</summary>
    public DaneOutcome DaneOutcome => Tests.Count > 0 ? Tests.Max(test => test.Result.Dane) ?? FromDns : FromDns;

    /// <summary>The worst outcome of MTA-STS of the tests; <see langword="null"/> without any.</summary>
    public MtaStsOutcome? MtaStsOutcome => Tests.Max(test => test.Result.MtaSts);

    /// <summary>The outcome of DANE from the DNS alone.</summary>
    public DaneOutcome FromDns => Dane?.Outcome ?? DaneOutcome.None;
}
