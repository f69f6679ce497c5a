using SmtpTls.Tls;
using SmtpTls.Tls.Hello;

namespace SmtpTls.Scanning;

/// <summary>What became of a question.</summary>
internal enum AnswerKind
{
    /// <summary>The server chose one of the suites on offer, in the version asked for.</summary>
    Accepted,

    /// <summary>The server said no: by a fatal alert, by another version, or by closing the connection each time it was asked.</summary>
    Refused,

    /// <summary>No answer that tells anything: the connection failed, timed out, or what came was no TLS.</summary>
    Fault,

    /// <summary>It was not asked: the limit of connections was reached, or the server had refused to talk.</summary>
    NotAsked,
}

/// <summary>The answer to a question.</summary>
internal sealed record HelloAnswer
{
    /// <summary>What became of it.</summary>
    public required AnswerKind Kind { get; init; }

    /// <summary>Why it is a fault, was refused or not asked, in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>The alert that refused.</summary>
    public TlsAlert? Alert { get; init; }

    /// <summary>The server's hello.</summary>
    public ServerHello? Hello { get; init; }

    /// <summary>The suite that the server chose.</summary>
    public CipherSuite? Suite { get; init; }

    /// <summary>The group that the server chose; <see langword="null"/> where it used none, or it was not named.</summary>
    public int? Group { get; init; }

    /// <summary>The scheme of the server's signature.</summary>
    public int? Scheme { get; init; }

    /// <summary>The key exchange of versions before TLS 1.3.</summary>
    public ServerKeyExchange? KeyExchange { get; init; }

    /// <summary>The server's certificates.</summary>
    public byte[][] Certificates { get; init; } = [];

    /// <summary>Whether the server asked for another group with a HelloRetryRequest.</summary>
    public bool Retried { get; init; }

    /// <summary>Whether it took the hello so far, and refused when the group that it had asked for came.</summary>
    public bool RefusedAfterRetry { get; init; }

    /// <summary>Whether an OCSP response came along; <see langword="null"/> where the answer was not read so far.</summary>
    public bool? Stapled { get; init; }

    /// <summary>The extensions of EncryptedExtensions (TLS 1.3).</summary>
    public HelloExtension[]? Encrypted { get; init; }

    /// <summary>Whether the certificate came compressed (RFC 8879).</summary>
    public bool CertificateCompressed { get; init; }

    /// <summary>Tickets that came after a finished handshake (TLS 1.3).</summary>
    public Tls13Ticket[] Tickets { get; init; } = [];

    /// <summary>Whether a finished handshake succeeded.</summary>
    public bool Finished { get; init; }

    /// <summary>What of a fault it is.</summary>
    public FaultKind Fault { get; init; }

    /// <summary>The suites of SSL 2.0, which a server tells all at once.</summary>
    public CipherSuite[] Ssl2Suites { get; init; } = [];

    /// <summary>An answer that is a fault.</summary>
    public static HelloAnswer OfFault(FaultKind fault, string reason) => new() { Kind = AnswerKind.Fault, Fault = fault, Reason = reason };

    /// <summary>An answer that refuses.</summary>
    public static HelloAnswer Refusal(string reason, TlsAlert? alert = null) => new() { Kind = AnswerKind.Refused, Reason = reason, Alert = alert };
}

/// <summary>What of a fault an answer is, which says what to do next.</summary>
internal enum FaultKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The server will not talk now: 421 or another 4xx, connection refused or not answered, closed before its greeting.</summary>
    Unavailable,

    /// <summary>The connection was closed or reset after the hello, without an alert.</summary>
    Closed,

    /// <summary>The time limit ran out.</summary>
    TimedOut,

    /// <summary>What came is no answer to what was asked.</summary>
    Garbage,

    /// <summary>There is no STARTTLS, for good.</summary>
    NoTls,
}
