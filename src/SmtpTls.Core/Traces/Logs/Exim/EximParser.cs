namespace SmtpTls.Logs.Exim;

/// <summary>
/// Exim's mainlog. Exim logs messages, not connections: an arrival (<c>&lt;=</c>) over SMTP is a session, and so is what one message does
/// with one host; failed handshakes and connections without mail have lines of their own.
/// </summary>
internal sealed class EximParser(LogContext context) : LogParser(context)
{
    private static readonly long SameConnection = TimeSpan.FromMinutes(5).Ticks;

    private const int MaxArrivals = 10_000;

    private readonly TlsSpelling _tls = new(context.Pool);
    private readonly QueueMessages _messages = new();
    private readonly Dictionary<string, long> _arrivals = [];
    private SessionFacts? _lastFailed;

    // An Exim that writes to a syslog may leave its own time in: exim[123]: 2023-01-11 15:59:56 1x9hqp-...
    public override void Take(in MailLine line, long number)
    {
        // Without a program before them, Exim's words are all that there is: a colon among them ends no name.
        bool named = line.Program.StartsWith("exim"u8);
        ReadOnlySpan<byte> rest = EximText.WithoutPid(named ? EximText.WithoutTime(line.Message) : line.Rest), host = named ? line.Host : default;
        if (EximText.IsMessageId(rest, out int id))
            OfMessage(rest.Slice(0, id), rest.Slice(id + 1), line.Time, host, number);
        else
            OfConnection(rest, line.Time, host, number);
    }

    public override void Finish()
    {
        foreach (SessionFacts session in Sessions.Open)
            session.OpenEnd = !session.HasEnd || session.End >= Context.LastTime - SameConnection;
        base.Finish();
    }

    private void OfMessage(ReadOnlySpan<byte> id, ReadOnlySpan<byte> told, long time, ReadOnlySpan<byte> host, long number)
    {
        if (told.Length > 3 && told[2] == ' ')
        {
            if (told.StartsWith("<="u8))
                Arrival(id, told.Slice(3), time, host, number);
            else if (told.StartsWith("=>"u8) || told.StartsWith("->"u8) || told.StartsWith("**"u8) || told.StartsWith("=="u8))
                Delivery(id, told, time, host, number);
        }
        else if (told.StartsWith("Completed"u8))
        {
            SessionKey key = Bytes.Key(id);
            if (Sessions.TryGet(key, out SessionFacts session))
                Sessions.End(key, session);
        }
        else
        {
            Trouble(id, told, time, host, number);
        }
    }

    // <= user@example.com H=name (helo) [192.0.2.1]:52100 P=esmtpsa X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=no DN="..." A=... T="Subject" for x y
    private void Arrival(ReadOnlySpan<byte> id, ReadOnlySpan<byte> told, long time, ReadOnlySpan<byte> host, long number)
    {
        ReadOnlySpan<byte> sender = EximText.Address(told);
        // From here on the order is Exim's; authenticated names, subjects and what else others wrote come after what we read.
        ReadOnlySpan<byte> fields = told.Slice(sender.Length);
        ReadOnlySpan<byte> protocol = Bytes.Between(fields, " P="u8, (byte)' ');
        ReadOnlySpan<byte> from = Bytes.Before(Bytes.Before(Bytes.After(fields, " H="u8), " P="u8), " I=["u8);
        if (from.Length == 0 || !Bytes.Has(protocol, "smtp"u8))
            return;
        SessionFacts session = Create(MailDirection.Inbound, id, time, host, number);
        Name(session, from);
        session.Connector = Text(protocol);
        Tls(session, fields);
        // P=esmtps says it where log_selector leaves X= out.
        if (!session.Tls && (protocol.StartsWith("esmtps"u8) || protocol.StartsWith("smtps"u8) || protocol.StartsWith("ssmtp"u8)))
            session.Establish(null, null, null);
        session.BeginMail();
        session.Accept();
        session.SenderDomain = Text(HostDomains.OfMailbox(sender));
        int recipients = fields.LastIndexOf(" for "u8);
        ReadOnlySpan<byte> to = recipients < 0 ? default : fields.Slice(recipients + " for ".Length);
        session.RecipientDomain = Text(HostDomains.OfMailbox(Bytes.Before(to, (byte)' ')));
        if (Context.Details)
        {
            SessionDetails details = session.Details ??= new SessionDetails();
            details.Sender = sender.SequenceEqual("<>"u8) ? "" : Bytes.Text(sender);
            ReadOnlySpan<byte> messageId = Bytes.Between(fields, " id="u8, (byte)' ');
            if (messageId.Length > 0)
                _messages.Add(Bytes.Text(id), "<" + Bytes.Text(messageId) + ">");
            Trace(session, id);
            foreach (string recipient in Bytes.Text(to).Split([' '], StringSplitOptions.RemoveEmptyEntries))
                details.AddRecipient(recipient);
        }
        Arrived(session);
        Context.Sessions.Add(session);
    }

    // => user@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.1]* X=TLS1.3:TLS_AES_256_GCM_SHA384:256 CV=yes C="250 OK"
    private void Delivery(ReadOnlySpan<byte> id, ReadOnlySpan<byte> line, long time, ReadOnlySpan<byte> host, long number)
    {
        ReadOnlySpan<byte> told = line.Slice(3);
        ReadOnlySpan<byte> recipient = EximText.Address(told);
        ReadOnlySpan<byte> fields = Bytes.Before(told.Slice(recipient.Length), " C=\""u8);
        bool deferred = line.StartsWith("=="u8);
        ReadOnlySpan<byte> to = Bytes.After(fields, " H="u8);
        int close = to.IndexOf((byte)']');
        if (close < 0)
            return;
        ReadOnlySpan<byte> reason = deferred ? Bytes.After(to.Slice(close), ": "u8) : default;
        to = to.Slice(0, close + 1);
        bool tlsTrouble = EximText.IsTlsTrouble(reason);
        SessionKey key = Bytes.Key(id);
        string? domain = Text(HostDomains.OfMailbox(recipient));
        bool known = Sessions.TryGet(key, out SessionFacts session);
        if (!known || !Belongs(session, to, tlsTrouble))
        {
            // Whom the attempt before was for that failed.
            if (known && session.Failure is not null)
                session.RecipientDomain ??= domain;
            session = Open(id, time, host, number);
        }
        session.End = Math.Max(session.End, time);
        Name(session, to);
        session.Connector ??= Text(Bytes.Between(fields, " T="u8, (byte)' '));
        Tls(session, fields);
        // ** ... : SMTP error from remote mail server after MAIL FROM:<a@example.com>: 530 5.7.0 Must issue a STARTTLS command first
        ReadOnlySpan<byte> reply = Bytes.After(Bytes.After(fields, "SMTP error from remote mail server after "u8), ": "u8);
        if (tlsTrouble)
            Fail(session, reason);
        else if (!session.Tls && TlsSpelling.IsDemanded(reply))
            session.Demand(Bytes.Text(reply));
        else
            session.BeginMail();
        session.Deliver(key, line.StartsWith("=>"u8) || line.StartsWith("->"u8), answered: !tlsTrouble);
        session.RecipientDomain ??= domain;
        if (Context.Details)
            (session.Details ??= new SessionDetails()).AddRecipient(Bytes.Text(recipient));
    }

    private SessionFacts Open(ReadOnlySpan<byte> id, long time, ReadOnlySpan<byte> host, long number)
    {
        SessionFacts session = Create(MailDirection.Outbound, id, time, host, number);
        session.Key = Bytes.Key(id);
        session.OpenStart = !Sessions.TryGet(session.Key, out _) && time - SameConnection <= Context.FirstTime;
        Sessions.Put(session.Key, session);
        Trace(session, id);
        return session;
    }

    private void Trace(SessionFacts session, ReadOnlySpan<byte> id)
    {
        if (!Context.Details)
            return;
        SessionDetails details = session.Details ??= new SessionDetails();
        string queueId = Bytes.Text(id);
        details.AddQueueId(queueId);
        if (_messages.Find(queueId) is { } message)
            details.AddMessageId(message);
    }

    // H=mx.example.com [192.0.2.1] TLS session: (certificate verification failed): delivering unencrypted to H=mx.example.com [192.0.2.1] (not in hosts_require_tls)
    private void Trouble(ReadOnlySpan<byte> id, ReadOnlySpan<byte> told, long time, ReadOnlySpan<byte> host, long number)
    {
        if (!EximText.IsTlsTrouble(told))
            return;
        ReadOnlySpan<byte> to = Bytes.After(told, "H="u8);
        if (to.Length == 0)
            to = Bytes.After(told, "TLS connection to "u8);
        int close = to.IndexOf((byte)']');
        to = close < 0 ? default : to.Slice(0, close + 1);
        SessionKey key = Bytes.Key(id);
        if (!Sessions.TryGet(key, out SessionFacts session) || !Belongs(session, to, tlsTrouble: true))
            session = Open(id, time, host, number);
        session.End = Math.Max(session.End, time);
        if (to.Length > 0)
            Name(session, to);
        Fail(session, told);
    }

    private bool Belongs(SessionFacts session, ReadOnlySpan<byte> to, bool tlsTrouble)
    {
        if (session.Remote is not null && to.Length > 0 && session.Remote != Context.Address(RemoteHost.Parse(to).Address))
            return false;
        // A failure is told twice, by the connection and by the message; mail that goes out after it went another way.
        return (session.Failure is not null && !session.Tls) == tlsTrouble;
    }

    private static void Fail(SessionFacts session, ReadOnlySpan<byte> told)
    {
        if (Bytes.Has(told, "TLS session is required"u8))
            session.Required = true;
        ReadOnlySpan<byte> error = Bytes.Before(told, ": delivering unencrypted"u8);
        int begin = error.IndexOf("TLS session: "u8);
        if (begin < 0)
            begin = error.IndexOf("a TLS session is required"u8);
        session.Fail(Bytes.Text(begin < 0 ? error : error.Slice(begin)));
    }

    private void OfConnection(ReadOnlySpan<byte> told, long time, ReadOnlySpan<byte> host, long number)
    {
        ReadOnlySpan<byte> from = Bytes.After(told, " from "u8);
        // mx.example.com (helo) [192.0.2.1]:25 I=[...]: the address stands behind what the client called itself.
        int helo = from.IndexOf((byte)'('), open = from.IndexOf((byte)'[');
        if (helo >= 0 && helo < open)
            open = from.IndexOf(") ["u8);
        int close = open < 0 ? -1 : from.Slice(open).IndexOf((byte)']');
        if (close < 0)
            return;
        close += open;
        int behind = close + 1;
        while (behind < from.Length && from[behind] is not (byte)' ')
            behind++;
        ReadOnlySpan<byte> after = from.Slice(close + 1);
        from = from.Slice(0, behind);
        if (told.StartsWith("TLS error on connection from "u8))
        {
            // The end of a session that stood; it has its own lines.
            if (Bytes.Has(after, "non-properly terminated"u8) || (EximText.IsAfterHandshake(after) && HasArrived(from, time)))
                return;
            SessionFacts session = Create(MailDirection.Inbound, default, time, host, number);
            Name(session, from);
            int reason = after.IndexOf((byte)'(');
            session.Fail(Bytes.Text(reason < 0 ? after : after.Slice(reason)));
            Context.Sessions.Add(session);
            _lastFailed = session;
        }
        else if (told.StartsWith("no MAIL in "u8))
        {
            SessionFacts session = Create(MailDirection.Inbound, default, time, host, number);
            Name(session, from);
            if (_lastFailed is not null && _lastFailed.Remote == session.Remote && time - _lastFailed.Start < SameConnection && Bytes.Has(after, "STARTTLS"u8))
                return;
            Tls(session, after);
            Context.Sessions.Add(session);
        }
    }

    private void Arrived(SessionFacts session)
    {
        if (session.Remote is null || !session.Tls)
            return;
        if (_arrivals.Count >= MaxArrivals)
            _arrivals.Clear();
        _arrivals[session.Remote] = session.End;
    }

    private bool HasArrived(ReadOnlySpan<byte> from, long time) =>
        Context.Address(RemoteHost.Parse(from).Address) is { } remote && _arrivals.TryGetValue(remote, out long last) && time - last < SameConnection;

    private SessionFacts Create(MailDirection direction, ReadOnlySpan<byte> id, long time, ReadOnlySpan<byte> host, long number) => new()
    {
        Dialect = LogDialect.Exim,
        Direction = direction,
        Start = time,
        End = time,
        SessionId = Context.Details && id.Length > 0 ? Bytes.Text(id) : null,
        Server = Text(host),
        Source = Context.Source,
        Line = number,
        HasBeginning = true,
        HasEnd = true,
    };

    private void Name(SessionFacts session, ReadOnlySpan<byte> text)
    {
        RemoteHost host = RemoteHost.Parse(text);
        session.Remote = Context.Address(host.Address);
        session.RemotePort = host.Port;
        session.RemoteName = Text(host.Name);
    }

    // X=TLS1.3:TLS_AES_256_GCM_SHA384:256, GnuTLS X=TLS1.2:ECDHE_SECP256R1__RSA_SHA256__AES_256_GCM:256; then CV= and DN="..."
    private void Tls(SessionFacts session, ReadOnlySpan<byte> fields)
    {
        ReadOnlySpan<byte> x = Bytes.Between(fields, " X="u8, (byte)' ');
        if (x.Length == 0 || session.Tls)
            return;
        _tls.Establish(session, x, static (words, session, x) => words.Establish(session, Bytes.Before(x, (byte)':'), Bytes.Between(x, ":"u8, (byte)':'), default));
        if (!Context.Details)
            return;
        ReadOnlySpan<byte> behind = Bytes.After(fields, " X="u8);
        ReadOnlySpan<byte> verified = Bytes.Between(behind, " CV="u8, (byte)' ');
        ReadOnlySpan<byte> subject = Bytes.Between(behind, " DN=\""u8, (byte)'"');
        if (subject.Length == 0 && (verified.Length == 0 || session.Direction == MailDirection.Inbound))
            return;
        LogCertificate certificate = new() { Subject = subject.Length == 0 ? null : Bytes.Text(subject), Status = verified.Length == 0 ? null : "CV=" + Bytes.Text(verified) };
        SessionDetails details = session.Details ??= new SessionDetails();
        if (session.Direction == MailDirection.Inbound)
            details.ClientCertificate = certificate;
        else
            details.Certificate = certificate;
    }
}
