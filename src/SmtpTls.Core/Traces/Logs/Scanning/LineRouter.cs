using System.Runtime.CompilerServices;
using SmtpTls.Logs.Esa;
using SmtpTls.Logs.Exchange;
using SmtpTls.Logs.Exim;
using SmtpTls.Logs.Postfix;
using SmtpTls.Logs.Sendmail;

namespace SmtpTls.Logs;

/// <summary>What lines further on depend on: a header of Exchange, an hour that comes twice.</summary>
internal sealed record RouterState(ExchangeHeading? Heading, long LastTime, bool SecondHour)
{
    /// <summary>What the beginning of a file knows.</summary>
    public static readonly RouterState Begin = new(null, 0, false);
}

/// <summary>Hands each line to the parser of the program that wrote it. A file may hold lines of all of them.</summary>
internal sealed class LineRouter : ILineReceiver
{
    private readonly LogContext _context;
    private readonly LogDialect? _forced;
    private readonly LineEnvelope _envelope;
    private readonly LineDialects _dialects = new();
    private ExchangeParser? _exchange;
    private EsaParser? _esa;
    private PostfixParser? _postfix;
    private EximParser? _exim;
    private SendmailParser? _sendmail;

    public LineRouter(LogContext context, LogDialect? forced, RouterState state, bool recognized)
    {
        (_context, _forced, Recognized) = (context, forced, recognized);
        _envelope = new LineEnvelope(context.Clock);
        context.Clock.State = (state.LastTime, state.SecondHour);
        if (state.Heading is not null)
            _exchange = new ExchangeParser(context, state.Heading);
    }

    /// <summary>Whether a line of a known program was there.</summary>
    public bool Recognized { get; private set; }

    /// <summary>Whether there are lines of an ESA, and the first time that was read.</summary>
    public bool HasEsa => _esa is not null;

    public long FirstTime => _context.FirstTime;

    /// <summary>What an Exchange log of another kind calls itself.</summary>
    public string? Foreign { get; private set; }

    /// <summary>Lines that nobody writes, and the first of them.</summary>
    public long Unparsed { get; private set; }

    public long FirstUnparsed { get; private set; }

    public long LastLine { get; private set; }

    /// <summary>Something that the user should know about this file, beside unparsed lines.</summary>
    public string? Remark => _exchange?.Remark;

    public RouterState State => new(_exchange?.Heading, _context.Clock.State.Last, _context.Clock.State.Second);

    [MethodImpl(Jit.Hot)]
    public void Line(ReadOnlySpan<byte> line, long number, bool terminated)
    {
        LastLine = number;
        // A server that lost power leaves zeros where it had reserved room.
        if (line.Length > 0 && line[0] == 0)
            line = line.TrimStart((byte)0);
        if (line.Length == 0)
            return;
        try
        {
            if (_exchange is not null && _exchange.Parse(line, number))
                return;
            if (!Route(line, number) && terminated)
                Reject(number);
        }
        // A line that no parser was made for is one line, and no end of the file.
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            Reject(number);
        }
    }

    public void LongLine(long number)
    {
        LastLine = number;
        Reject(number);
    }

    /// <summary>The file, or the part of it, has ended.</summary>
    public void Finish()
    {
        _exchange?.Finish();
        _esa?.Finish();
        _postfix?.Finish();
        _exim?.Finish();
        _sendmail?.Finish();
    }

    private bool Route(ReadOnlySpan<byte> line, long number)
    {
        if (_forced is null or LogDialect.Exchange && (line[0] == '#' ? LineDialects.IsExchangeHeader(line) : _exchange is null && LineDialects.IsExchangeRow(line)))
        {
            Recognized = true;
            _exchange ??= new ExchangeParser(_context, ExchangeHeading.OfFile(_context.Source));
            return _exchange.Parse(line, number);
        }
        if (line[0] == '#')
        {
            Foreign ??= LineDialects.ForeignExchangeLog(line);
            return true;
        }
        if (_forced == LogDialect.Exchange)
            return false;
        if (!_envelope.TryRead(line, out MailLine read))
            return IsNoLine(line);
        if ((_forced ?? _dialects.Of(read)) is not { } dialect)
            return true;
        Recognized = true;
        _context.See(read.Time);
        Parser(dialect).Take(read, number);
        return true;
    }

    private LogParser Parser(LogDialect dialect) => dialect switch
    {
        LogDialect.CiscoEsa => _esa ??= new EsaParser(_context),
        LogDialect.Postfix => _postfix ??= new PostfixParser(_context),
        LogDialect.Exim => _exim ??= new EximParser(_context),
        LogDialect.Sendmail => _sendmail ??= new SendmailParser(_context),
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, null),
    };

    // What goes on from the line before, and what journalctl puts between boots: -- Boot 3e5c... --
    private static bool IsNoLine(ReadOnlySpan<byte> line) => line[0] is (byte)' ' or (byte)'\t' || line.StartsWith("-- "u8);

    private void Reject(long number)
    {
        // A log may begin with lines of other programs.
        if (Recognized && Unparsed++ == 0)
            FirstUnparsed = number;
    }
}
