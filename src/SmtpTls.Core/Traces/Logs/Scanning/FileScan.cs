namespace SmtpTls.Logs;

/// <summary>
/// Reads one file, whole or in parts. Parts are read in any order, each as if the state at its beginning were that of the file's first header;
/// they are taken in their order, and a part before which the state was another is read once more.
/// </summary>
internal sealed class FileScan : IDisposable
{
    // A log may begin with lines of other programs; but not with this many bytes.
    private const long MaxUnknown = 1 << 24;
    private const int ProbeSize = 1 << 16;

    private static readonly long Slack = TimeSpan.FromHours(1).Ticks;

    private readonly LogScanOptions _options;
    private readonly LogFile _file;
    private readonly FileSessions _sessions;
    private readonly Action<long> _progress;
    private readonly FilePart?[] _parts;
    private readonly LogSource _source;
    private readonly RouterState _first = RouterState.Begin;
    private readonly bool _recognized;
    private RouterState _state = RouterState.Begin;
    private int _next;
    private long _told;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public FileScan(LogScanOptions options, LogFile file, FileSessions sessions, TextPool<byte> pool, Action<long> progress)
    {
        (_options, _file, _sessions, _progress) = (options, file, sessions, progress);
        _source = new LogSource(file.Path);
        int parts = 1;
        if (_source.IsPlain && _source.Length / 2 >= options.PartSize && !options.Details)
        {
            LineRouter probe = Probe(pool);
            (_recognized, _first) = (probe.Recognized, probe.State);
            // Names of an ESA's messages are told once, far from where they are wanted.
            if (_recognized && !(options.Names && probe.HasEsa) && !(probe.FirstTime > options.Until?.UtcTicks + Slack))
                parts = (int)Math.Min(int.MaxValue, _source.Length / options.PartSize);
        }
        _parts = new FilePart?[parts];
        Result = new FilePart();
    }

    public int Parts => _parts.Length;

    /// <summary>The sum of the parts that were taken.</summary>
    public FilePart Result { get; }

    /// <summary>Whether a line of a known program was there.</summary>
    public bool Recognized { get; private set; }

    /// <summary>What an Exchange log of another kind calls itself.</summary>
    public string? Foreign { get; private set; }

    /// <summary>It was not read to its end, because it begins after the times that are wanted.</summary>
    public bool TooNew { get; private set; }

    /// <summary>Reads a part; true where the file is done with.</summary>
    public bool Read(int number, TextPool<byte> pool, CancellationToken token)
    {
        if (_parts.Length == 1)
        {
            Read(0, long.MaxValue, Result, _sessions, RouterState.Begin, pool, token);
            if (Result.LogsClientTls)
                _sessions.LogsTls();
            _progress(Math.Max(0, _file.Size - _told));
            _sessions.EndFile();
            return true;
        }
        FilePart part = ReadPart(number, number == 0 ? RouterState.Begin : _first, pool, token);
        lock (_parts)
        {
            _parts[number] = part;
            for (; _next < _parts.Length && _parts[_next] is { } ready; _next++)
            {
                Take(_next > 0 && ready.Before != _state ? ReadPart(_next, _state, pool, token) : ready);
                _parts[_next] = null;
            }
            if (_next < _parts.Length)
                return false;
            _sessions.EndFile();
            return true;
        }
    }

    public void Dispose() => _source.Dispose();

    private LineRouter Probe(TextPool<byte> pool)
    {
        LogContext context = new(_file.Path, Clock(), _options, pool, new FilePart());
        LineRouter router = new(context, _options.Dialect, RouterState.Begin, recognized: false);
        using LineReader reader = _source.Lines(0, ProbeSize);
        reader.Read(router, () => true);
        return router;
    }

    private FilePart ReadPart(int number, RouterState state, TextPool<byte> pool, CancellationToken token)
    {
        FilePart part = new() { Before = state };
        long size = _source.Length / _parts.Length;
        bool last = number == _parts.Length - 1;
        Read(number * size, last ? long.MaxValue : (number + 1) * size, part, part, state, pool, token);
        _progress(last ? _source.Length - (number * size) : size);
        return part;
    }

    private void Take(FilePart part)
    {
        if (Result.FirstUnparsed == 0 && part.FirstUnparsed > 0)
            Result.FirstUnparsed = Result.Lines + part.FirstUnparsed;
        Result.Lines += part.Lines;
        Result.Unparsed += part.Unparsed;
        Result.Remark ??= part.Remark;
        Result.Error ??= part.Error;
        Recognized = true;
        if (part.LogsClientTls)
            _sessions.LogsTls();
        foreach (SessionFacts session in part.Sessions)
            _sessions.Add(session);
        _sessions.EndPart();
        _state = part.After;
    }

    private void Read(long from, long to, FilePart part, ISessionSink sink, RouterState state, TextPool<byte> pool, CancellationToken token)
    {
        LogContext context = new(_file.Path, Clock(), _options, pool, sink);
        LineRouter router = new(context, _options.Dialect, state, _recognized);
        bool whole = _parts.Length == 1;
        LineReader? reader = null;
        try
        {
            reader = whole ? _source.Lines() : _source.Lines(from, to);
            reader.Read(router, GoOn);
            part.Lines = reader.Lines;
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            (part.Error, part.Lines) = (e, router.LastLine);
        }
        finally
        {
            reader?.Dispose();
        }
        router.Finish();
        (part.Unparsed, part.FirstUnparsed, part.Remark) = (router.Unparsed, router.FirstUnparsed, router.Remark);
        (part.LogsClientTls, part.After) = (context.LogsClientTls, router.State);
        Recognized |= router.Recognized;
        Foreign ??= router.Foreign;

        bool GoOn()
        {
            token.ThrowIfCancellationRequested();
            if (!whole)
                return true;
            if (context.LogsClientTls)
                _sessions.LogsTls();
            long position = _source.Position(reader!);
            _progress(position - _told);
            _told = position;
            if (!router.Recognized && (position > MaxUnknown || router.Foreign is not null))
                return false;
            TooNew = _options.Until is { } until && context.FirstTime > until.UtcTicks + Slack;
            return !TooNew;
        }
    }

    private LogClock Clock() => new(_options.TimeZone, _file.LastWritten);
}
