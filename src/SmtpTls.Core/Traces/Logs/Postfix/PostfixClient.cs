using System.Globalization;
using System.Runtime.CompilerServices;

namespace SmtpTls.Logs.Postfix;

/// <summary>smtp(8): a line when TLS stands or fails, and one per recipient with what became of it.</summary>
internal sealed class PostfixClient : ISessionSink
{
    private const int MaxWaiting = 20_000;
    private const int Undecided = 1;

    private readonly LogContext _context;
    private readonly SessionTable _sessions;
    private readonly TlsWords _tls;

    // Postfix writes of TLS only when it is told to: sessions without a word of it wait until one line shows that it is.
    private readonly List<SessionFacts> _waiting = [];
    private readonly Dictionary<SessionKey, string> _verification = [];
    private bool _logsTls;

    public PostfixClient(LogContext context, TlsWords tls)
    {
        _context = context;
        _tls = tls;
        _sessions = new SessionTable(this);
    }

    /// <summary>Sessions that may have been encrypted or not.</summary>
    public long Unlogged { get; private set; }

    [MethodImpl(Jit.Hot)]
    public void Take(in SyslogLine line, long number)
    {
        ReadOnlySpan<byte> message = line.Message;
        SessionKey key = Bytes.Key(line.Process);
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
            LogsTls();
            int colon = host.LastIndexOf(": "u8);
            failed.Fail("SSL_connect error: " + Bytes.Text(colon < 0 ? default : host.Slice(colon + 2)), FailureType.ValidationFailure);
            return;
        }
        if (message.StartsWith("warning: TLS library problem:"u8))
        {
            if (_sessions.TryGet(key, out SessionFacts session))
                PostfixTls.Explain(session, message);
            return;
        }
        if (message.StartsWith("certificate verification failed for "u8))
        {
            // Comes before the line that TLS is established.
            if (_verification.Count >= MaxWaiting)
                _verification.Clear();
            int reason = message.LastIndexOf(": "u8);
            _verification[key] = Bytes.Text(reason < 0 ? message : message.Slice(reason + 2));
            return;
        }
        // 7EE668039: to=<user@example.com>, ...
        int colonAt = message.IndexOf(": "u8);
        if (colonAt is < 0 or > 24)
            return;
        ReadOnlySpan<byte> told = message.Slice(colonAt + 2);
        if (told.StartsWith("to=<"u8))
            Delivery(line, key, number, message.Slice(0, colonAt), told);
        else if (told.StartsWith("Cannot start TLS"u8) && _sessions.TryGet(key, out SessionFacts current) && current.Failure is null && !current.Tls)
            current.Fail(Bytes.Text(told));
    }

    /// <summary>Takes a session that the process is done with.</summary>
    public void Add(SessionFacts session)
    {
        bool open = session.Step == Undecided && !_logsTls;
        if (open && _waiting.Count < MaxWaiting)
        {
            _waiting.Add(session);
            return;
        }
        if (open)
        {
            session.TlsUnlogged = true;
            Unlogged++;
        }
        _context.Sessions.Add(session);
    }

    /// <summary>The file has ended.</summary>
    public void Finish()
    {
        _sessions.ReleaseAll();
        foreach (SessionFacts session in _waiting)
        {
            session.TlsUnlogged = !_logsTls;
            Unlogged += _logsTls ? 0 : 1;
            _context.Sessions.Add(session);
        }
        _waiting.Clear();
    }

    private void Established(SessionFacts session, ReadOnlySpan<byte> message)
    {
        LogsTls();
        session.TlsCommand = session.RemotePort == 465 ? null : "STARTTLS";
        ReadOnlySpan<byte> told = Bytes.After(Bytes.After(message, "]"u8), ": "u8);
        PostfixTls.Establish(_tls, session, told);
        if (_context.Details && PostfixTls.Level(message) is { } level)
            (session.Details ??= new SessionDetails()).Certificate = new LogCertificate { Status = level };
    }

    private SessionFacts Begin(in SyslogLine line, SessionKey key, long number, ReadOnlySpan<byte> to)
    {
        RemoteHost host = RemoteHost.Parse(Bytes.Before(to, ": "u8));
        SessionFacts session = new()
        {
            Dialect = LogDialect.Postfix,
            Direction = MailDirection.Outbound,
            Start = line.Time,
            End = line.Time,
            Key = key,
            SessionId = _context.Details ? line.Pid.ToString(CultureInfo.InvariantCulture) : null,
            Server = _context.Pool.Get(line.Host),
            Connector = _context.Pool.Get(line.Program),
            Remote = _context.Pool.Get(host.Address),
            RemotePort = host.Port,
            RemoteName = _context.Names || host.Address.Length == 0 ? _context.Pool.Get(host.Name) : null,
            Source = _context.Source,
            Line = number,
            HasBeginning = true,
            HasEnd = true,
        };
        _sessions.Put(key, session);
        return session;
    }

    private void Delivery(in SyslogLine line, SessionKey key, long number, ReadOnlySpan<byte> queueId, ReadOnlySpan<byte> told)
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
        bool sent = status.StartsWith("sent"u8);
        bool reused = Bytes.Has(told, " conn_use="u8);
        if (!_sessions.TryGet(key, out SessionFacts session) || !Belongs(session, relay, id, sent, reused))
        {
            session = Begin(line, key, number, relay);
            Decide(session, level);
        }
        session.End = Math.Max(session.End, line.Time);
        session.Remote ??= _context.Pool.Get(RemoteHost.Parse(relay).Address);
        ReadOnlySpan<byte> reason = Bytes.After(status, "("u8);
        Reason(session, reason.TrimEnd((byte)')'), _verification.TryGetValue(key, out string? verification) ? verification : null);
        if (session.Failure is null || session.Tls || sent)
            session.BeginMail();
        if (sent && !session.Transaction.Equals(id))
            session.Accept();
        session.Transaction = id;
        if (_context.Names)
            session.RecipientDomain ??= _context.Pool.Get(HostDomains.OfMailbox(mailbox));
        if (_context.Details)
            (session.Details ??= new SessionDetails()).AddRecipient(Bytes.Text(mailbox));
    }

    /// <summary>Whether a recipient's line is about the session that the process had last.</summary>
    private bool Belongs(SessionFacts session, ReadOnlySpan<byte> relay, SessionKey id, bool sent, bool reused)
    {
        RemoteHost host = RemoteHost.Parse(relay);
        // Before Postfix 2.3 a failed handshake was told with the name alone.
        string? address = _context.Pool.Get(host.Address);
        if (session.Remote is null ? session.RemoteName != _context.Pool.Get(host.Name) : !ReferenceEquals(session.Remote, address) && session.Remote != address)
            return false;
        // A failed handshake sends nothing: the mail went over another connection.
        if (session.Failure is not null && !session.Tls)
            return !sent && (session.Transaction.IsNone || session.Transaction.Equals(id));
        return session.Transaction.IsNone || session.Transaction.Equals(id) || reused;
    }

    // Since Postfix 3.11 the line says it itself: tls=dane, tls=may:none (went in the clear), tls=may? (not decided).
    private static void Decide(SessionFacts session, ReadOnlySpan<byte> level)
    {
        ReadOnlySpan<byte> plain = Bytes.Before(level, (byte)'/');
        if (plain.Length == 0)
        {
            session.Step = Undecided;
            return;
        }
        if (plain[plain.Length - 1] == '?')
            session.TlsUnlogged = true;
        else if (!plain.SequenceEqual("none"u8) && !Bytes.Has(plain, ":none"u8))
            session.Establish(null, null, null);
    }

    private void LogsTls()
    {
        _logsTls = true;
        foreach (SessionFacts session in _waiting)
            _context.Sessions.Add(session);
        _waiting.Clear();
    }

    private static void Reason(SessionFacts session, ReadOnlySpan<byte> reason, string? verification)
    {
        // host mx.example.com[192.0.2.1] said: 530 5.7.0 Must issue a STARTTLS command first (in reply to MAIL FROM command)
        if (!session.Tls && TlsWords.AreDemanded(Bytes.After(reason, " said: "u8)))
        {
            session.Demand(Bytes.Text(Bytes.Before(Bytes.After(reason, " said: "u8), " (in reply to "u8)));
            session.Step = 0;
            return;
        }
        bool required = reason.StartsWith("TLS is required"u8);
        if (!required && !reason.StartsWith("Cannot start TLS"u8) && !reason.StartsWith("Server certificate not "u8))
            return;
        session.Required = true;
        if (required)
            session.Fail(Bytes.Text(Bytes.Before(reason, " by host "u8)));
        else if (verification is not null && reason.StartsWith("Server certificate not "u8))
            session.Fail($"{Bytes.Text(reason)}: {verification}", FailureWords.Classify(verification));
        else
            session.Fail(Bytes.Text(reason));
    }
}
