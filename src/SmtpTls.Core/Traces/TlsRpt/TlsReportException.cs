namespace SmtpTls.TlsRpt;

/// <summary>What is wrong with something that was given for a TLS report.</summary>
internal enum TlsReportFault
{
    /// <summary>There is no TLS report in it.</summary>
    NoReport,

    /// <summary>It is larger than allowed, as it is or unpacked.</summary>
    TooLarge,

    /// <summary>What it is packed in (gzip, zip, mail) is damaged.</summary>
    Damaged,

    /// <summary>It is not JSON.</summary>
    InvalidJson,

    /// <summary>It is JSON, but what it says cannot be relied upon.</summary>
    InvalidReport,
}

/// <summary>Something that was given for a TLS report cannot be used; the message names it and says what would be right.</summary>
internal sealed class TlsReportException : Exception
{
    internal TlsReportException(ReportOrigin origin, TlsReportFault fault, string text, Exception? innerException = null)
        : base($"{origin} {text}", innerException) => Fault = fault;

    /// <summary>What is wrong.</summary>
    public TlsReportFault Fault { get; }
}
