namespace SmtpTls.Logs;

/// <summary>A line of a log with what stands before the words of the program taken off: time, host, program and process.</summary>
internal ref struct MailLine
{
    /// <summary>UTC ticks.</summary>
    public long Time { get; set; }

    /// <summary>How much the time says of itself.</summary>
    public TimeKind TimeKind { get; set; }

    /// <summary>The host that wrote the line; empty where the line does not name it.</summary>
    public ReadOnlySpan<byte> Host { get; set; }

    /// <summary>The program as the line names it: <c>postfix/smtps/smtpd</c>; empty where the line names none.</summary>
    public ReadOnlySpan<byte> Tag { get; set; }

    /// <summary>The process id; 0 where there is none.</summary>
    public int Pid { get; set; }

    /// <summary>What tells the process from others where the line has more than its id: a session's name.</summary>
    public ReadOnlySpan<byte> Session { get; set; }

    /// <summary>What the program says.</summary>
    public ReadOnlySpan<byte> Message { get; set; }

    /// <summary>Everything behind the time: what the program says, where it names neither itself nor its host.</summary>
    public ReadOnlySpan<byte> Rest { get; set; }

    /// <summary>The program's own name, which stands behind the last slash: <c>smtpd</c>.</summary>
    public readonly ReadOnlySpan<byte> Program => Tag.Slice(Tag.LastIndexOf((byte)'/') + 1);

    /// <summary>What the lines of one process have in common.</summary>
    public readonly SessionKey Process
    {
        get
        {
            SessionKey host = Bytes.Key(Host), tag = Bytes.Key(Tag), session = Session.Length == 0 ? default : Bytes.Key(Session);
            return new SessionKey(host.First ^ (tag.First * 31) ^ session.First, host.Second ^ (tag.Second * 31) ^ session.Second ^ ((ulong)(uint)Pid * 0x9E3779B97F4A7C15));
        }
    }
}
