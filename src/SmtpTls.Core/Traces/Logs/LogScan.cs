namespace SmtpTls.Logs;

/// <summary>What to read, and how.</summary>
internal sealed record LogScanOptions
{
    /// <summary>The dialect; <see langword="null"/> to tell it by content.</summary>
    public LogDialect? Dialect { get; init; }

    /// <summary>Sessions that began before are left out.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Sessions that began then or later are left out.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The zone of times that do not name theirs.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Local;

    /// <summary>Whether senders, recipients and certificates are wanted.</summary>
    public bool Details { get; init; }

    /// <summary>Whether names of the other side, of senders and recipients are wanted.</summary>
    public bool Names { get; init; } = true;

    public bool Wants(SessionFacts session) =>
        (Since is null || session.Start >= Since.Value.UtcTicks) && (Until is null || session.Start < Until.Value.UtcTicks);
}

/// <summary>How weighty a note about a file is.</summary>
internal enum NoteLevel
{
    Verbose,
    Warning,
    Error,
}

/// <summary>Something about a file that the user should know.</summary>
internal sealed record LogNote(NoteLevel Level, string ErrorId, string Path, string Message);

/// <summary>What came of reading one file.</summary>
internal sealed record FileResult(bool Read, long Lines, long Unparsed);

/// <summary>Reads one file: whole sessions go to the sink, parts of sessions to the joiner.</summary>
internal sealed class LogScan(LogScanOptions options, FragmentJoiner fragments, Action<LogNote> note, Action<long> progress)
{
    // A log may begin with lines of other programs; but not with this many.
    private const long MaxUnknown = 1 << 24;

    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    /// <summary>Reads the file to its end. What goes wrong with it is a note; nothing else is lost.</summary>
    public FileResult Read(LogFile file, ISessionSink sink, CancellationToken token)
    {
        if (file.OutOf(options.Since, options.Until) is { } reason)
        {
            note(new LogNote(NoteLevel.Verbose, "LogSkipped", file.Path, $"{Quoted.Path(file.Path)} is not read: {reason}."));
            progress(file.Size);
            return new FileResult(false, 0, 0);
        }
        Receiver receiver = new(options, file, new Sorter(options, sink, fragments));
        long position = 0, lines = 0;
        try
        {
            using LogReader reader = new(file.Path);
            try
            {
                reader.Read(receiver, () =>
                {
                    token.ThrowIfCancellationRequested();
                    progress(reader.Position - position);
                    position = reader.Position;
                    if (receiver.Parser is null && (position > MaxUnknown || receiver.Foreign is not null))
                        throw new UnknownDialectException();
                    if (options.Until is { } until && receiver.FirstTime > (until + Slack).UtcTicks)
                        throw new TooNewException();
                });
            }
            catch (TooNewException)
            {
                note(new LogNote(NoteLevel.Verbose, "LogSkipped", file.Path, $"{Quoted.Path(file.Path)} is not read further: it begins after -Until."));
            }
            lines = reader.Lines;
            if (lines == 0)
                Note(file, NoteLevel.Warning, "LogEmpty", "is empty");
            else if (receiver.Parser is null)
                throw new UnknownDialectException();
        }
        catch (UnknownDialectException)
        {
            string found = receiver.Foreign is null
                ? "is no log of a known dialect. Known are Exchange's SMTP protocol logs (RECV*.LOG, SEND*.LOG), Cisco ESA's mail_logs, and the logs of Postfix, Exim and Sendmail; -Dialect reads it as one of them"
                : $"is an Exchange log of another kind ({receiver.Foreign}); the SMTP protocol logs are RECV*.LOG and SEND*.LOG";
            Note(file, file.FromFolder ? NoteLevel.Warning : NoteLevel.Error, "UnknownLogDialect", found);
            return new FileResult(false, 0, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or NotSupportedException)
        {
            string where = receiver.LastLine > 0 ? $" after line {receiver.LastLine}; what was read before is counted" : "";
            Note(file, NoteLevel.Error, "LogNotReadable", $"cannot be read{where}: {e.Message.TrimEnd('.')}");
            lines = receiver.LastLine;
        }
        finally
        {
            progress(Math.Max(0, file.Size - position));
        }
        receiver.Parser?.Finish();
        Remarks(file, receiver.Parser);
        if (options.Dialect is { } dialect && lines > 0 && receiver.FirstTime == 0)
            Note(file, NoteLevel.Warning, "LogWithoutSessions", $"read as a log of {dialect}, as -Dialect says, has no SMTP session");
        return new FileResult(lines > 0, lines, receiver.Parser?.Unparsed ?? 0);
    }

    private void Remarks(LogFile file, LogParser? parser)
    {
        if (parser is null)
            return;
        if (parser.Unparsed > 0)
        {
            string more = parser.Unparsed == 1 ? "" : $" and {parser.Unparsed - 1} more";
            Note(file, NoteLevel.Warning, "LogLinesUnparsed", $"has lines that are no lines of such a log: line {parser.FirstUnparsed}{more}. They are counted as Unparsed");
        }
        if (parser.Remark is not null)
            note(new LogNote(NoteLevel.Warning, "LogRemark", file.Path, $"{Quoted.Path(file.Path)}: {parser.Remark}."));
    }

    private void Note(LogFile file, NoteLevel level, string id, string text) =>
        note(new LogNote(level, id, file.Path, $"{Quoted.Path(file.Path)} {text}."));

    /// <summary>Finds the dialect, then hands the lines to its parser.</summary>
    private sealed class Receiver(LogScanOptions options, LogFile file, ISessionSink sink) : ILineReceiver
    {
        private readonly LogContext _context = new(file.Path, new LogClock(options.TimeZone, file.LastWritten), options.Details, sink) { Names = options.Names || options.Details };

        public LogParser? Parser { get; private set; }

        public string? Foreign { get; private set; }

        public long LastLine { get; private set; }

        public long FirstTime => ((Sorter)sink).FirstTime;

        public void Line(ReadOnlySpan<byte> line, long number, bool terminated)
        {
            LastLine = number;
            if (Parser is null)
            {
                if ((options.Dialect ?? DialectDetector.Of(line)) is not { } dialect)
                {
                    Foreign ??= DialectDetector.ForeignExchangeLog(line);
                    return;
                }
                Parser = DialectDetector.Create(dialect, _context);
            }
            Parser.Line(line, number, terminated);
        }

        public void LongLine(long number)
        {
            LastLine = number;
            Parser?.LongLine(number);
        }
    }

    /// <summary>Whole sessions go on, parts wait for each other.</summary>
    private sealed class Sorter(LogScanOptions options, ISessionSink sink, FragmentJoiner fragments) : ISessionSink
    {
        public long FirstTime { get; private set; }

        public void Add(SessionFacts session)
        {
            if (FirstTime == 0)
                FirstTime = session.Start;
            if (!session.IsComplete && fragments.TryAdd(session))
                return;
            session.Conclude();
            if (options.Wants(session))
                sink.Add(session);
        }
    }

    private sealed class UnknownDialectException : Exception
    {
    }

    private sealed class TooNewException : Exception
    {
    }
}
