namespace SmtpTls.Headers;

/// <summary>What a header says about how the message came, while it is being read.</summary>
internal struct HopReading
{
    /// <summary>See <see cref="Hop.Transport"/>.</summary>
    public HopTransport Transport;

    /// <summary>See <see cref="Hop.Encrypted"/>.</summary>
    public bool? Encrypted;

    /// <summary>See <see cref="Hop.Protocol"/>.</summary>
    public SslProtocolVersion? Protocol;

    /// <summary>Whether the header has a version, even one that leaves the version open, such as TLSv1/SSLv3.</summary>
    public bool VersionWritten;

    /// <summary>The suite where the registry has it.</summary>
    public CipherSuite? Suite;

    /// <summary>The suite as written where the registry has it not.</summary>
    public string? UnknownSuite;

    /// <summary>See <see cref="Hop.Bits"/>.</summary>
    public int? Bits;

    /// <summary>See <see cref="Hop.ClientCertificate"/>.</summary>
    public ClientCertificateStatus? ClientCertificate;

    /// <summary>See <see cref="Hop.ClientCertificateName"/>.</summary>
    public string? ClientCertificateName;

    /// <summary>The words that say whether it was encrypted.</summary>
    public string? Evidence;
}
