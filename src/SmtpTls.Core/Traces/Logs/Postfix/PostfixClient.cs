using System.Globalization;
using System.Runtime.CompilerServices;

namespace SmtpTls.Logs.Postfix;

/// <summary>smtp(8): a line when TLS stands or fails, and one per recipient with what became of it.</summary>
internal sealed class PostfixClient(LogContext context, SessionTable sessions, TlsSpelling tls)
{
    private const int MaxVerifications = 20_000;
    private const int MaxQueueId = 24;

    // Postfix keeps a connection for two seconds, and each message over it takes its time.
    private static readonly long Reuse = TimeSpan.FromMinutes(5).Ticks;

    private readonly Dictionary<SessionKey, string> _verification = [];

    [MethodImpl(Jit.Hot)]
    public void Take(in MailLine line, long number)
    {
        ReadOnlySpan<byte> message = line.Message;
        SessionKey key = line.Process;
        int established = message.Slice(0, Math.Min(message.Length, 27)).IndexOf("TLS connection "u8);
        if (established >= 0 && (Bytes.Has(message, "established to "u8) || Bytes.Has(message, "reused to "u8)))
        {
            Established(Begin(line, key, number, Bytes.After(message, " to "u8)), message);
            return;
        }
        if (message.StartsWith("SSL_connect error to "u8))
        {
            ReadOnlySpan<byte> host = message.Slice("SSL_connect error to ".Length);
            SessionFacts failed = Begin(line, key, number, host);
            context.LogsClientTls = true;
            int colon = host.LastIndexOf(": "u8);
            failed.Fail("SSL_connect error: " + Bytes.Text(colon < 0 ? default : host.Slice(colon + 2)), FailureType.ValidationFailure);
            return;
        }
        if (message.StartsWith("warning: TLS library problem:"u8))
        {
            if (sessions.TryGet(key, out SessionFacts session))
                PostfixTls.Explain(session, message);
            return;
        }
        if (message.StartsWith("certificate verification failed for "u8))
        {
            // Comes before the line that TLS is established.
            if (_verification.Count >= MaxVerifications)
                _verification.Clear();
            int reason = message.LastIndexOf(": "u8);
            _verification[key] = Bytes.Text(reason < 0 ? message : message.Slice(reason + 2));
            return;
        }
        // 7EE668039: to=<user@example.com>, ...
        int colonAt = message.IndexOf(": "u8);
        if (colonAt is < 0 or > MaxQueueId)
            return;
        ReadOnlySpan<byte> told = message.Slice(colonAt + 2);
        if (told.StartsWith("to=<"u8))
            Delivery(line, key, number, message.Slice(0, colonAt), told);
        else if (told.StartsWith("Cannot start TLS"u8) && sessions.TryGet(key, out SessionFacts current) && !current.Tls)
            CannotStart(current, message.Slice(0, colonAt), told);
    }

    /// <summary>The file, or the part of it, has ended.</summary>
    public void Finish()
    {
        foreach (SessionFacts session in sessions.Open)
            session.OpenEnd = session.Transaction.IsNone || session.End >= context.LastTime - Reuse;
        sessions.ReleaseAll();
    }

    private void Established(SessionFacts session, ReadOnlySpan<byte> message)
    {
        context.LogsClientTls = true;
        session.TlsCommand = session.RemotePort == 465 ? null : "STARTTLS";
        ReadOnlySpan<byte> told = Bytes.After(Bytes.After(message, "]"u8), ": "u8);
        PostfixTls.Establish(tls, session, told);
        if (context.Details && PostfixTls.Level(message) is { } level)
            (session.Details ??= new SessionDetails()).Certificate = new LogCertificate { Status = level };
    }

    // The attempt that failed is about the message, although nothing was sent.
    private void CannotStart(SessionFacts session, ReadOnlySpan<byte> queueId, ReadOnlySpan<byte> told)
    {
        session.Transaction = Bytes.Key(queueId);
        if (session.Failure is null)
            session.Fail(Bytes.Text(told));
        Trace(session, queueId);
    }

    private void Trace(SessionFacts session, ReadOnlySpan<byte> queueId)
    {
        if (context.Details)
            (session.Details ??= new SessionDetails()).AddQueueId(Bytes.Text(queueId));
    }

    private SessionFacts Begin(in MailLine line, SessionKey key, long number, ReadOnlySpan<byte> to)
    {
        RemoteHost host = RemoteHost.Parse(Bytes.Before(to, ": "u8));
        SessionFacts session = new()
        {
            Dialect = LogDialect.Postfix,
            Direction = MailDirection.Outbound,
            Start = line.Time,
            End = line.Time,
            Key = key,
            SessionId = context.Details ? line.Pid.ToString(CultureInfo.InvariantCulture) : null,
            Server = context.Pool.Get(line.Host),
            Connector = context.Pool.Get(line.Tag),
            Remote = context.Address(host.Address),
            RemotePort = host.Port,
            RemoteName = context.Names || host.Address.Length == 0 ? context.Pool.Get(host.Name) : null,
            Source = context.Source,
            Line = number,
            HasBeginning = true,
            HasEnd = true,
        };
        sessions.Put(key, session);
        return session;
    }

    private void Delivery(in MailLine line, SessionKey key, long number, ReadOnlySpan<byte> queueId, ReadOnlySpan<byte> told)
    {
        ReadOnlySpan<byte> mailbox = Bytes.Between(told, "to=<"u8, (byte)'>');
        told = told.Slice("to=<".Length + mailbox.Length);
        ReadOnlySpan<byte> relay = Bytes.Between(told, " relay="u8, (byte)',');
        ReadOnlySpan<byte> status = Bytes.After(told, " status="u8);
        if (relay.IndexOf((byte)'[') < 0 || status.Length == 0)
            return;
        // What the other side said stands behind the status: nothing before it is theirs.
        told = told.Slice(0, told.Length - status.Length);
        ReadOnlySpan<byte> level = Bytes.Between(told, " tls="u8, (byte)',');
        SessionKey id = Bytes.Key(queueId);
        ReadOnlySpan<byte> reason = Bytes.After(status, "("u8);
        bool sent = status.StartsWith("sent"u8), answered = sent || Bytes.Has(reason, " said: "u8);
        bool reused = Bytes.Has(told, " conn_use="u8);
        bool known = sessions.TryGet(key, out SessionFacts session);
        string? domain = context.Names ? context.Pool.Get(HostDomains.OfMailbox(mailbox)) : null;
        if (!known || !Belongs(session, relay, id, answered, reused))
        {
            // Whom the attempt before was for that failed.
            if (known && session.Failure is not null && session.Transaction.Equals(id))
                session.RecipientDomain ??= domain;
            session = Begin(line, key, number, relay);
            session.OpenStart = !known && line.Time - Reuse <= context.FirstTime;
            session.BeginsReused = reused;
            Decide(session, level);
        }
        session.End = Math.Max(session.End, line.Time);
        session.Remote ??= context.Address(RemoteHost.Parse(relay).Address);
        Reason(session, reason.TrimEnd((byte)')'), _verification.TryGetValue(key, out string? verification) ? verification : null);
        if (session.Failure is null || session.Tls || answered)
            session.BeginMail();
        session.Deliver(id, sent, answered);
        session.RecipientDomain ??= domain;
        Trace(session, queueId);
        if (context.Details)
            session.Details!.AddRecipient(Bytes.Text(mailbox));
    }

    /// <summary>Whether a recipient's line is about the session that the process had last.</summary>
    private bool Belongs(SessionFacts session, ReadOnlySpan<byte> relay, SessionKey id, bool answered, bool reused)
    {
        RemoteHost host = RemoteHost.Parse(relay);
        // Before Postfix 2.3 a failed handshake was told with the name alone.
        bool same = session.Remote is null ? session.RemoteName == context.Pool.Get(host.Name) : session.Remote == context.Address(host.Address);
        return same && SessionTransactions.Belong(session, id, answered, reused);
    }

    // Since Postfix 3.11 the line says it itself: tls=dane, tls=may:none (went in the clear), tls=may? (not decided).
    private static void Decide(SessionFacts session, ReadOnlySpan<byte> level)
    {
        ReadOnlySpan<byte> plain = Bytes.Before(level, (byte)'/');
        if (plain.Length == 0)
            session.TlsUndecided = true;
        else if (plain[plain.Length - 1] == '?')
            session.TlsUnlogged = true;
        else if (!plain.SequenceEqual("none"u8) && !Bytes.Has(plain, ":none"u8))
            session.Establish(null, null, null);
    }

    private static void Reason(SessionFacts session, ReadOnlySpan<byte> reason, string? verification)
    {
        // host mx.example.com[192.0.2.1] said: 530 5.7.0 Must issue a STARTTLS command first (in reply to MAIL FROM command)
        if (!session.Tls && TlsSpelling.IsDemanded(Bytes.After(reason, " said: "u8)))
        {
            session.Demand(Bytes.Text(Bytes.Before(Bytes.After(reason, " said: "u8), " (in reply to "u8)));
            return;
        }
        bool required = reason.StartsWith("TLS is required"u8);
        if (!required && !reason.StartsWith("Cannot start TLS"u8) && !reason.StartsWith("Server certificate not "u8))
            return;
        session.Required = true;
        if (required)
            session.Fail(Bytes.Text(Bytes.Before(reason, " by host "u8)));
        else if (verification is not null && reason.StartsWith("Server certificate not "u8))
            session.Fail($"{Bytes.Text(reason)}: {verification}", FailureClassifier.Classify(verification));
        else
            session.Fail(Bytes.Text(reason));
    }
}
