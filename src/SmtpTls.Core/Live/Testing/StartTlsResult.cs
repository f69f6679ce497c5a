namespace SmtpTls;

/// <summary>What a test found on one address of one receiving server.</summary>
public sealed record StartTlsResult
{
    /// <summary>The domain that was asked for; <see langword="null"/> when a server was named directly.</summary>
    public string? Domain { get; init; }

    /// <summary>The MX host, or the server that was named. A-labels; without final dot.</summary>
    public string? MxHost { get; init; }

    /// <summary>The preference of the MX record; <see langword="null"/> when there was no MX lookup or no MX record.</summary>
    public int? MxPreference { get; init; }

    /// <summary>The IP address that was tested.</summary>
    public string? Address { get; init; }

    /// <summary>The TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>What became of the test.</summary>
    public required TestStatus Status { get; init; }

    /// <summary>
    /// What the server says of STARTTLS; <see langword="null"/> with implicit TLS, and where it was not seen: the dialogue did not get that far, or
    /// whether mail is taken without STARTTLS could not be tried (the second connection was refused, greylisted, or not made).
    /// </summary>
    public StartTlsOffer? StartTls { get; init; }

    /// <summary>Whether TLS began with the connection (RFC 8314), without STARTTLS.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The version that was negotiated.</summary>
    public SslProtocolVersion? Protocol { get; init; }

    /// <summary>The cipher suite by its IANA name.</summary>
    public string? CipherSuite { get; init; }

    /// <summary>The same suite by its OpenSSL name.</summary>
    public string? CipherSuiteOpenSsl { get; init; }

    /// <summary>The key exchange group by its IANA name, such as x25519; <see langword="null"/> for RSA key exchange, or where the engine cannot tell.</summary>
    public string? KeyExchangeGroup { get; init; }

    /// <summary>
    /// The size of the key exchange in bits: of the Diffie-Hellman prime, or of the curve; <see langword="null"/> for RSA key exchange, ML-KEM
    /// alone, or where the engine cannot tell.
    /// </summary>
    public int? KeyExchangeBits { get; init; }

    /// <summary>The versions that were offered, oldest first; empty where there was no handshake, or the system decided (platform engine).</summary>
    public SslProtocolVersion[] Offered { get; init; } = [];

    /// <summary>What was odd in the handshake, although it may have succeeded: some clients refuse it. The platform engine sees none of it.</summary>
    public HandshakeProblem[] HandshakeProblems { get; init; } = [];

    /// <summary>The scheme of the server's signature by its IANA name; <see langword="null"/> where there was none or the engine cannot tell.</summary>
    public string? SignatureScheme { get; init; }

    /// <summary>The server name that was sent (SNI, RFC 6066); <see langword="null"/> when none was.</summary>
    public string? ServerName { get; init; }

    /// <summary>Whether the server asked for a client certificate; <see langword="null"/> where the engine cannot tell.</summary>
    public bool? ClientCertificateRequested { get; init; }

    /// <summary>Whether a client certificate was sent and the server went on; <see langword="null"/> when none was given or none was asked for.</summary>
    public bool? ClientCertificateAccepted { get; init; }

    /// <summary>The CA names that the server said it accepts for client certificates.</summary>
    public string[] AcceptableIssuers { get; init; } = [];

    /// <summary>Whether an OCSP response was stapled; <see langword="null"/> where the engine cannot tell.</summary>
    public bool? OcspStapled { get; init; }

    /// <summary>The TLS alert that ended the handshake, by its IANA name, with who sent it: <c>received handshake_failure(40)</c>.</summary>
    public string? Alert { get; init; }

    /// <summary>The server's own certificate.</summary>
    public CertificateInfo? Certificate { get; init; }

    /// <summary>The certificates in the order in which the server sent them.</summary>
    public CertificateInfo[] ChainSent { get; init; } = [];

    /// <summary>The chain as it was built here, leaf first, root last.</summary>
    public CertificateInfo[] ChainBuilt { get; init; } = [];

    /// <summary>Whether chain, time and usage are good; <see langword="null"/> where there was no certificate to judge.</summary>
    public bool? CertificateValid { get; init; }

    /// <summary>Whether the certificate covers <see cref="MxHost"/> (RFC 6125); <see langword="null"/> where there was nothing to judge.</summary>
    public bool? NameMatch { get; init; }

    /// <summary>Everything that is wrong with the certificate.</summary>
    public CertificateProblem[] CertificateProblems { get; init; } = [];

    /// <summary>Whole days until the certificate expires; negative when it has.</summary>
    public int? DaysLeft { get; init; }

    /// <summary>The outcome of DANE (RFC 7672); <see langword="null"/> where it was not looked at.</summary>
    public DaneOutcome? Dane { get; init; }

    /// <summary>The outcome of MTA-STS (RFC 8461); <see langword="null"/> where it was not looked at, as for a server that is named directly.</summary>
    public MtaStsOutcome? MtaSts { get; init; }

    /// <summary>The server's TLSA records, each with whether it matches; empty where there are none or they were not looked at.</summary>
    public TlsaRecord[] Tlsa { get; init; } = [];

    /// <summary>
    /// The RFC 8460 result type (see <see cref="FailureType"/>); <see langword="null"/> when a strict sender would be content, or
    /// when the test ended before TLS was in question.
    /// </summary>
    public string? Failure { get; init; }

    /// <summary>In a sentence: what went wrong and what it usually means; <see langword="null"/> when nothing did.</summary>
    public string? Reason { get; init; }

    /// <summary>How well mail to this server is protected.</summary>
    public TlsLevel Level { get; init; }

    /// <summary>0 to 100 by the formula of docs/score.md, computable from the properties here.</summary>
    public int Score { get; init; }

    /// <summary>Why the score is not 100 and what else is worth knowing, the worst first; docs/score.md lists the ids.</summary>
    public Finding[] Findings { get; init; } = [];

    /// <summary>The greeting, first line, without its code.</summary>
    public string? Banner { get; init; }

    /// <summary>The extensions of the last EHLO reply.</summary>
    public string[] Extensions { get; init; } = [];

    /// <summary>Whether REQUIRETLS is offered inside TLS (RFC 8689); <see langword="null"/> where the dialogue did not get that far.</summary>
    public bool? RequireTls { get; init; }

    /// <summary>Bytes that the server sent after its 220 to STARTTLS and before TLS: response injection when above 0.</summary>
    public int InjectedBytes { get; init; }

    /// <summary>Whether RCPT TO was accepted inside TLS; <see langword="null"/> when no recipient was given or the test did not get there.</summary>
    public bool? RecipientAccepted { get; init; }

    /// <summary>Which engine made the handshake: Managed or Platform.</summary>
    public TlsEngineName Engine { get; init; }

    /// <summary>When the test began, UTC; of a shared one, when the connections were made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>
    /// Whether the connections were made for another result of the same pipeline, whose domain leads to this address, too. The verdict on
    /// the policies is this domain's own.
    /// </summary>
    public bool Shared { get; init; }

    /// <summary>
    /// How many connections were made for this result: one, a second one to see whether the server takes mail without STARTTLS, and with DANE a
    /// third one for a certificate with another kind of key; 0 where it is shared.
    /// </summary>
    public int Connections { get; init; }

    /// <summary>What was done, step by step.</summary>
    public TestStep[] Steps { get; init; } = [];

    /// <summary>The dialogue, line by line.</summary>
    public TranscriptLine[] Transcript { get; init; } = [];

    /// <summary>The server and what became of its test.</summary>
    public override string ToString() => $"{MxHost ?? Domain}{(Address is null || Address == MxHost ? "" : $" ({Address})")}: {Status}";
}
