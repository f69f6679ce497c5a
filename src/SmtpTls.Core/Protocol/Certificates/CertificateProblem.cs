namespace SmtpTls;

/// <summary>What can be wrong with a server's certificate, each by its own name, in order of weight.</summary>
public enum CertificateProblem
{
    /// <summary>The server sent no certificate.</summary>
    NoCertificate,

    /// <summary>The certificate, or one above it, is revoked.</summary>
    Revoked,

    /// <summary>A signature in the chain does not verify, or the chain is malformed in another way.</summary>
    InvalidChain,

    /// <summary>
    /// A key has a size or kind with which nothing is computed (RSA above 16,384 bits, an exponent above 64 bits, a curve without a name):
    /// no signature by it was checked.
    /// </summary>
    UnsupportedKey,

    /// <summary>The certificate is its own issuer and is not trusted.</summary>
    SelfSigned,

    /// <summary>The chain ends in a root that is not trusted, or in a CA whose own issuer is not known here.</summary>
    UntrustedRoot,

    /// <summary>The server sent its certificate without its issuer's, and only who has that already can build the chain.</summary>
    MissingIntermediate,

    /// <summary>The leaf or a certificate above it is past its NotAfter.</summary>
    Expired,

    /// <summary>The leaf or a certificate above it is before its NotBefore.</summary>
    NotYetValid,

    /// <summary>The certificate does not cover the name (RFC 6125).</summary>
    NameMismatch,

    /// <summary>The key usage or extended key usage does not allow server authentication, or an issuer is no CA.</summary>
    WrongKeyUsage,

    /// <summary>A key is too short: RSA or DSA below 2048 bits, EC below 224 bits.</summary>
    WeakKey,

    /// <summary>A signature below the root uses MD5 or SHA-1.</summary>
    WeakSignature,

    /// <summary>Revocation was asked for and could not be determined.</summary>
    RevocationUnknown,
}
