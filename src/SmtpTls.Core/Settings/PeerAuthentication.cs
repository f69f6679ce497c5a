namespace SmtpTls;

/// <summary>What a setting demands of the other side's certificate; one word for every product's own.</summary>
public enum PeerAuthentication
{
    /// <summary>Nothing is demanded, not even encryption.</summary>
    None,

    /// <summary>Encryption is demanded; any certificate will do.</summary>
    EncryptionOnly,

    /// <summary>The certificate's chain, time and revocation must be good; its name does not matter.</summary>
    Certificate,

    /// <summary>The certificate must be good and cover the expected domain.</summary>
    Domain,

    /// <summary>Both sides must present a certificate that covers their domain (Exchange: Domain Security).</summary>
    Mutual,

    /// <summary>The certificate must match the TLSA records of the server (DANE, RFC 7672).</summary>
    Dane,
}
