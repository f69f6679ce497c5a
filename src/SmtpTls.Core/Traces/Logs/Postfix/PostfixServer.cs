using System.Globalization;
using System.Runtime.CompilerServices;

namespace SmtpTls.Logs.Postfix;

/// <summary>smtpd(8): connect, TLS, client=, disconnect with its counters (since Postfix 3.0).</summary>
internal sealed class PostfixServer(LogContext context, SessionTable sessions, TlsSpelling tls)
{
    private const int MaxQueueId = 24;

    [MethodImpl(Jit.Hot)]
    public void Take(in MailLine line, long number)
    {
        SessionKey key = line.Process;
        ReadOnlySpan<byte> message = line.Message, queueId = QueueId(message);
        // Since Postfix 3.10 the end of a connection is told with the message that it ended: NOQUEUE: lost connection after CONNECT from ...
        if (queueId.Length > 0)
            message = message.Slice(queueId.Length + 2);
        bool begins = message.StartsWith("connect from "u8);
        if (!sessions.TryGet(key, out SessionFacts session) || begins || (session.HasEnd && !message.StartsWith("warning:"u8)))
        {
            session = Create(line, key, number);
            session.HasBeginning = begins;
            // A first line that is not about a connection begins none.
            if (!begins && RemoteOf(message).Length == 0)
                return;
            Name(session, begins ? message.Slice("connect from ".Length) : RemoteOf(message));
            sessions.Put(key, session);
        }
        session.End = Math.Max(session.End, line.Time);
        if (begins)
            return;
        int established = message.Slice(0, Math.Min(message.Length, 44)).IndexOf("TLS connection established from "u8);
        if (established >= 0)
            Established(session, message, message.Slice(established));
        else if (message.StartsWith("SSL_accept error from "u8))
            session.Fail("SSL_accept error: " + Bytes.Text(Bytes.After(Bytes.After(message, "]"u8), ": "u8)), FailureType.ValidationFailure);
        else if (message.StartsWith("warning: TLS library problem:"u8))
            PostfixTls.Explain(session, message);
        else if (message.StartsWith("disconnect from "u8))
            Disconnect(session, message);
        else if (message.StartsWith("lost connection after "u8) || message.StartsWith("timeout after "u8))
            Lost(session, message);
        else if (queueId.Length > 0 && message.StartsWith("client="u8))
            Message(session, queueId);
        else if (queueId.Length > 0)
            Verdict(session, message);
    }

    /// <summary>The file, or the part of it, has ended.</summary>
    public void Finish() => sessions.ReleaseAll();

    /// <summary>The id in the queue that a message begins with, NOQUEUE where there is none yet; empty for a message without.</summary>
    private static ReadOnlySpan<byte> QueueId(ReadOnlySpan<byte> message)
    {
        int colon = message.Slice(0, Math.Min(message.Length, MaxQueueId)).IndexOf((byte)':');
        if (colon < 5 || colon + 1 >= message.Length || message[colon + 1] != ' ')
            return default;
        foreach (byte letter in message.Slice(0, colon))
        {
            if (letter is not ((>= (byte)'0' and <= (byte)'9') or (>= (byte)'A' and <= (byte)'Z') or (>= (byte)'a' and <= (byte)'z')))
                return default;
        }
        // warning: fatal: are words.
        return message[0] is >= (byte)'a' and <= (byte)'z' && IsWord(message.Slice(0, colon)) ? default : message.Slice(0, colon);
    }

    private static bool IsWord(ReadOnlySpan<byte> id)
    {
        foreach (byte letter in id)
        {
            if (letter is < (byte)'a' or > (byte)'z')
                return false;
        }
        return true;
    }

    private SessionFacts Create(in MailLine line, SessionKey key, long number) => new()
    {
        Dialect = LogDialect.Postfix,
        Direction = MailDirection.Inbound,
        Start = line.Time,
        End = line.Time,
        Key = key,
        SessionId = context.Details ? line.Pid.ToString(CultureInfo.InvariantCulture) : null,
        Server = context.Pool.Get(line.Host),
        Connector = context.Pool.Get(line.Tag),
        Source = context.Source,
        Line = number,
    };

    private void Name(SessionFacts session, ReadOnlySpan<byte> text)
    {
        RemoteHost host = RemoteHost.Parse(text);
        session.Remote = context.Address(host.Address);
        if (context.Names)
            session.RemoteName = context.Pool.Get(host.Name);
    }

    /// <summary>The host that a line is about: what stands behind the first <c>from </c> or <c>client=</c> that has an address.</summary>
    private static ReadOnlySpan<byte> RemoteOf(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> behind = Bytes.After(message, " from "u8);
        if (behind.Length == 0)
            behind = Bytes.After(message, "client="u8);
        int end = behind.IndexOf((byte)']');
        return end < 0 || behind.Slice(0, end).IndexOf((byte)' ') >= 0 ? default : behind.Slice(0, end + 1);
    }

    private void Established(SessionFacts session, ReadOnlySpan<byte> message, ReadOnlySpan<byte> behind)
    {
        session.TlsCommand ??= "STARTTLS";
        PostfixTls.Establish(tls, session, Bytes.After(Bytes.After(behind, "]"u8), ": "u8));
        string? level = PostfixTls.Level(message);
        if (context.Details && level is not null and not "Anonymous")
            (session.Details ??= new SessionDetails()).ClientCertificate = new LogCertificate { Status = level };
    }

    private void Message(SessionFacts session, ReadOnlySpan<byte> queueId)
    {
        session.BeginMail();
        // A filter before the queue takes the mail over: NOQUEUE: client=...
        session.Accept();
        if (context.Details && !queueId.SequenceEqual("NOQUEUE"u8))
            (session.Details ??= new SessionDetails()).AddQueueId(Bytes.Text(queueId));
    }

    private static void Lost(SessionFacts session, ReadOnlySpan<byte> message)
    {
        session.EndReason = Bytes.Text(Bytes.Before(message, " from "u8));
        ReadOnlySpan<byte> after = Bytes.After(message, " after "u8);
        if (after.StartsWith("STARTTLS "u8) && !session.Tls)
            session.Fail(session.EndReason, FailureType.ValidationFailure);
        if (after.StartsWith("MAIL "u8) || after.StartsWith("RCPT "u8) || after.StartsWith("DATA "u8) || after.StartsWith("BDAT "u8) || after.StartsWith("END-OF-MESSAGE "u8))
            session.BeginMail();
    }

    // reject: MAIL from host[192.0.2.1]: 530 5.7.0 Must issue a STARTTLS command first; from=<...> proto=ESMTP helo=<...>
    private static void Verdict(SessionFacts session, ReadOnlySpan<byte> message)
    {
        // reject, reject_warning, milter-reject, hold, redirect, discard, filter, warn, prepend, ...: then the command that it was about.
        ReadOnlySpan<byte> command = Bytes.Before(Bytes.After(Bytes.Before(message, " from "u8), ": "u8), (byte)' ');
        bool mail = command.SequenceEqual("MAIL"u8) || command.SequenceEqual("RCPT"u8) || command.StartsWith("DATA"u8) || command.SequenceEqual("BDAT"u8) || command.StartsWith("END-OF-"u8);
        session.Mail |= mail;
        ReadOnlySpan<byte> reply = Bytes.After(Bytes.After(message, "]"u8), ": "u8);
        if (!session.Tls && mail && message.StartsWith("reject: "u8) && TlsSpelling.IsDemanded(reply))
            session.Demand(Bytes.Text(Bytes.Before(reply, (byte)';')));
    }

    // disconnect from unknown[192.0.2.1] ehlo=2 starttls=1 mail=1 rcpt=0/1 data=0/1 quit=1 commands=5/7
    private void Disconnect(SessionFacts session, ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> counters = Bytes.After(message, "]"u8);
        if (Bytes.Has(counters, " commands="u8))
            Count(session, counters);
        sessions.End(session.Key, session);
    }

    private static void Count(SessionFacts session, ReadOnlySpan<byte> counters)
    {
        int starttls = Bytes.Number(Bytes.After(counters, " starttls="u8));
        ReadOnlySpan<byte> mail = Bytes.After(counters, " mail="u8);
        if (starttls > 0)
        {
            session.TlsCommand ??= "STARTTLS";
            // The command was taken, and what follows came through: so did the handshake, even where nothing logs it.
            if (!session.Tls && session.Failure is null && (mail.Length > 0 || Bytes.Number(Bytes.After(counters, " ehlo="u8)) > 1))
            {
                session.Establish(null, null, null);
                (session.ClearMessages, session.ClearMail) = (0, false);
            }
            else if (!session.Tls && session.Failure is null)
            {
                session.Fail(session.EndReason ?? "connection ended after STARTTLS", FailureType.ValidationFailure);
            }
        }
        if (mail.Length > 0)
            session.BeginMail();
        ReadOnlySpan<byte> data = Bytes.After(counters, " data="u8);
        if (data.Length == 0 || Bytes.Has(counters, " bdat="u8))
            return;
        int accepted = Bytes.Number(data);
        session.ClearMessages = session.Tls ? Math.Min(session.ClearMessages, accepted) : accepted;
        session.Messages = accepted;
        session.CountsAll = true;
    }
}
