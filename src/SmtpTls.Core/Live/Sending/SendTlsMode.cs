namespace SmtpTls;

/// <summary>What a sender does about TLS.</summary>
public enum SendTlsMode
{
    /// <summary>TLS is never begun: the message goes in the clear.</summary>
    Off,

    /// <summary>
    /// TLS where the server offers it, otherwise in the clear, and the result says so. A STARTTLS that is refused or a handshake that
    /// fails ends the attempt; many mail servers then send in the clear all the same (Postfix's level <c>may</c> does).
    /// </summary>
    Opportunistic,

    /// <summary>Encrypted or nothing. The certificate is shown, not judged (Postfix: <c>encrypt</c>; Exchange: RequireTls, EncryptionOnly).</summary>
    Required,

    /// <summary>
    /// Encrypted, and the certificate proves that this is the server that was named (chain, time, usage, and the name by RFC 6125), or
    /// nothing (Postfix: <c>secure</c>; Exchange: DomainValidation).
    /// </summary>
    Verified,
}
