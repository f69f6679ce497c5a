namespace SmtpTls.Logs;

/// <summary>The counts of one group.</summary>
internal sealed class SummaryCell
{
    public uint Sessions, Encrypted, Plain, Failed, NoMail, Required;
    public int Fallback;
    public long Messages, MessagesPlain, MessagesEncrypted;
    public NameCounts? Protocols, CipherSuites, Errors;

    /// <summary>First and last seen, without <see cref="Fragments"/>.</summary>
    public long First = long.MaxValue, Last;

    /// <summary>Sessions among the counted that another log may complete.</summary>
    public List<SessionFacts>? Fragments;

    /// <summary>Counts a session; with -1, takes it away again.</summary>
    public void Count(SessionFacts session, int sign)
    {
        unchecked
        {
            uint one = (uint)sign;
            Sessions += one;
            switch (session.Outcome)
            {
                case SessionOutcome.Encrypted:
                    Encrypted += one;
                    break;
                case SessionOutcome.Plain:
                    Plain += one;
                    break;
                case SessionOutcome.Failed:
                    Failed += one;
                    break;
            }
            if (!session.Mail)
                NoMail += one;
            if (session.Required == true)
                Required += one;
        }
        Messages += sign * session.Messages;
        MessagesPlain += sign * session.PlainMessages;
        MessagesEncrypted += sign * (session.Tls ? session.Messages - session.ClearMessages : 0);
        // The same session went on in the clear.
        if (session.Outcome == SessionOutcome.Failed && session.PlainMessages > 0)
            Fallback += sign;
        NameCounts.Add(ref Protocols, session.Protocol is { } version ? BoxedEnums.Of(version) : null, sign);
        NameCounts.Add(ref CipherSuites, session.CipherSuite, sign);
        NameCounts.Add(ref Errors, session.Error, sign);
    }

    public void See(long start, long end)
    {
        First = Math.Min(First, start);
        Last = Math.Max(Last, end);
    }
}
