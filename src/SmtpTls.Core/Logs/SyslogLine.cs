using System.Runtime.CompilerServices;

namespace SmtpTls.Logs;

/// <summary>A line of a syslog: <c>time host program[pid]: message</c>, with times of RFC 3164 or RFC 3339.</summary>
internal readonly ref struct SyslogLine
{
    private SyslogLine(long time, ReadOnlySpan<byte> host, ReadOnlySpan<byte> program, int pid, ReadOnlySpan<byte> message)
    {
        Time = time;
        Host = host;
        Program = program;
        Pid = pid;
        Message = message;
    }

    public long Time { get; }

    public ReadOnlySpan<byte> Host { get; }

    public ReadOnlySpan<byte> Program { get; }

    public int Pid { get; }

    public ReadOnlySpan<byte> Message { get; }

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
        ReadOnlySpan<byte> head = rest.Slice(0, colon);
        int space = head.LastIndexOf((byte)' ');
        ReadOnlySpan<byte> program = head.Slice(space + 1);
        int bracket = program.IndexOf((byte)'[');
        int pid = bracket < 0 ? 0 : Bytes.Number(program.Slice(bracket + 1));
        ReadOnlySpan<byte> host = space <= 0 ? default : head.Slice(0, space).TrimStart((byte)'|');
        int behind = host.LastIndexOf((byte)'|');
        parsed = new SyslogLine(
            time, Bytes.Before(host.Slice(behind + 1), (byte)' '), bracket < 0 ? program : program.Slice(0, bracket), pid, rest.Slice(colon + 2));
        return true;
    }
}
