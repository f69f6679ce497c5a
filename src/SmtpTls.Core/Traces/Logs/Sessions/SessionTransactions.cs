namespace SmtpTls.Logs;

/// <summary>
/// Tells whether a delivery went over the connection that its process had last, for the servers that write one line for each recipient and
/// none for a connection without TLS.
/// </summary>
internal static class SessionTransactions
{
    /// <summary>The same for a session that is open.</summary>
    public static bool Belong(SessionFacts session, SessionKey message, bool accepted, bool reused) =>
        Belong(session.Dialect, session.Tls, session.Failure is not null, session.Transaction, message, accepted, reused);

    /// <summary>
    /// Whether the delivery of <paramref name="message"/> belongs to a session in which <paramref name="last"/> was delivered last.
    /// </summary>
    public static bool Belong(LogDialect dialect, bool tls, bool failed, SessionKey last, SessionKey message, bool accepted, bool reused)
    {
        bool same = last.IsNone || last.Equals(message);
        // A failed handshake sends nothing: the mail went over another connection.
        if (failed && !tls)
            return !accepted && (same || dialect == LogDialect.Sendmail);
        return same || reused || (tls && dialect == LogDialect.Sendmail);
    }
}
