namespace SmtpTls;

/// <summary>Everything that one address offers by way of TLS. What was not seen is <see langword="null"/> and named in <see cref="NotTested"/>.</summary>
public sealed record TlsOffer
{
    /// <summary>The domain that was asked for; <see langword="null"/> when a server was named.</summary>
    public string? Domain { get; init; }

    /// <summary>The MX host or server; <see langword="null"/> where the domain has none.</summary>
    public string? MxHost { get; init; }

    /// <summary>The preference of the MX record.</summary>
    public int? MxPreference { get; init; }

    /// <summary>The address; <see langword="null"/> where the host has none.</summary>
    public string? Address { get; init; }

    /// <summary>The TCP port.</summary>
    public int Port { get; init; }

    /// <summary>The name that was sent for SNI; <see langword="null"/> where none was.</summary>
    public string? ServerName { get; init; }

    /// <summary>Encrypted where the server took at least one suite; certificates are listed, not judged. Otherwise what kept the scan from it.</summary>
    public required TestStatus Status { get; init; }

    /// <summary>In a sentence, why there is no offer; <see langword="null"/> where there is one.</summary>
    public string? Reason { get; init; }

    /// <summary>The versions that the server takes, newest first.</summary>
    public SslProtocolVersion[] Protocols { get; init; } = [];

    /// <summary>Every version with its state, newest first.</summary>
    public ProtocolOffer[] Versions { get; init; } = [];

    /// <summary>The suites of each version, newest version first, in the server's order where it has one.</summary>
    public CipherSuiteOffer[] CipherSuites { get; init; } = [];

    /// <summary>The key exchange groups of each version.</summary>
    public GroupOffer[] Groups { get; init; } = [];

    /// <summary>The signature schemes of TLS 1.2 and 1.3.</summary>
    public SignatureSchemeOffer[] SignatureSchemes { get; init; } = [];

    /// <summary>The certificates that the server holds.</summary>
    public OfferedCertificate[] Certificates { get; init; } = [];

    /// <summary>For each version that is offered, whether the server has an order of its own for suites.</summary>
    public ServerPreference[] ServerPreference { get; init; } = [];

    /// <summary>Whether the server supports secure renegotiation (RFC 5746).</summary>
    public bool? SecureRenegotiation { get; init; }

    /// <summary>Whether the server lets the client renegotiate. Always <see langword="null"/>: no handshake of TLS 1.2 or older is finished.</summary>
    public bool? ClientRenegotiation { get; init; }

    /// <summary>Whether it supports the extended master secret (RFC 7627).</summary>
    public bool? ExtendedMasterSecret { get; init; }

    /// <summary>Whether it supports encrypt-then-MAC (RFC 7366); <see langword="null"/> where it takes no suite with CBC.</summary>
    public bool? EncryptThenMac { get; init; }

    /// <summary>Whether it compresses (RFC 3749).</summary>
    public bool? Compression { get; init; }

    /// <summary>Whether it notices a client that fell back to an older version (TLS_FALLBACK_SCSV, RFC 7507); <see langword="null"/> where there is only one version.</summary>
    public bool? FallbackScsv { get; init; }

    /// <summary>Whether it marks the random of an older version as RFC 8446 section 4.1.3 wants; <see langword="null"/> where there is nothing to mark.</summary>
    public bool? DowngradeMark { get; init; }

    /// <summary>How sessions are resumed.</summary>
    public SessionResumption Resumption { get; init; } = new();

    /// <summary>Whether tickets of TLS 1.3 allow 0-RTT data; none is ever sent.</summary>
    public bool? EarlyData { get; init; }

    /// <summary>Whether an OCSP response comes with the certificate.</summary>
    public bool? OcspStapled { get; init; }

    /// <summary>The record size limit that the server states (RFC 8449), in bytes; <see langword="null"/> where it states none.</summary>
    public int? RecordSizeLimit { get; init; }

    /// <summary>Whether the server answers ALPN (RFC 7301).</summary>
    public bool? Alpn { get; init; }

    /// <summary>Whether the server compresses its certificate (RFC 8879) with zlib, the one algorithm on offer.</summary>
    public bool? CertificateCompression { get; init; }

    /// <summary>Whether the handshake needs a name (SNI): <see langword="false"/> where it succeeds without.</summary>
    public bool? ServerNameNeeded { get; init; }

    /// <summary>What the server does not tolerate: GREASE, LargeHello, HugeHello, UnknownVersion. Empty where it tolerates all that was tried.</summary>
    public string[] Intolerances { get; init; } = [];

    /// <summary>Known flaws, each with how it was seen.</summary>
    public Vulnerability[] Vulnerabilities { get; init; } = [];

    /// <summary>What was not asked or not answered, and why. None of it may be taken for "not offered".</summary>
    public string[] NotTested { get; init; } = [];

    /// <summary>What is worth knowing.</summary>
    public Finding[] Findings { get; init; } = [];

    /// <summary>Connections that were made.</summary>
    public int Connections { get; init; }

    /// <summary>When the scan began, UTC.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{MxHost ?? Domain ?? Address}:{Port}: {Status}, {string.Join(" ", Protocols)}";
}

/// <summary>Whether a server has an order of its own for suites in one version.</summary>
public sealed record ServerPreference
{
    /// <summary>The version.</summary>
    public required SslProtocolVersion Protocol { get; init; }

    /// <summary>Whether it has; <see langword="false"/> where it follows the client's, <see langword="null"/> where that is not known, or there is only one suite.</summary>
    public bool? HasOrder { get; init; }

    /// <summary>Whether ChaCha20 comes first for clients that put it first; <see langword="null"/> where that was not asked.</summary>
    public bool? PrioritizesChaCha { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol}: {(HasOrder is { } known ? known ? PrioritizesChaCha == true ? "server, ChaCha20 as the client" : "server" : "client" : "not known")}";
}
