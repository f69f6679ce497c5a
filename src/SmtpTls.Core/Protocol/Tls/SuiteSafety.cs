namespace SmtpTls;

/// <summary>How safe a cipher suite is (RFC 9325 sections 4.1 and 4.2). Ordered from worst to best.</summary>
public enum SuiteSafety
{
    /// <summary>Must not be used: less than 128 bits, no encryption, no authentication, RC4 or MD5.</summary>
    Insecure,

    /// <summary>Should not be used: a key stolen later opens what was recorded (no forward secrecy).</summary>
    Weak,

    /// <summary>Forward secrecy, with a cipher of the older kind (CBC).</summary>
    Acceptable,

    /// <summary>Forward secrecy and authenticated encryption.</summary>
    Recommended,
}
