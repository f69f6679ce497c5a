namespace SmtpTls;

/// <summary>What an entry of a TLS report counts.</summary>
public enum TlsReportEntryKind
{
    /// <summary>All sessions under one policy: <c>summary</c> of RFC 8460 section 4.4.</summary>
    Policy,

    /// <summary>Failed sessions of one kind under that policy: one of its <c>failure-details</c>.</summary>
    Failure,
}
