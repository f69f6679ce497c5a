using System.Runtime.CompilerServices;

namespace SmtpTls.Logs;

/// <summary>A line of a syslog: <c>time host program[pid]: message</c>, with times of RFC 3164 or RFC 3339.</summary>
internal readonly ref struct SyslogLine
{
    private SyslogLine(long time, ReadOnlySpan<byte> head, ReadOnlySpan<byte> message)
    {
        Time = time;
        Head = head;
        Message = message;
    }

    public long Time { get; }

    /// <summary>What stands between time and message: <c>host program[pid]</c>.</summary>
    public ReadOnlySpan<byte> Head { get; }

    /// <summary>The same without the further times that some syslog servers put before the host: |1548410604|host.</summary>
    public ReadOnlySpan<byte> Process => Head.Slice(Head.LastIndexOf((byte)'|') + 1);

    public ReadOnlySpan<byte> Message { get; }

    public ReadOnlySpan<byte> Host
    {
        get
        {
            int space = Process.LastIndexOf((byte)' ');
            return space <= 0 ? default : Bytes.Before(Process.Slice(0, space), (byte)' ');
        }
    }

    public ReadOnlySpan<byte> Program => Bytes.Before(Head.Slice(Head.LastIndexOf((byte)' ') + 1), (byte)'[');

    /// <summary>The process id; 0 where there is none.</summary>
    public int Pid => Bytes.Number(Bytes.After(Head.Slice(Head.LastIndexOf((byte)' ') + 1), "["u8));

    [MethodImpl(Jit.Hot)]
    public static bool TryParse(ReadOnlySpan<byte> line, LogClock clock, out SyslogLine parsed)
    {
        parsed = default;
        // What a syslog server that received the line may have left before it: <22>.
        if (line.Length > 4 && line[0] == '<')
            line = Bytes.After(line, ">"u8);
        long time = clock.Syslog(line, out int length);
        if (time == LogClock.None)
            time = clock.Iso(line, out length);
        if (time == LogClock.None)
            return false;
        ReadOnlySpan<byte> rest = line.Slice(length).TrimStart((byte)' ');
        int colon = rest.IndexOf(": "u8);
        if (colon < 0)
            return false;
        parsed = new SyslogLine(time, rest.Slice(0, colon), rest.Slice(colon + 2));
        return true;
    }
}
