using System.Runtime.CompilerServices;

namespace SmtpTls.Logs.Postfix;

/// <summary>
/// Postfix: smtpd(8) receives, smtp(8) sends. A session is what one process does with one host. Postfix says nothing of TLS unless
/// smtpd_tls_loglevel and smtp_tls_loglevel are 1 or more: where a file has no line about it, its sessions stay unknown.
/// </summary>
internal sealed class PostfixParser : LogParser, ISessionSink
{
    private readonly PostfixServer _server;
    private readonly PostfixClient _client;
    private readonly QueueMessages _messages = new();

    public PostfixParser(LogContext context)
        : base(context)
    {
        TlsSpelling tls = new(context.Pool);
        ISessionSink sink = context.Details ? this : context.Sessions;
        _server = new PostfixServer(context, new SessionTable(sink), tls);
        _client = new PostfixClient(context, new SessionTable(sink), tls);
    }

    [MethodImpl(Jit.Hot)]
    public override void Take(in MailLine line, long number)
    {
        ReadOnlySpan<byte> program = line.Program;
        if (program.SequenceEqual("smtpd"u8))
            _server.Take(line, number);
        else if (program.SequenceEqual("smtp"u8))
            _client.Take(line, number);
        else if (Context.Details && program.SequenceEqual("cleanup"u8))
            MessageId(line.Message);
    }

    public override void Finish()
    {
        _server.Finish();
        _client.Finish();
    }

    /// <summary>Takes a session that a process is done with: by now its messages have told their ids.</summary>
    public void Add(SessionFacts session)
    {
        foreach (string id in session.Details?.QueueIds ?? [])
        {
            if (_messages.Find(id) is { } message)
                session.Details!.AddMessageId(message);
        }
        Context.Sessions.Add(session);
    }

    // 7EE668039: message-id=<id@example.com>      7EE668039: resent-message-id=<...>
    private void MessageId(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> told = Bytes.After(message, ": "u8);
        if (told.StartsWith("message-id="u8))
            _messages.Add(Bytes.Text(Bytes.Before(message, (byte)':')), Bytes.Text(told.Slice("message-id="u8.Length)));
    }
}
