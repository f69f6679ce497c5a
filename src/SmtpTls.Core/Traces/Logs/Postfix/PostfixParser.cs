using System.Runtime.CompilerServices;

namespace SmtpTls.Logs.Postfix;

/// <summary>
/// Postfix: smtpd(8) receives, smtp(8) sends. A session is what one process does with one host. Postfix says nothing of TLS unless
/// smtpd_tls_loglevel and smtp_tls_loglevel are 1 or more: where a file has no line about it, its sessions stay unknown.
/// </summary>
internal sealed class PostfixParser : LogParser
{
    private readonly PostfixServer _server;
    private readonly PostfixClient _client;

    public PostfixParser(LogContext context)
        : base(context)
    {
        TlsWords tls = new(context.Pool);
        _server = new PostfixServer(context, Sessions, tls);
        _client = new PostfixClient(context, tls);
    }

    public override void Finish()
    {
        _client.Finish();
        base.Finish();
        if (_client.Unlogged > 0)
            Remark = $"it has no line about TLS from smtp(8), so {_client.Unlogged} outbound sessions are neither encrypted nor plain; smtp_tls_loglevel = 1 makes Postfix write them";
    }

    [MethodImpl(Jit.Hot)]
    protected override bool Parse(ReadOnlySpan<byte> line, long number)
    {
        // Most lines of a mail log are of other programs.
        int program = line.Slice(0, Math.Min(line.Length, 200)).IndexOf("/smtp"u8);
        if (program < 0)
            return line.Length > 15;
        ReadOnlySpan<byte> behind = line.Slice(program + "/smtp".Length);
        bool server = behind.Length > 1 && behind[0] == 'd';
        if (!(server ? behind[1] == '[' : behind.Length > 0 && behind[0] == '['))
            return true;
        if (!SyslogLine.TryParse(line, Context.Clock, out SyslogLine syslog))
            return false;
        // In a message, the words are somebody else's.
        if (program > line.Length - syslog.Message.Length)
            return true;
        if (server)
            _server.Take(syslog, number);
        else
            _client.Take(syslog, number);
        return true;
    }
}
