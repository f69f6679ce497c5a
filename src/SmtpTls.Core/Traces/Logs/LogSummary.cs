using System.Collections.Specialized;

namespace SmtpTls;

/// <summary>
/// Counts over the sessions of one group. Every session is one of <see cref="Encrypted"/>, <see cref="Plain"/>, <see cref="Failed"/> and
/// <see cref="Unknown"/>. The properties of the grouping are set, the others are <see langword="null"/>.
/// </summary>
public sealed class LogSummary
{
    /// <summary>The names of the properties that sessions were grouped by.</summary>
    public string[] GroupBy { get; internal set; } = [];

    /// <summary>Inbound or outbound.</summary>
    public MailDirection? Direction { get; internal set; }

    /// <summary>The version of SSL or TLS.</summary>
    public SslProtocolVersion? Protocol { get; internal set; }

    /// <summary>The cipher suite.</summary>
    public string? CipherSuite { get; internal set; }

    /// <summary>The key exchange.</summary>
    public string? KeyExchange { get; internal set; }

    /// <summary>The server that wrote the log.</summary>
    public string? Server { get; internal set; }

    /// <summary>The connector.</summary>
    public string? Connector { get; internal set; }

    /// <summary>The other side's IP address.</summary>
    public string? RemoteAddress { get; internal set; }

    /// <summary>The other side's host name.</summary>
    public string? RemoteName { get; internal set; }

    /// <summary>The other side's domain.</summary>
    public string? RemoteDomain { get; internal set; }

    /// <summary>The sender's domain.</summary>
    public string? SenderDomain { get; internal set; }

    /// <summary>The recipient's domain.</summary>
    public string? RecipientDomain { get; internal set; }

    /// <summary>The RFC 8460 result type of the failure.</summary>
    public string? Failure { get; internal set; }

    /// <summary>The failure in the log's own words.</summary>
    public string? Error { get; internal set; }

    /// <summary>The product that wrote the log.</summary>
    public LogDialect? Dialect { get; internal set; }

    /// <summary>The beginning of the day, UTC.</summary>
    public DateTimeOffset? Day { get; internal set; }

    /// <summary>The beginning of the hour, UTC.</summary>
    public DateTimeOffset? Hour { get; internal set; }

    /// <summary>All sessions.</summary>
    public long Sessions { get; internal set; }

    /// <summary>Sessions with TLS.</summary>
    public long Encrypted { get; internal set; }

    /// <summary>Sessions in which mail was begun in the clear, and TLS not tried.</summary>
    public long Plain { get; internal set; }

    /// <summary>Sessions in which TLS was tried or required and did not come about.</summary>
    public long Failed { get; internal set; }

    /// <summary>Sessions that ended before the question arose, or whose log does not show how it ended.</summary>
    public long Unknown { get; internal set; }

    /// <summary>Sessions in which no mail was begun: scanners, health probes, failed handshakes.</summary>
    public long NoMail { get; internal set; }

    /// <summary>Sessions for which the log says that TLS was required.</summary>
    public long Required { get; internal set; }

    /// <summary>Sessions with a version before TLS 1.2.</summary>
    public long OldTls => Count(SslProtocolVersion.Ssl2) + Count(SslProtocolVersion.Ssl3) + Count(SslProtocolVersion.Tls10) + Count(SslProtocolVersion.Tls11);

    /// <summary>
    /// How often mail went in the clear after a failure of this group, between the same two hosts and within the fallback window.
    /// </summary>
    public long Fallback { get; internal set; }

    /// <summary>Messages accepted.</summary>
    public long Messages { get; internal set; }

    /// <summary>Messages accepted under TLS.</summary>
    public long MessagesEncrypted { get; internal set; }

    /// <summary>Messages accepted in the clear.</summary>
    public long MessagesPlain { get; internal set; }

    /// <summary>Encrypted sessions of all sessions, 0 to 100, to two decimals.</summary>
    public double EncryptedPercent => Percent(Encrypted, Sessions);

    /// <summary>Plain sessions of all sessions, 0 to 100, to two decimals.</summary>
    public double PlainPercent => Percent(Plain, Sessions);

    /// <summary>Failed sessions of all sessions, 0 to 100, to two decimals.</summary>
    public double FailedPercent => Percent(Failed, Sessions);

    /// <summary>Messages under TLS of all messages, 0 to 100, to two decimals.</summary>
    public double MessagesEncryptedPercent => Percent(MessagesEncrypted, Messages);

    /// <summary>The beginning of the first session, UTC; <see langword="null"/> where there is none.</summary>
    public DateTimeOffset? FirstSeen { get; internal set; }

    /// <summary>The end of the last session, UTC; <see langword="null"/> where there is none.</summary>
    public DateTimeOffset? LastSeen { get; internal set; }

    /// <summary>Sessions by version, the most frequent first.</summary>
    public OrderedDictionary Protocols { get; internal set; } = [];

    /// <summary>Sessions by cipher suite, the most frequent first.</summary>
    public OrderedDictionary CipherSuites { get; internal set; } = [];

    /// <summary>Sessions by failure in the log's own words, the most frequent first.</summary>
    public OrderedDictionary Errors { get; internal set; } = [];

    /// <summary>Files read. Counted once, in the first summary of a run.</summary>
    public long Files { get; internal set; }

    /// <summary>Lines read. Counted once, in the first summary of a run.</summary>
    public long Lines { get; internal set; }

    /// <summary>Lines that are not what the dialect writes. Counted once, in the first summary of a run.</summary>
    public long Unparsed { get; internal set; }

    /// <summary>
    /// What other logs may still change, for Merge-SmtpTlsLogSummary: sessions that begin or end outside of these logs, and failures
    /// and mail in the clear that may belong together.
    /// </summary>
    public string[] Edges { get; internal set; } = [];

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{Direction?.ToString() ?? "All"}: {Sessions} sessions, {EncryptedPercent}% encrypted, {OldTls} old TLS, {Failed} failed, {Fallback} fallback");

    private long Count(SslProtocolVersion version) => Protocols[version.ToString()] is long count ? count : 0;

    private static double Percent(long part, long whole) => whole == 0 ? 0 : Math.Round(100.0 * part / whole, 2);
}
