namespace SmtpTls.Logs.Postfix;

/// <summary>The lines about TLS that smtp(8) and smtpd(8) have in common.</summary>
internal static class PostfixTls
{
    private static readonly string[] Levels = ["Anonymous", "Untrusted", "Trusted", "Verified"];

    /// <summary>
    /// Reads <c>TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature ...</c>, which stops after
    /// the bits in Postfix before 3.4.
    /// </summary>
    public static void Establish(TlsSpelling tls, SessionFacts session, ReadOnlySpan<byte> told) => tls.Establish(
        session,
        told,
        static (words, session, told) => words.Establish(
            session, Bytes.Before(told, (byte)' '), Bytes.Between(told, " with cipher "u8, (byte)' '), Bytes.Between(told, " key-exchange "u8, (byte)' ')));

    /// <summary>How far the peer's certificate was trusted: the word before "TLS connection"; none before Postfix 2.3.</summary>
    public static string? Level(ReadOnlySpan<byte> message)
    {
        foreach (string level in Levels)
        {
            if (message.Length > level.Length && message[0] == level[0] && message[1] == level[1])
                return level;
        }
        return null;
    }

    /// <summary>
    /// OpenSSL's reason, which follows an error on a line of its own: <c>warning: TLS library problem: error:0A000102:SSL
    /// routines::unsupported protocol:../ssl/statem/statem_srvr.c:1664:</c>, with the process id before it in old versions. The line of
    /// OpenSSL's source is left out.
    /// </summary>
    public static void Explain(SessionFacts session, ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> problem = Bytes.After(message, "error:"u8);
        if (problem.Length == 0 || session.Failure is null)
            return;
        // code : library : function : reason : file : line :
        int end = 0;
        for (int field = 0; field < 4 && end >= 0; field++)
        {
            int colon = problem.Slice(end).IndexOf((byte)':');
            end = colon < 0 ? -1 : end + colon + 1;
        }
        string reason = Bytes.Text(end < 0 ? problem : problem.Slice(0, end - 1));
        session.Error = reason;
        session.Failure = FailureClassifier.Classify(reason);
    }
}
