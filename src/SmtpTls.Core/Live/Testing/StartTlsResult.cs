namespace SmtpTls;

/// <summary>What a test found on one address of one receiving server.</summary>
public sealed class StartTlsResult
{
    /// <summary>The domain that was asked for; <see langword="null"/> when a server was named directly.</summary>
    public string? Domain { get; internal set; }

    /// <summary>The MX host, or the server that was named. A-labels; without final dot.</summary>
    public string? MxHost { get; internal set; }

    /// <summary>The preference of the MX record; <see langword="null"/> when there was no MX lookup or no MX record.</summary>
    public int? MxPreference { get; internal set; }

    /// <summary>The IP address that was tested.</summary>
    public string? Address { get; internal set; }

    /// <summary>The TCP port.</summary>
    public int Port { get; internal set; }

    /// <summary>What became of the test.</summary>
    public TestStatus Status { get; internal set; }

    /// <summary>What the server says of STARTTLS; <see langword="null"/> where the dialogue did not get that far, or with implicit TLS.</summary>
    public StartTlsOffer? StartTls { get; internal set; }

    /// <summary>Whether TLS began with the connection (RFC 8314), without STARTTLS.</summary>
    public bool ImplicitTls { get; internal set; }

    /// <summary>The version that was negotiated.</summary>
    public SslProtocolVersion? Protocol { get; internal set; }

    /// <summary>The cipher suite by its IANA name.</summary>
    public string? CipherSuite { get; internal set; }

    /// <summary>The same suite by its OpenSSL name.</summary>
    public string? CipherSuiteOpenSsl { get; internal set; }

    /// <summary>The key exchange group by its IANA name, such as x25519; <see langword="null"/> for RSA key exchange, or where the engine cannot tell.</summary>
    public string? KeyExchangeGroup { get; internal set; }

    /// <summary>The scheme of the server's signature by its IANA name; <see langword="null"/> where there was none or the engine cannot tell.</summary>
    public string? SignatureScheme { get; internal set; }

    /// <summary>The server name that was sent (SNI, RFC 6066); <see langword="null"/> when none was.</summary>
    public string? ServerName { get; internal set; }

    /// <summary>Whether the server asked for a client certificate; <see langword="null"/> where the engine cannot tell.</summary>
    public bool? ClientCertificateRequested { get; internal set; }

    /// <summary>Whether a client certificate was sent and the server went on; <see langword="null"/> when none was given or none was asked for.</summary>
    public bool? ClientCertificateAccepted { get; internal set; }

    /// <summary>The CA names that the server said it accepts for client certificates.</summary>
    public string[] AcceptableIssuers { get; internal set; } = [];

    /// <summary>Whether an OCSP response was stapled; <see langword="null"/> where the engine cannot tell.</summary>
    public bool? OcspStapled { get; internal set; }

    /// <summary>The TLS alert that ended the handshake, by its IANA name, with who sent it: <c>received handshake_failure(40)</c>.</summary>
    public string? Alert { get; internal set; }

    /// <summary>The server's own certificate.</summary>
    public CertificateInfo? Certificate { get; internal set; }

    /// <summary>The certificates in the order in which the server sent them.</summary>
    public CertificateInfo[] ChainSent { get; internal set; } = [];

    /// <summary>The chain as it was built here, leaf first, root last.</summary>
    public CertificateInfo[] ChainBuilt { get; internal set; } = [];

    /// <summary>Whether chain, time and usage are good; <see langword="null"/> where there was no certificate to judge.</summary>
    public bool? CertificateValid { get; internal set; }

    /// <summary>Whether the certificate covers <see cref="MxHost"/> (RFC 6125); <see langword="null"/> where there was nothing to judge.</summary>
    public bool? NameMatch { get; internal set; }

    /// <summary>Everything that is wrong with the certificate.</summary>
    public CertificateProblem[] CertificateProblems { get; internal set; } = [];

    /// <summary>Whole days until the certificate expires; negative when it has.</summary>
    public int? DaysLeft { get; internal set; }

    /// <summary>The outcome of DANE (RFC 7672); <see langword="null"/> where it was not looked at.</summary>
    public DaneOutcome? Dane { get; internal set; }

    /// <summary>The outcome of MTA-STS (RFC 8461); <see langword="null"/> where it was not looked at, as for a server that is named directly.</summary>
    public MtaStsOutcome? MtaSts { get; internal set; }

    /// <summary>The server's TLSA records, each with whether it matches; empty where there are none or they were not looked at.</summary>
    public TlsaRecord[] Tlsa { get; internal set; } = [];

    /// <summary>
    /// The RFC 8460 result type (see <see cref="FailureType"/>); <see langword="null"/> when a strict sender would be content, or
    /// when the test ended before TLS was in question.
    /// </summary>
    public string? Failure { get; internal set; }

    /// <summary>In a sentence: what went wrong and what it usually means; <see langword="null"/> when nothing did.</summary>
    public string? Reason { get; internal set; }

    /// <summary>How well mail to this server is protected.</summary>
    public TlsLevel Level { get; internal set; }

    /// <summary>0 to 100 by the formula of docs/score.md, computable from the properties here.</summary>
    public int Score { get; internal set; }

    /// <summary>The greeting, first line, without its code.</summary>
    public string? Banner { get; internal set; }

    /// <summary>The extensions of the last EHLO reply.</summary>
    public string[] Extensions { get; internal set; } = [];

    /// <summary>Whether REQUIRETLS is offered inside TLS (RFC 8689); <see langword="null"/> where the dialogue did not get that far.</summary>
    public bool? RequireTls { get; internal set; }

    /// <summary>Whether REQUIRETLS is offered before TLS, which RFC 8689 section 2 forbids.</summary>
    internal bool RequireTlsInTheClear { get; set; }

    /// <summary>What the policies make of the server.</summary>
    internal Policy.PolicyVerdict? PolicyVerdict { get; set; }

    /// <summary>Bytes that the server sent after its 220 to STARTTLS and before TLS: response injection when above 0.</summary>
    public int InjectedBytes { get; internal set; }

    /// <summary>Whether RCPT TO was accepted inside TLS; <see langword="null"/> when no recipient was given or the test did not get there.</summary>
    public bool? RecipientAccepted { get; internal set; }

    /// <summary>Which engine made the handshake: Managed or Platform.</summary>
    public TlsEngineName Engine { get; internal set; }

    /// <summary>When the test began, UTC.</summary>
    public DateTimeOffset Time { get; internal set; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; internal set; }

    /// <summary>How many connections came to be: one, and a second one to see whether the server takes mail without STARTTLS.</summary>
    public int Connections { get; internal set; }

    /// <summary>What was done, step by step.</summary>
    public TestStep[] Steps { get; internal set; } = [];

    /// <summary>The dialogue, line by line.</summary>
    public TranscriptLine[] Transcript { get; internal set; } = [];
}
