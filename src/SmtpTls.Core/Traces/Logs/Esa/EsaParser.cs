using System.Runtime.CompilerServices;

namespace SmtpTls.Logs.Esa;

/// <summary>
/// Cisco ESA's mail_logs: an ICID is a connection to the ESA, a DCID one from it, a MID a message. As the ESA writes them, as it sends them
/// to a syslog, and as message tracking tells them in sentences.
/// </summary>
internal sealed class EsaParser(LogContext context) : LogParser(context)
{
    private readonly TlsSpelling _tls = new(context.Pool);
    private readonly EsaMessages _messages = new();
    private readonly QueueMessages _ids = new();
    private readonly LogTimes _times = new(context.Clock);

    /// <summary>Whether a line is one of an ESA: what it says has a form of its own.</summary>
    public static bool IsOne(in MailLine line)
    {
        ReadOnlySpan<byte> told = Message(line);
        return told.Length > 4 && told[0] switch
        {
            (byte)'N' => Bytes.StartsWithWord(told, "NEW SMTP "u8) && Bytes.Has(told, "CID "u8),
            (byte)'I' => (told.StartsWith("ICID "u8) && Bytes.IsDigit(told[5])) || (told.StartsWith("Incoming connection "u8) && Bytes.Has(told, "ICID "u8)),
            (byte)'D' => (told.StartsWith("DCID "u8) && Bytes.IsDigit(told[5])) || told.StartsWith("Delivery start DCID "u8),
            (byte)'M' => (told.StartsWith("MID "u8) && Bytes.IsDigit(told[4])) || (told.StartsWith("Message "u8) && Bytes.Has(told, " MID "u8)) || (told.StartsWith("Message done "u8) && Bytes.Has(told, "CID "u8)),
            (byte)'S' => told.StartsWith("Start MID "u8),
            (byte)'P' => told.StartsWith("Protocol SMTP "u8),
            _ => Bytes.Has(told, "(ICID "u8) || Bytes.Has(told, "(DCID "u8),
        };
    }

    [MethodImpl(Jit.Hot)]
    public override void Take(in MailLine line, long number)
    {
        ReadOnlySpan<byte> message = Message(line), host = IsBare(line) ? default : line.Host;
        // The ESA's own time has a year; that of a syslog server need not.
        long time = line.TimeKind == TimeKind.Yearless && TimeText.IsWeekday(line.Message) && _times.Read(line.Message, out _, out _) is var own and not LogClock.None ? own : line.Time;
        // A MID line names a connection only where that follows at once; further on stand subjects and other people's words.
        if (message.StartsWith("MID "u8))
        {
            ReadOnlySpan<byte> afterId = Bytes.After(message.Slice(4), " "u8);
            if (Context.Details && afterId.StartsWith("Message-ID "u8))
                _ids.Add(Bytes.Text(Bytes.Before(message.Slice(4), (byte)' ')), Bytes.Text(afterId.Slice("Message-ID "u8.Length)).Trim('\''));
            if (afterId.StartsWith("ICID "u8))
                OfMessage(Key(Bytes.Number(message.Slice(4)), host), afterId, time, host, number);
            return;
        }
        if (message.StartsWith("Message finished MID "u8))
        {
            _messages.Finish(Key(Bytes.Number(message.Slice("Message finished MID ".Length)), host));
            return;
        }
        int at = message.IndexOf("CID "u8);
        if (at < 1 || message[at - 1] is not ((byte)'I' or (byte)'D'))
            return;
        MailDirection direction = message[at - 1] == 'I' ? MailDirection.Inbound : MailDirection.Outbound;
        int id = Bytes.Number(message.Slice(at + 4));
        if (id == 0)
            return;
        SessionFacts session = Session(direction, id, time, host, number);
        ReadOnlySpan<byte> before = message.Slice(0, at - 1);
        ReadOnlySpan<byte> told = Bytes.After(message.Slice(at + 4), " "u8);
        if (before.Length == 0)
            OfConnection(session, told);
        else if (Bytes.StartsWithWord(before, "NEW SMTP "u8))
            Begin(session, told);
        else if (before.StartsWith("Start MID "u8))
            BeginMessage(session, before);
        else if (before.StartsWith("Delivery start "u8))
            BeginDelivery(session, told, host);
        else if (before.StartsWith("Message done "u8))
            session.Accept();
        else
            Sentence(session, before, told);
    }

    // A syslog server may have put its time before the ESA's own; then comes the level: Info: Warning: Critical:
    private static ReadOnlySpan<byte> Message(in MailLine line)
    {
        ReadOnlySpan<byte> message = IsBare(line) ? line.Rest : line.Message;
        if (TimeText.IsWeekday(message) && message.Length > 25 && message[19] == ' ' && message[24] == ' ')
            message = message.Slice(25);
        int colon = message.Slice(0, Math.Min(message.Length, 12)).IndexOf(": "u8);
        return colon > 0 && IsLevel(message.Slice(0, colon)) ? message.Slice(colon + 2) : message;
    }

    // Nothing but the ESA's own time stands before the words.
    private static bool IsBare(in MailLine line) => line.Message.Length == line.Rest.Length || line.Tag.Length == 0 || IsLevel(line.Tag);

    private static bool IsLevel(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("Info"u8) || word.SequenceEqual("Warning"u8) || word.SequenceEqual("Critical"u8) || word.SequenceEqual("Debug"u8) || word.SequenceEqual("Trace"u8);

    private SessionFacts Session(MailDirection direction, int id, long time, ReadOnlySpan<byte> host, long number)
    {
        SessionKey key = Key((uint)id | ((long)direction << 32), host);
        if (!Sessions.TryGet(key, out SessionFacts session))
        {
            session = new SessionFacts
            {
                Dialect = LogDialect.CiscoEsa,
                Direction = direction,
                Start = time,
                Key = key,
                SessionId = Context.Details ? id.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
                Server = Text(host),
                Source = Context.Source,
                Line = number,
            };
            Sessions.Put(key, session);
        }
        session.Start = Math.Min(session.Start, time);
        session.End = Math.Max(session.End, time);
        return session;
    }

    private static SessionKey Key(long id, ReadOnlySpan<byte> host) => new((ulong)id, host.Length == 0 ? 0 : Bytes.Key(host).First);

    // interface Data 1 (192.0.2.1) address 198.51.100.2 reverse dns host mail.example.com verified yes
    // interface 192.0.2.1 address 198.51.100.3 port 25
    private void Begin(SessionFacts session, ReadOnlySpan<byte> told)
    {
        session.HasBeginning = true;
        ReadOnlySpan<byte> ours = Bytes.Trim(Bytes.Before(Bytes.After(told, "interface "u8), " address "u8));
        ReadOnlySpan<byte> address = Bytes.Between(ours, "("u8, (byte)')');
        session.Connector = address.Length > 0 ? Text(Bytes.Trim(Bytes.Before(ours, (byte)'('))) : null;
        session.Server ??= Text(address.Length > 0 ? address : ours);
        session.Remote = Context.Address(Bytes.Between(told, " address "u8, (byte)' '));
        session.RemotePort = Bytes.Number(Bytes.After(told, " port "u8));
        ReadOnlySpan<byte> name = Bytes.Between(told, "reverse dns host "u8, (byte)' ');
        session.RemoteName = name.SequenceEqual("unknown"u8) ? null : Text(name);
    }

    private void OfConnection(SessionFacts session, ReadOnlySpan<byte> told)
    {
        if (told.StartsWith("TLS success"u8))
        {
            Success(session, told);
        }
        else if (told.StartsWith("TLS was required"u8))
        {
            session.Required = true;
            session.Fail(Text(told)!, FailureType.StartTlsNotSupported);
        }
        else if (told.StartsWith("TLS failed"u8) || told.StartsWith("TLS deferring"u8))
        {
            session.Fail(Text(told)!);
        }
        else if (told.StartsWith("close"u8) || told.StartsWith("lost"u8))
        {
            session.EndReason = Text(told);
            Sessions.End(session.Key, session);
        }
    }

    private void Success(SessionFacts session, ReadOnlySpan<byte> told)
    {
        ReadOnlySpan<byte> cipher = Bytes.Between(told, " cipher "u8, (byte)' ').TrimEnd((byte)'.');
        _tls.Establish(session, Bytes.Between(told, " protocol "u8, (byte)' '), cipher, default);
        ReadOnlySpan<byte> domain = Bytes.Between(told, " for "u8, (byte)' ').TrimEnd((byte)'.');
        if (domain.Length > 0)
            session.RecipientDomain ??= Text(domain);
        ReadOnlySpan<byte> name = Bytes.Trim(Bytes.After(told, " CN: "u8));
        if (name.Length > 0 && Context.Details)
            (session.Details ??= new SessionDetails()).Certificate = new LogCertificate { Subject = "CN=" + Bytes.Text(name.TrimStart((byte)'<').TrimEnd((byte)'>')) };
    }

    private void BeginMessage(SessionFacts session, ReadOnlySpan<byte> before)
    {
        session.BeginMail();
        session.Accept();
        Trace(session, before);
    }

    // MID 26983 to RID [0, 1]
    private void BeginDelivery(SessionFacts session, ReadOnlySpan<byte> told, ReadOnlySpan<byte> host)
    {
        session.BeginMail();
        Trace(session, told);
        if (!told.StartsWith("MID "u8) || _messages.Find(Key(Bytes.Number(told.Slice(4)), host)) is not { } message)
            return;
        if (message.Sender is not null)
            Sender(session, message.Sender);
        for (ReadOnlySpan<byte> rest = Bytes.Between(told, "["u8, (byte)']'); rest.Length > 0; rest = Bytes.After(rest, ", "u8))
        {
            if (message.Recipients.TryGetValue(Bytes.Number(rest), out string? mailbox) && mailbox is not null)
                Recipient(session, mailbox);
        }
    }

    private void Trace(SessionFacts session, ReadOnlySpan<byte> told)
    {
        if (!Context.Details || Bytes.Number(Bytes.After(told, "MID "u8)) is not (> 0 and var id))
            return;
        SessionDetails details = session.Details ??= new SessionDetails();
        string queueId = id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        details.AddQueueId(queueId);
        if (_ids.Find(queueId) is { } message)
            details.AddMessageId(message);
    }

    // ICID 824108 From: <sender@example.com>      ICID 824108 RID 0 To: <user@example.net>
    private void OfMessage(SessionKey message, ReadOnlySpan<byte> told, long time, ReadOnlySpan<byte> host, long number)
    {
        int id = Bytes.Number(told.Slice(5));
        if (id == 0)
            return;
        SessionFacts session = Session(MailDirection.Inbound, id, time, host, number);
        session.Mail = true;
        if (!Context.Names)
            return;
        string mailbox = Text(Bytes.Between(told, "<"u8, (byte)'>')) ?? "";
        if (Bytes.Has(told, " From: "u8))
        {
            _messages.From(message, mailbox);
            Sender(session, mailbox);
        }
        else if (Bytes.Has(told, " To: "u8))
        {
            _messages.To(message, Bytes.Number(Bytes.After(told, " RID "u8)), mailbox);
            Recipient(session, mailbox);
        }
    }

    private void Sender(SessionFacts session, string mailbox)
    {
        session.SenderDomain ??= HostDomains.OfMailbox(mailbox);
        if (Context.Details)
            (session.Details ??= new SessionDetails()).Sender ??= mailbox;
    }

    private void Recipient(SessionFacts session, string mailbox)
    {
        session.RecipientDomain ??= HostDomains.OfMailbox(mailbox);
        if (Context.Details)
            (session.Details ??= new SessionDetails()).AddRecipient(mailbox);
    }

    // Incoming connection (ICID 724949) successfully accepted TLS protocol TLSv1.2 cipher X.
    // Protocol SMTP interface Data1 (IP 192.0.2.1) on incoming connection (ICID 5) from sender IP 198.51.100.2. Reverse DNS host x verified yes.
    private void Sentence(SessionFacts session, ReadOnlySpan<byte> before, ReadOnlySpan<byte> told)
    {
        if (before[before.Length - 1] != '(')
            return;
        if (Bytes.Has(told, "accepted TLS"u8))
            Success(session, told);
        else if (told.StartsWith("TLS failed"u8) || told.StartsWith("failed TLS"u8))
            session.Fail(Text(told)!);
        else if (told.StartsWith("from sender IP "u8))
        {
            session.HasBeginning = true;
            session.Remote = Context.Address(Bytes.Between(told, "from sender IP "u8, (byte)' ').TrimEnd((byte)'.'));
            ReadOnlySpan<byte> name = Bytes.Between(told, "Reverse DNS host "u8, (byte)' ');
            session.RemoteName = name.SequenceEqual("unknown"u8) ? null : Text(name);
        }
    }
}
