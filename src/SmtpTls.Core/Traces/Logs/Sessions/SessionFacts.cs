namespace SmtpTls.Logs;

/// <summary>
/// What is known of one session, or of the part of it that one file holds. Filled line by line by a dialect; <see cref="Append"/> puts
/// parts together. Times are UTC ticks, 0 where there is none.
/// </summary>
internal sealed class SessionFacts
{
    public LogDialect Dialect;
    public MailDirection Direction;
    public long Start;
    public long End;
    public string? Server;
    public string? Connector;
    public string? SessionId;

    /// <summary>What the lines of this session have in common in its log.</summary>
    public SessionKey Key;

    public string? Remote;
    public int RemotePort;
    public string? RemoteName;

    /// <summary>Whether the session's first and last line were seen.</summary>
    public bool HasBeginning;
    public bool HasEnd;

    /// <summary>
    /// Another file may hold lines before the first or behind the last, although this one could be all: of servers that log no beginning
    /// and no end.
    /// </summary>
    public bool OpenStart;
    public bool OpenEnd;

    /// <summary>The connection stands, as far as the log tells that apart from its beginning: before it a client tries to connect.</summary>
    public bool Connected;
    public bool BeginsWithConnection;

    /// <summary>TLS was asked for and its outcome is open.</summary>
    public bool TlsPending;

    /// <summary>TLS was established.</summary>
    public bool Tls;

    /// <summary>TLS was established, but not good enough for our server: a certificate that was not trusted, say.</summary>
    public bool TlsRefused;

    /// <summary>The log cannot tell whether this session was encrypted (a Postfix that logs nothing of TLS).</summary>
    public bool TlsUnlogged;

    /// <summary>Nothing was said of TLS, which means something only where the server logs it: one other line of the file tells.</summary>
    public bool TlsUndecided;

    public bool? Required;
    public string? TlsCommand;
    public SslProtocolVersion? Protocol;
    public string? CipherSuite;
    public string? KeyExchange;

    public string? Error;
    public string? Failure;

    /// <summary>How the connection ended, which is the error where nothing else tells of one.</summary>
    public string? EndReason;

    /// <summary>A mail transaction was begun; and one was begun without TLS.</summary>
    public bool Mail;
    public bool ClearMail;

    /// <summary>Messages accepted, and how many of them before TLS.</summary>
    public int Messages;
    public int ClearMessages;

    /// <summary>The server counted the messages of the whole session at its end.</summary>
    public bool CountsAll;

    /// <summary>A message was sent and its reply has not come; the first reply of a part without beginning was 250.</summary>
    public bool MessagePending;
    public bool BeginsWithAcceptance;

    public string? SenderDomain;
    public string? RecipientDomain;
    public SessionDetails? Details;

    public string? Source;
    public long Line;

    /// <summary>For the parser that fills it.</summary>
    public int Step;

    /// <summary>The message that was delivered first and last, and the first and last one that was accepted, where the log names messages.</summary>
    public SessionKey FirstTransaction, Transaction;
    public SessionKey FirstAccepted, LastAccepted;

    /// <summary>The other side answered to the first delivery, with yes or no; it used a connection that stood.</summary>
    public bool BeginsWithAnswer;
    public bool BeginsReused;

    /// <summary>Whether it was encrypted, as far as the log shows.</summary>
    public bool? Encrypted =>
        Tls ? true
        : TlsUnlogged ? null
        : Failure is not null || ((HasBeginning || Connected) && ClearMail) ? false
        : null;

    public SessionOutcome Outcome =>
        Tls && !TlsRefused ? SessionOutcome.Encrypted
        : Failure is not null ? SessionOutcome.Failed
        : Encrypted == false ? SessionOutcome.Plain
        : SessionOutcome.Unknown;

    /// <summary>Messages that are known to have gone in the clear.</summary>
    public int PlainMessages => Encrypted is null ? 0 : ClearMessages;

    /// <summary>Whether this is all that there is of the session.</summary>
    public bool IsComplete => HasBeginning && HasEnd;

    /// <summary>Whether another file may hold more of it.</summary>
    public bool IsPart => !HasBeginning || !HasEnd || OpenStart || OpenEnd;

    /// <summary>Notes a mail transaction.</summary>
    public void BeginMail()
    {
        Mail = true;
        ClearMail |= !Tls;
    }

    /// <summary>Notes an accepted message.</summary>
    public void Accept()
    {
        Messages++;
        if (!Tls)
            ClearMessages++;
    }

    /// <summary>Notes what became of one recipient of a message: a message is accepted once.</summary>
    public void Deliver(SessionKey message, bool accepted, bool answered)
    {
        if (FirstTransaction.IsNone)
            (FirstTransaction, BeginsWithAnswer) = (message, answered);
        Transaction = message;
        if (!accepted || LastAccepted.Equals(message))
            return;
        Accept();
        LastAccepted = message;
        if (FirstAccepted.IsNone)
            FirstAccepted = message;
    }

    /// <summary>Notes that TLS was established; a failure before it stays on record.</summary>
    public void Establish(SslProtocolVersion? protocol, string? suite, string? keyExchange)
    {
        Tls = true;
        TlsPending = TlsUndecided = false;
        Protocol = protocol ?? Protocol;
        CipherSuite = suite ?? CipherSuite;
        KeyExchange = keyExchange ?? KeyExchange;
    }

    /// <summary>Notes a TLS failure; the first one stays.</summary>
    public void Fail(string error, string? failure = null)
    {
        TlsPending = TlsUndecided = false;
        TlsRefused |= Tls;
        if (Failure is not null)
            return;
        Error = error;
        Failure = failure ?? FailureClassifier.Classify(error);
    }

    /// <summary>Notes that mail was refused because it was begun in the clear.</summary>
    public void Demand(string reply)
    {
        Mail = true;
        Required = true;
        Fail(reply, FailureType.StartTlsNotSupported);
    }

    /// <summary>Draws the conclusions that only the whole session allows.</summary>
    public void Conclude()
    {
        if (TlsPending && HasEnd && !Tls && !ClearMail)
            Fail(EndReason ?? "connection ended during the TLS handshake", FailureType.ValidationFailure);
    }

    public SessionFacts Copy()
    {
        var copy = (SessionFacts)MemberwiseClone();
        if (Details is not null)
            (copy.Details = new SessionDetails()).Append(Details);
        return copy;
    }

    /// <summary>Adds what a later part of the same session knows.</summary>
    public void Append(SessionFacts later)
    {
        if (MessagePending && later.BeginsWithAcceptance)
            Accept();
        // After a handshake that failed, the line about a recipient tells what became of the message, and no mail that was begun.
        bool mail = Failure is null || Tls || later.FirstTransaction.IsNone || later.BeginsWithAnswer;
        int twice = !LastAccepted.IsNone && LastAccepted.Equals(later.FirstAccepted) ? 1 : 0;
        Messages += later.Messages - twice;
        if (!Tls)
        {
            ClearMessages += Math.Max(0, later.ClearMessages - twice);
            ClearMail |= later.ClearMail && mail;
        }
        if (later.CountsAll)
        {
            Messages = later.Messages;
            ClearMessages = Tls ? Math.Min(ClearMessages, Messages) : later.ClearMessages;
            CountsAll = true;
        }
        if (later.Failure is not null && Failure is null && !(later.CountsAll && Tls))
            (Error, Failure) = (later.Error, later.Failure);
        Error ??= later.Error;
        TlsPending = later.TlsPending || (TlsPending && !later.Tls && later.Failure is null && !later.ClearMail);
        if (later.Tls)
            Establish(later.Protocol, later.CipherSuite, later.KeyExchange);
        Start = Math.Min(Start, later.Start);
        End = Math.Max(End, later.End);
        HasEnd |= later.HasEnd;
        OpenEnd = later.OpenEnd;
        Transaction = later.Transaction.IsNone ? Transaction : later.Transaction;
        LastAccepted = later.LastAccepted.IsNone ? LastAccepted : later.LastAccepted;
        if (FirstTransaction.IsNone)
            (FirstTransaction, BeginsWithAnswer) = (later.FirstTransaction, later.BeginsWithAnswer);
        FirstAccepted = FirstAccepted.IsNone ? later.FirstAccepted : FirstAccepted;
        Connected |= later.Connected;
        Mail |= later.Mail && mail;
        MessagePending = later.MessagePending;
        TlsUnlogged |= later.TlsUnlogged;
        TlsUndecided = TlsUndecided && later.TlsUndecided;
        TlsRefused |= later.TlsRefused;
        EndReason ??= later.EndReason;
        Required ??= later.Required;
        TlsCommand ??= later.TlsCommand;
        Server ??= later.Server;
        Connector ??= later.Connector;
        Remote ??= later.Remote;
        RemotePort = RemotePort == 0 ? later.RemotePort : RemotePort;
        RemoteName ??= later.RemoteName;
        SenderDomain ??= later.SenderDomain;
        RecipientDomain ??= later.RecipientDomain;
        if (later.Details is not null)
            (Details ??= new SessionDetails()).Append(later.Details);
    }
}
