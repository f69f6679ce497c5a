namespace SmtpTls.Tls;

/// <summary>
/// An alert ended a connection whose handshake had succeeded. A TLS 1.3 server that does not like the client's certificate
/// says so only now, at the client's next read (RFC 8446 section 4.4.2.4).
/// </summary>
/// <param name="alert">The alert.</param>
/// <param name="received">Whether the peer sent it; otherwise this side did.</param>
/// <param name="innerException">What was caught, if anything.</param>
internal sealed class TlsAlertException(TlsAlert alert, bool received, Exception? innerException = null)
    : IOException($"{(received ? "received" : "sent")} {alert}: {(received ? alert.Meaning : alert.Found("peer"))}", innerException)
{
    /// <summary>The alert.</summary>
    public TlsAlert Alert { get; } = alert;

    /// <summary>In a clause, what it means from the side that sent it.</summary>
    public string Meaning => Received ? Alert.Meaning : Alert.Found("peer");

    /// <summary>Whether the peer sent it.</summary>
    public bool Received { get; } = received;
}
