namespace SmtpTls;

/// <summary>What can be wrong with a server's certificate, each by its own name.</summary>
public enum CertificateProblem
{
    /// <summary>The server sent no certificate.</summary>
    NoCertificate,

    /// <summary>The chain ends in a root that is not trusted.</summary>
    UntrustedRoot,

    /// <summary>The certificate is its own issuer and is not trusted.</summary>
    SelfSigned,

    /// <summary>An issuer's certificate is neither sent by the server nor known here.</summary>
    MissingIntermediate,

    /// <summary>The leaf or a certificate above it is past its NotAfter.</summary>
    Expired,

    /// <summary>The leaf or a certificate above it is before its NotBefore.</summary>
    NotYetValid,

    /// <summary>The certificate does not cover the name (RFC 6125).</summary>
    NameMismatch,

    /// <summary>The certificate is revoked.</summary>
    Revoked,

    /// <summary>Revocation was asked for and could not be determined.</summary>
    RevocationUnknown,

    /// <summary>A key is too short: RSA or DSA below 2048 bits, EC below 224 bits.</summary>
    WeakKey,

    /// <summary>A signature below the root uses MD5 or SHA-1.</summary>
    WeakSignature,

    /// <summary>The key usage or extended key usage does not allow server authentication, or an issuer is no CA.</summary>
    WrongKeyUsage,

    /// <summary>A signature in the chain does not verify, or the chain is malformed in another way.</summary>
    InvalidChain,
}
