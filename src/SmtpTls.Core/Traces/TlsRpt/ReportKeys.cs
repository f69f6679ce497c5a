namespace SmtpTls.TlsRpt;

/// <summary>The keys of RFC 8460 section 4.4, and what senders write in their place.</summary>
internal static class ReportKeys
{
    public const string OrganizationName = "organization-name";
    public const string DateRange = "date-range";
    public const string StartDateTime = "start-datetime";
    public const string EndDateTime = "end-datetime";
    public const string ContactInfo = "contact-info";
    public const string ReportId = "report-id";
    public const string Policies = "policies";
    public const string Policy = "policy";
    public const string PolicyType = "policy-type";
    public const string PolicyString = "policy-string";
    public const string PolicyDomain = "policy-domain";
    public const string MxHost = "mx-host";
    public const string Summary = "summary";
    public const string TotalSuccessful = "total-successful-session-count";
    public const string TotalFailure = "total-failure-session-count";
    public const string FailureDetails = "failure-details";
    public const string ResultType = "result-type";
    public const string SendingMtaIp = "sending-mta-ip";
    public const string ReceivingMxHostname = "receiving-mx-hostname";
    public const string ReceivingMxHelo = "receiving-mx-helo";
    public const string ReceivingIp = "receiving-ip";
    public const string FailedSessionCount = "failed-session-count";
    public const string AdditionalInformation = "additional-information";
    public const string FailureReasonCode = "failure-reason-code";

    private static readonly HashSet<string> Known =
    [
        OrganizationName, DateRange, StartDateTime, EndDateTime, ContactInfo, ReportId, Policies, Policy, PolicyType, PolicyString, PolicyDomain,
        MxHost, Summary, TotalSuccessful, TotalFailure, FailureDetails, ResultType, SendingMtaIp, ReceivingMxHostname, ReceivingMxHelo, ReceivingIp,
        FailedSessionCount, AdditionalInformation, FailureReasonCode,
    ];

    // Of the drafts (draft-ietf-uta-smtp-tlsrpt), and what RFC 8460 itself calls the value of a key.
    private static readonly Dictionary<string, string> Others = new(StringComparer.Ordinal)
    {
        ["success-aggregate"] = TotalSuccessful,
        ["failure-aggregate"] = TotalFailure,
        ["total-failed-session-count"] = TotalFailure,
        ["session-count"] = FailedSessionCount,
        ["additional-info-uri"] = AdditionalInformation,
        ["failure-error-code"] = FailureReasonCode,
        ["mx-host-pattern"] = MxHost,
    };

    /// <summary>Whether the key is written as the RFC has it.</summary>
    public static bool IsKnown(string key) => Known.Contains(key);

    /// <summary>The key that is meant; <see langword="null"/> where it is none of ours.</summary>
    public static string? Meant(string key)
    {
        string plain = key.Trim().TrimEnd(':').Replace('_', '-').ToLowerInvariant();
        return Known.Contains(plain) ? plain : Others.TryGetValue(plain, out string? meant) ? meant : null;
    }
}
