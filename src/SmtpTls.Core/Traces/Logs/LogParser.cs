using System.Runtime.CompilerServices;

namespace SmtpTls.Logs;

/// <summary>What a parser needs to know of the file it reads.</summary>
internal sealed record LogContext(string Source, LogClock Clock, bool Details, ISessionSink Sessions)
{
    /// <summary>Whether anybody wants to know the names of the other side, of senders and recipients.</summary>
    public bool Names { get; init; } = true;

    public TextPool<byte> Pool { get; } = new(Bytes.Text);
}

/// <summary>One dialect: turns the lines of one file into sessions.</summary>
internal abstract class LogParser(LogContext context) : ILineReceiver
{
    protected LogContext Context { get; } = context;

    protected SessionTable Sessions { get; } = new(context.Sessions);

    /// <summary>Lines that are not what the dialect writes, and the first of them.</summary>
    public long Unparsed { get; private set; }

    public long FirstUnparsed { get; private set; }

    /// <summary>Something that the user should know about this file, beside unparsed lines.</summary>
    public string? Remark { get; protected set; }

    [MethodImpl(Jit.Hot)]
    public void Line(ReadOnlySpan<byte> line, long number, bool terminated)
    {
        // A server that lost power leaves zeros where it had reserved room.
        if (line.Length > 0 && line[0] == 0)
            line = line.TrimStart((byte)0);
        if (line.Length > 0 && !Parse(line, number) && terminated)
            Reject(number);
    }

    public void LongLine(long number) => Reject(number);

    /// <summary>The file has ended.</summary>
    public virtual void Finish() => Sessions.ReleaseAll();

    /// <summary>Reads one line; false where it is not what the dialect writes.</summary>
    protected abstract bool Parse(ReadOnlySpan<byte> line, long number);

    protected string? Text(ReadOnlySpan<byte> bytes) => Context.Pool.Get(bytes);

    private void Reject(long number)
    {
        if (Unparsed++ == 0)
            FirstUnparsed = number;
    }
}
