namespace SmtpTls.Logs;

/// <summary>What a parser needs to know of the file it reads.</summary>
internal sealed class LogContext(string source, LogClock clock, LogScanOptions options, TextPool<byte> pool, ISessionSink sessions)
{
    private const int MaxAddresses = 10_000;

    private readonly Dictionary<string, string> _addresses = [];

    public string Source { get; } = source;

    public LogClock Clock { get; } = clock;

    /// <summary>Whether senders, recipients, ids and certificates are wanted.</summary>
    public bool Details { get; } = options.Details;

    /// <summary>Whether anybody wants to know the names of the other side, of senders and recipients.</summary>
    public bool Names { get; } = options.Names || options.Details;

    public TextPool<byte> Pool { get; } = pool;

    public ISessionSink Sessions { get; } = sessions;

    /// <summary>The first time of the part that is read, and the last one so far; UTC ticks, 0 where there is none.</summary>
    public long FirstTime { get; private set; }

    public long LastTime { get; private set; }

    /// <summary>A word of TLS from Postfix' smtp(8) was read: where it logs TLS, its silence means none.</summary>
    public bool LogsClientTls { get; set; }

    public void See(long time)
    {
        if (FirstTime == 0)
            FirstTime = time;
        LastTime = Math.Max(LastTime, time);
    }

    /// <summary>An IP address in the one spelling of RFC 5952, IPv4 within IPv6 as IPv4.</summary>
    public string? Address(ReadOnlySpan<byte> text)
    {
        if (Bytes.StartsWithWord(text, "IPV6:"u8))
            text = text.Slice(5);
        string? address = Pool.Get(text);
        if (address is null || text.IndexOf((byte)':') < 0)
            return address;
        if (!_addresses.TryGetValue(address, out string? spelled))
        {
            spelled = !System.Net.IPAddress.TryParse(address, out System.Net.IPAddress? parsed) ? address
                : parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4().ToString()
                : parsed.ToString();
            if (_addresses.Count >= MaxAddresses)
                _addresses.Clear();
            _addresses[address] = spelled;
        }
        return spelled;
    }
}

/// <summary>One product: turns the lines of one file, or of a part of it, into sessions.</summary>
internal abstract class LogParser(LogContext context)
{
    protected LogContext Context { get; } = context;

    protected SessionTable Sessions { get; } = new(context.Sessions);

    /// <summary>Takes a line of this product.</summary>
    public abstract void Take(in MailLine line, long number);

    /// <summary>The file, or the part of it, has ended.</summary>
    public virtual void Finish() => Sessions.ReleaseAll();

    protected string? Text(ReadOnlySpan<byte> bytes) => Context.Pool.Get(bytes);
}
