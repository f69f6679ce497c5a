namespace SmtpTls;

/// <summary>
/// One entry of a TLS report (RFC 8460 section 4.4): a policy with its totals, or one of the failures under it. Totals are on policies
/// only and <see cref="FailedSessionCount"/> is on failures only, so the sum of any of the three counts no session twice. Texts are the
/// sender's; control characters in them are replaced.
/// </summary>
public sealed record TlsReportEntry
{
    /// <summary>Whether this is a policy with its totals or a failure under it.</summary>
    public required TlsReportEntryKind Kind { get; init; }

    /// <summary>Who reports: <c>organization-name</c>.</summary>
    public string? OrganizationName { get; init; }

    /// <summary>Whom to ask: <c>contact-info</c>.</summary>
    public string? ContactInfo { get; init; }

    /// <summary>The reporter's name for this report: <c>report-id</c>.</summary>
    public string? ReportId { get; init; }

    /// <summary>The begin of the time that is reported, UTC: <c>start-datetime</c>.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Its end, UTC: <c>end-datetime</c>.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>
    /// The domain that the policy is for: <c>policy-domain</c>. Where the report has none, the domain that the mail or the file name
    /// gives (RFC 8460 sections 5.1 and 5.3).
    /// </summary>
    public string? PolicyDomain { get; init; }

    /// <summary><c>tlsa</c> (DANE), <c>sts</c> (MTA-STS) or <c>no-policy-found</c>; another word as it is.</summary>
    public string? PolicyType { get; init; }

    /// <summary>The policy as it was applied, line by line: <c>policy-string</c>.</summary>
    public string[] PolicyString { get; init; } = [];

    /// <summary>The MX host patterns of the policy: <c>mx-host</c>.</summary>
    public string[] MxHost { get; init; } = [];

    /// <summary>On a policy: sessions that were encrypted as it wants; <see langword="null"/> where the report does not say.</summary>
    public long? TotalSuccessfulSessionCount { get; init; }

    /// <summary>On a policy: sessions that failed, for whatever reason; <see langword="null"/> where the report does not say.</summary>
    public long? TotalFailureSessionCount { get; init; }

    /// <summary>
    /// On a failure: its kind, <c>result-type</c>. The words are those of RFC 8460 section 4.3 (see <see cref="FailureType"/>), as in the
    /// results of live tests; another word as it is.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>On a failure: sessions that failed in this way; <see langword="null"/> where the report does not say.</summary>
    public long? FailedSessionCount { get; init; }

    /// <summary>On a failure: the address of the sender's server.</summary>
    public string? SendingMtaIp { get; init; }

    /// <summary>On a failure: the MX host that was connected to.</summary>
    public string? ReceivingMxHostname { get; init; }

    /// <summary>On a failure: how that host named itself.</summary>
    public string? ReceivingMxHelo { get; init; }

    /// <summary>On a failure: its address.</summary>
    public string? ReceivingIp { get; init; }

    /// <summary>On a failure: more about it, often a URI. It comes from a stranger: think before opening it.</summary>
    public string? AdditionalInformation { get; init; }

    /// <summary>On a failure: the sender's own error text or code.</summary>
    public string? FailureReasonCode { get; init; }

    /// <summary>Whether a report of the same organization with the same id was read before, in the same run.</summary>
    public bool Duplicate { get; init; }

    /// <summary>
    /// Where the report departs from RFC 8460 and how it was read, in sentences. What concerns the whole report is on its policies.
    /// </summary>
    public string[] Notes { get; init; } = [];

    /// <summary>The file; <see langword="null"/> when the report was given as text.</summary>
    public string? Source { get; init; }

    /// <summary>The name of the attachment, or of the file in an archive; <see langword="null"/> when the file itself is the report.</summary>
    public string? Attachment { get; init; }

    /// <inheritdoc/>
    public override string ToString() =>
        FailedSessionCount is { } failed ? $"{PolicyDomain}: {failed} failed, {Failure}" : $"{PolicyDomain}: {TotalSuccessfulSessionCount} good, {TotalFailureSessionCount} failed";
}
