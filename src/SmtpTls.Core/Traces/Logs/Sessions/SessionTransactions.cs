namespace SmtpTls.Logs;

/// <summary>
/// Tells whether a delivery went over the connection that its process had last, for the servers that write one line for each recipient and
/// none for a connection without TLS.
/// </summary>
internal static class SessionTransactions
{
    /// <summary>The same for a session that is open.</summary>
    public static bool Belong(SessionFacts session, SessionKey message, bool answered, bool reused) =>
        Belong(session.Dialect, session.Tls, session.Failure is not null, session.Transaction, message, answered, reused);

    /// <summary>
    /// Whether the delivery of <paramref name="message"/> belongs to a session in which <paramref name="last"/> was delivered last.
    /// </summary>
    public static bool Belong(LogDialect dialect, bool tls, bool failed, SessionKey last, SessionKey message, bool answered, bool reused)
    {
        bool same = last.IsNone || last.Equals(message);
        // After a failed handshake nothing is sent or answered: that was another connection.
        if (failed && !tls)
            return !answered && (same || dialect == LogDialect.Sendmail);
        return same || reused || (tls && dialect == LogDialect.Sendmail);
    }
}
