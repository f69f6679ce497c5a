using System.Runtime.CompilerServices;

namespace SmtpTls.Logs.Exchange;

/// <summary>What client and server said to each other, as an SMTP protocol log of Exchange writes it, command by command.</summary>
internal sealed class ExchangeDialogue(LogContext context)
{
    private const int InAuthentication = 2;
    private const int Spoke = 4;

    /// <summary>Takes what one side said.</summary>
    [MethodImpl(Jit.Hot)]
    public void Take(SessionFacts session, ReadOnlySpan<byte> said, bool byClient)
    {
        if (byClient)
        {
            // What is said while authenticating is nobody's concern, whatever it looks like.
            if ((session.Step & InAuthentication) == 0)
                Command(session, said);
        }
        else
        {
            Reply(session, said);
        }
        session.Step |= Spoke;
    }

    [MethodImpl(Jit.Hot)]
    private void Command(SessionFacts session, ReadOnlySpan<byte> said)
    {
        switch (said[0] & ~0x20)
        {
            case 'E' or 'H' when context.Names && session.Direction == MailDirection.Inbound && session.RemoteName is null
                && (Bytes.StartsWithWord(said, "EHLO "u8) || Bytes.StartsWithWord(said, "HELO "u8)):
                session.RemoteName = Text(Bytes.Trim(said.Slice(5)));
                break;
            case 'S' when Bytes.StartsWithWord(said, "STARTTLS"u8):
                session.TlsPending = !session.Tls;
                session.TlsCommand ??= "STARTTLS";
                break;
            case 'X' when Bytes.StartsWithWord(said, "X-ANONYMOUSTLS"u8):
                session.TlsPending = !session.Tls;
                session.TlsCommand ??= "X-ANONYMOUSTLS";
                break;
            case 'X' when Bytes.StartsWithWord(said, "X-EXPS"u8):
            case 'A' when Bytes.StartsWithWord(said, "AUTH"u8):
                session.Step |= InAuthentication;
                break;
            case 'M' when Bytes.StartsWithWord(said, "MAIL FROM:"u8):
                session.BeginMail();
                if (context.Names)
                    Sender(session, Mailbox(said.Slice("MAIL FROM:".Length)));
                break;
            case 'R' when context.Names && Bytes.StartsWithWord(said, "RCPT TO:"u8):
                Recipient(session, Mailbox(said.Slice("RCPT TO:".Length)));
                break;
            case 'D' when Bytes.StartsWithWord(said, "DATA"u8):
            case 'B' when Bytes.StartsWithWord(said, "BDAT "u8) && Bytes.Has(said, "LAST"u8):
                session.MessagePending = true;
                break;
        }
    }

    [MethodImpl(Jit.Hot)]
    private void Reply(SessionFacts session, ReadOnlySpan<byte> said)
    {
        bool first = (session.Step & Spoke) == 0;
        if ((session.Step & InAuthentication) != 0 && !said.StartsWith("334"u8))
            session.Step &= ~InAuthentication;
        if (said.StartsWith("354"u8))
            session.MessagePending = true;
        else if (said[0] == '2')
            Agreement(session, said, first);
        else if (said[0] is (byte)'4' or (byte)'5')
            Refusal(session, said);
    }

    private void Agreement(SessionFacts session, ReadOnlySpan<byte> said, bool first)
    {
        if (said.StartsWith("220"u8))
        {
            if (first && session.Direction == MailDirection.Outbound && session.RemoteName is null && said.Length > 4)
                session.RemoteName = Text(Bytes.Before(said.Slice(4), (byte)' '));
            return;
        }
        // Replies to MAIL FROM and RCPT TO can come after a pipelined BDAT; 250- is a line of many.
        if (!said.StartsWith("250"u8) || (said.Length > 3 && said[3] == '-') || said.StartsWith("250 2.1."u8))
            return;
        if (session.MessagePending)
        {
            session.MessagePending = false;
            session.Accept();
            if (context.Details)
                Trace(session, said, session.Direction == MailDirection.Inbound);
        }
        else if (first && !session.HasBeginning)
        {
            session.BeginsWithAcceptance = true;
        }
    }

    private void Refusal(SessionFacts session, ReadOnlySpan<byte> said)
    {
        session.MessagePending = false;
        if (session.TlsPending)
        {
            session.Fail(Text(CsvRow.Unescape(said))!);
        }
        else if (!session.Tls && TlsSpelling.IsDemanded(said))
        {
            session.Demand(Text(CsvRow.Unescape(said))!);
        }
    }

    private void Sender(SessionFacts session, ReadOnlySpan<byte> mailbox)
    {
        session.SenderDomain ??= Text(HostDomains.OfMailbox(mailbox));
        if (context.Details)
            (session.Details ??= new SessionDetails()).Sender ??= Bytes.Text(mailbox);
    }

    private void Recipient(SessionFacts session, ReadOnlySpan<byte> mailbox)
    {
        session.RecipientDomain ??= Text(HostDomains.OfMailbox(mailbox));
        if (context.Details)
            (session.Details ??= new SessionDetails()).AddRecipient(Bytes.Text(mailbox));
    }

    /// <summary>The mailbox of <c>&lt;user@example.com&gt; SIZE=1234</c>.</summary>
    private static ReadOnlySpan<byte> Mailbox(ReadOnlySpan<byte> argument)
    {
        argument = Bytes.Trim(argument);
        return argument.Length > 0 && argument[0] == '<' ? Bytes.Before(argument.Slice(1), (byte)'>') : Bytes.Before(argument, (byte)' ');
    }

    // 250 2.6.0 <id@example.com> [InternalId=6768, Hostname=EX01.example.com] Queued mail for delivery
    private static void Trace(SessionFacts session, ReadOnlySpan<byte> reply, bool ours)
    {
        ReadOnlySpan<byte> message = Bytes.Between(reply, " <"u8, (byte)'>');
        if (message.Length == 0)
            return;
        SessionDetails details = session.Details ??= new SessionDetails();
        details.AddMessageId("<" + Bytes.Text(message) + ">");
        ReadOnlySpan<byte> id = Bytes.Between(reply, "[InternalId="u8, (byte)',');
        if (ours && id.Length > 0)
            details.AddQueueId(Bytes.Text(id));
    }

    private string? Text(ReadOnlySpan<byte> bytes) => context.Pool.Get(bytes);
}
