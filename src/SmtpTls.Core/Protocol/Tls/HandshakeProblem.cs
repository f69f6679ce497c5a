namespace SmtpTls;

/// <summary>What was odd in a TLS handshake, each by its own name. Only the first two keep the handshake from being finished.</summary>
public enum HandshakeProblem
{
    /// <summary>The peer's key has a size or kind with which nothing is computed (RSA above 16,384 bits, exponent above 64 bits, unknown curve).</summary>
    UnsupportedKey,

    /// <summary>The prime of the Diffie-Hellman key exchange has more than 8,192 bits, or is no prime.</summary>
    UnsupportedPrime,

    /// <summary>The peer's key did what the certificate's key usage (RFC 5280 section 4.2.1.3) does not allow. Some clients refuse that.</summary>
    WrongKeyUsage,

    /// <summary>The certificate demands a stapled OCSP response (RFC 7633), and none came. Strict clients refuse that.</summary>
    StapleMissing,

    /// <summary>A stapled OCSP response came that cannot be read.</summary>
    MalformedStaple,

    /// <summary>One of the certificates that were sent cannot be read.</summary>
    MalformedCertificate,

    /// <summary>More certificates were sent than any chain needs; some clients refuse that.</summary>
    LongChain,

    /// <summary>An extension came that was not asked for, or that has no place in its message (RFC 8446 section 4.2). Some clients refuse that.</summary>
    UnexpectedExtension,

    /// <summary>The request for a client certificate breaks RFC 5246 section 7.4.4 or RFC 8446 section 4.3.2. Some clients refuse that.</summary>
    MalformedCertificateRequest,
}
