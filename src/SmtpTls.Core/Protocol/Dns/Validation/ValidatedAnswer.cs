namespace SmtpTls.Dns.Validation;

/// <summary>What was validated of an answer (the states of RFC 4035 section 4.3).</summary>
/// <param name="State">The state of the whole answer, aliases included: the worst of its parts.</param>
/// <param name="Reason">In a sentence, why it is not Secure; empty where it is.</param>
/// <param name="Links">The zones from the trust anchor down to the last one that counts.</param>
internal sealed record ValidatedAnswer(DnssecState State, string Reason, IReadOnlyList<DnssecLink> Links)
{
    /// <summary>How the question ended, as far as it was answered.</summary>
    public DnsAnswerStatus Status { get; init; } = DnsAnswerStatus.Failed;

    /// <summary>The name at the end of the aliases.</summary>
    public WireName? CanonicalName { get; init; }

    /// <summary>The records of the type that was asked for.</summary>
    public IReadOnlyList<WireRecord> Records { get; init; } = [];

    /// <summary>The resolver that answered.</summary>
    public DnsClient.NameServer? Resolver { get; init; }

    /// <summary>The end of the shortest signature over the answer itself, UTC; <see langword="null"/> where there is none.</summary>
    public DateTimeOffset? SignedUntil { get; init; }
}
