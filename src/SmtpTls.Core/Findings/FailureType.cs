namespace SmtpTls;

/// <summary>
/// The result types of RFC 8460 section 4.3, the one vocabulary for a TLS failure: a live test, a TLSRPT report
/// and a log line about the same fault carry the same word.
/// </summary>
public static class FailureType
{
    /// <summary>The recipient's server does not offer STARTTLS.</summary>
    public const string StartTlsNotSupported = "starttls-not-supported";

    /// <summary>The certificate does not cover the server's name.</summary>
    public const string CertificateHostMismatch = "certificate-host-mismatch";

    /// <summary>The certificate is past its NotAfter.</summary>
    public const string CertificateExpired = "certificate-expired";

    /// <summary>The certificate's chain does not end in a trusted root.</summary>
    public const string CertificateNotTrusted = "certificate-not-trusted";

    /// <summary>Any other failure of STARTTLS or the handshake.</summary>
    public const string ValidationFailure = "validation-failure";

    /// <summary>A TLSA record has a usable form, but does not match.</summary>
    public const string TlsaInvalid = "tlsa-invalid";

    /// <summary>The recipient's zone fails DNSSEC validation.</summary>
    public const string DnssecInvalid = "dnssec-invalid";

    /// <summary>The sender is set to demand DANE, and the server has no TLSA records that DNSSEC vouches for (RFC 8460 section 4.3.2.1).</summary>
    public const string DaneRequired = "dane-required";

    /// <summary>The MTA-STS policy could not be fetched.</summary>
    public const string StsPolicyFetchError = "sts-policy-fetch-error";

    /// <summary>The MTA-STS policy could not be read.</summary>
    public const string StsPolicyInvalid = "sts-policy-invalid";

    /// <summary>The certificate of the MTA-STS policy host is not valid.</summary>
    public const string StsWebPkiInvalid = "sts-webpki-invalid";
}
