using System.Globalization;

namespace SmtpTls.Logs.Sendmail;

/// <summary>
/// Sendmail: <c>STARTTLS=server</c> and <c>STARTTLS=client</c> lines, and those of the messages. A process serves one connection, so what
/// one process does with one host is a session.
/// </summary>
internal sealed class SendmailParser(LogContext context) : LogParser(context)
{
    private static readonly long LongestTransaction = TimeSpan.FromMinutes(10).Ticks;

    private readonly TlsSpelling _tls = new(context.Pool);
    private readonly QueueMessages _messages = new();

    public override void Take(in MailLine syslog, long number)
    {
        ReadOnlySpan<byte> message = syslog.Message;
        ReadOnlySpan<byte> id = default;
        int colon = message.IndexOf(": "u8);
        // 221820LG031423: ...; NOQUEUE: ...
        if (colon is > 0 and < 20 && message.Slice(0, colon).IndexOfAny((byte)' ', (byte)'=') < 0)
        {
            id = message.Slice(0, colon);
            message = message.Slice(colon + 2);
        }
        if (message.StartsWith("STARTTLS=server, "u8))
            Handshake(syslog, message.Slice("STARTTLS=server, ".Length), MailDirection.Inbound, number);
        else if (message.StartsWith("STARTTLS=client, "u8))
            Handshake(syslog, message.Slice("STARTTLS=client, ".Length), MailDirection.Outbound, number);
        else if (message.StartsWith("STARTTLS="u8) && Bytes.Has(message, ":error:"u8))
            Explain(syslog, message);
        else if (message.StartsWith("ruleset=tls_server, "u8) || message.StartsWith("ruleset=tls_rcpt, "u8) || message.StartsWith("ruleset=tls_client, "u8))
            Refused(syslog, message, number);
        else if (message.StartsWith("from="u8))
            Received(syslog, message, id, number);
        else if (message.StartsWith("to="u8))
            Sent(syslog, message, id, number);
        else if (Bytes.Has(message, " did not issue MAIL/EXPN/VRFY/ETRN "u8))
            Name(Current(syslog, MailDirection.Inbound, number), Bytes.Before(message, " did not issue "u8));
    }

    public override void Finish()
    {
        foreach (SessionFacts session in Sessions.Open)
            session.OpenEnd = session.End >= Context.LastTime - LongestTransaction;
        base.Finish();
    }

    // STARTTLS=server: 23796:error:1408A0C1:SSL routines:SSL3_GET_CLIENT_HELLO:no shared cipher:s3_srvr.c:1053:
    private void Explain(in MailLine line, ReadOnlySpan<byte> message)
    {
        MailDirection direction = message.StartsWith("STARTTLS=server"u8) ? MailDirection.Inbound : MailDirection.Outbound;
        if (Sessions.TryGet(Key(line, direction), out SessionFacts session) && session.Failure is not null && !session.Tls)
            Postfix.PostfixTls.Explain(session, message);
    }

    // relay=host [192.0.2.1], version=TLSv1.3, verify=NO, cipher=TLS_AES_256_GCM_SHA384, bits=256/256
    // error: accept failed=0, reason=..., SSL_error=1, errno=0, retry=-1, relay=host [192.0.2.1]
    private void Handshake(in MailLine line, ReadOnlySpan<byte> told, MailDirection direction, long number)
    {
        bool failed = told.StartsWith("error: "u8);
        ReadOnlySpan<byte> relay = Bytes.Between(told, "relay="u8, (byte)',');
        // tlsstate=1, status=trying_again; start=ok: nothing is decided yet.
        if (!failed && !Bytes.Has(told, " version="u8))
            return;
        SessionFacts session = direction == MailDirection.Inbound || failed ? Current(line, direction, number) : Begin(line, direction, number);
        // The process has gone on to the next host.
        if (session.Tls || (session.Remote is not null && relay.Length > 0 && session.Remote != Context.Address(RemoteHost.Parse(relay).Address)))
            session = Begin(line, direction, number);
        if (relay.Length > 0)
            Name(session, relay);
        session.TlsCommand = "STARTTLS";
        if (failed)
        {
            session.Fail(Bytes.Text(Bytes.Before(told.Slice("error: ".Length), ", relay="u8)));
            return;
        }
        _tls.Establish(session, Bytes.Between(told, " version="u8, (byte)','), Bytes.Between(told, " cipher="u8, (byte)','), default);
        ReadOnlySpan<byte> verified = Bytes.Between(told, " verify="u8, (byte)',');
        if (!Context.Details || verified.Length == 0)
            return;
        LogCertificate certificate = new() { Status = "verify=" + Bytes.Text(verified) };
        SessionDetails details = session.Details ??= new SessionDetails();
        if (direction == MailDirection.Outbound)
            details.Certificate = certificate;
        else if (!verified.SequenceEqual("NO"u8) && !verified.SequenceEqual("NOT"u8))
            details.ClientCertificate = certificate;
    }

    // ruleset=tls_server, arg1=SOFTWARE, relay=host, reject=403 4.7.0 TLS handshake failed.
    private void Refused(in MailLine line, ReadOnlySpan<byte> told, long number)
    {
        SessionFacts session = Current(line, told.StartsWith("ruleset=tls_client"u8) ? MailDirection.Inbound : MailDirection.Outbound, number);
        Name(session, Bytes.Between(told, "relay="u8, (byte)','));
        session.Required = true;
        session.Fail(Bytes.Text(Bytes.After(told, "reject="u8)));
    }

    // from=<user@example.com>, size=1, class=0, nrcpts=1, msgid=<...>, proto=ESMTPS, daemon=MTA, relay=host [192.0.2.1]
    private void Received(in MailLine line, ReadOnlySpan<byte> told, ReadOnlySpan<byte> id, long number)
    {
        ReadOnlySpan<byte> messageId = Bytes.Between(told, " msgid="u8, (byte)',');
        if (Context.Details && messageId.Length > 0 && id.Length > 0)
            _messages.Add(Bytes.Text(id), Bytes.Text(messageId));
        int at = told.LastIndexOf(" relay="u8);
        ReadOnlySpan<byte> relay = at < 0 ? default : told.Slice(at + " relay=".Length);
        // user@localhost is a program on this machine; user@host [192.0.2.1] is what a client's identd said.
        if (relay.IndexOf((byte)'[') < 0)
            return;
        relay = relay.Slice(relay.Slice(0, relay.IndexOf((byte)'[')).IndexOf((byte)'@') + 1);
        SessionFacts session = Current(line, MailDirection.Inbound, number);
        Name(session, relay);
        if (!session.Tls && Bytes.Has(told, " proto=ESMTPS"u8))
            session.Establish(null, null, null);
        session.BeginMail();
        if (Bytes.Number(Bytes.After(told, " nrcpts="u8)) > 0)
            session.Accept();
        ReadOnlySpan<byte> sender = Mailbox(told.Slice("from=".Length));
        session.SenderDomain ??= Text(HostDomains.OfMailbox(sender));
        Trace(session, id);
        if (Context.Details)
            session.Details!.Sender ??= Bytes.Text(sender);
    }

    private void Trace(SessionFacts session, ReadOnlySpan<byte> id)
    {
        if (!Context.Details)
            return;
        SessionDetails details = session.Details ??= new SessionDetails();
        string queueId = Bytes.Text(id);
        if (queueId.Length == 0)
            return;
        details.AddQueueId(queueId);
        if (_messages.Find(queueId) is { } message)
            details.AddMessageId(message);
    }

    // to=<user@example.com>, delay=00:00:01, mailer=esmtp, pri=1, relay=host. [192.0.2.1], dsn=2.0.0, stat=Sent (...)
    private void Sent(in MailLine line, ReadOnlySpan<byte> told, ReadOnlySpan<byte> id, long number)
    {
        ReadOnlySpan<byte> status = Bytes.After(told, " stat="u8);
        ReadOnlySpan<byte> relay = Bytes.Between(told, " relay="u8, (byte)',');
        if (relay.IndexOf((byte)'[') < 0 || status.Length == 0)
            return;
        bool sent = status.StartsWith("Sent"u8);
        SessionKey queueId = Bytes.Key(id);
        ReadOnlySpan<byte> recipient = Mailbox(told.Slice("to=".Length));
        string? domain = Text(HostDomains.OfMailbox(recipient));
        bool known = Sessions.TryGet(Key(line, MailDirection.Outbound), out SessionFacts session);
        if (!known || !Belongs(session, relay, queueId, sent))
        {
            // Whom the attempt before was for that failed.
            if (known && session.Failure is not null && !session.Tls && session.Transaction.IsNone)
                session.RecipientDomain ??= domain;
            session = Begin(line, MailDirection.Outbound, number);
            session.OpenStart = !known && line.Time - LongestTransaction <= Context.FirstTime;
        }
        session.End = Math.Max(session.End, line.Time);
        Name(session, relay);
        ReadOnlySpan<byte> reply = Bytes.After(status, ": "u8);
        if (!session.Tls && TlsSpelling.IsDemanded(reply))
            session.Demand(Bytes.Text(reply));
        else if (session.Failure is null || session.Tls)
            session.BeginMail();
        session.Deliver(queueId, sent, answered: sent);
        session.RecipientDomain ??= domain;
        Trace(session, id);
        if (Context.Details)
            session.Details!.AddRecipient(Bytes.Text(recipient));
    }

    private bool Belongs(SessionFacts session, ReadOnlySpan<byte> relay, SessionKey id, bool sent)
    {
        RemoteHost host = RemoteHost.Parse(relay);
        bool same = session.Remote is not null ? session.Remote == Context.Address(host.Address) : session.RemoteName is null || session.RemoteName == Text(host.Name);
        return same && SessionTransactions.Belong(session, id, sent, reused: false);
    }

    private SessionFacts Current(in MailLine line, MailDirection direction, long number)
    {
        if (!Sessions.TryGet(Key(line, direction), out SessionFacts session))
        {
            session = Begin(line, direction, number);
            session.OpenStart = line.Time - LongestTransaction <= Context.FirstTime;
        }
        session.End = Math.Max(session.End, line.Time);
        return session;
    }

    private SessionFacts Begin(in MailLine line, MailDirection direction, long number)
    {
        SessionKey key = Key(line, direction);
        SessionFacts session = new()
        {
            Dialect = LogDialect.Sendmail,
            Direction = direction,
            Start = line.Time,
            End = line.Time,
            Key = key,
            SessionId = Context.Details ? line.Pid.ToString(CultureInfo.InvariantCulture) : null,
            Server = Text(line.Host),
            Connector = Text(line.Tag),
            Source = Context.Source,
            Line = number,
            HasBeginning = true,
            HasEnd = true,
        };
        Sessions.Put(key, session);
        return session;
    }

    private static SessionKey Key(in MailLine line, MailDirection direction) => new(line.Process.First ^ (ulong)direction, line.Process.Second);

    private void Name(SessionFacts session, ReadOnlySpan<byte> text)
    {
        RemoteHost host = RemoteHost.Parse(text);
        session.Remote ??= Context.Address(host.Address);
        session.RemoteName ??= Text(host.Name);
    }

    private static ReadOnlySpan<byte> Mailbox(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> first = Bytes.Before(text, ", "u8);
        return first.Length > 0 && first[0] == '<' ? Bytes.Before(first.Slice(1), (byte)'>') : first;
    }
}
