using System.Runtime.CompilerServices;

namespace SmtpTls.Logs.Exchange;

/// <summary>
/// Exchange's SMTP protocol logs, receive and send. In a receive log the server is us, in a send log the client is us. Only the columns
/// that Exchange writes itself tell of TLS: the same words in what the other side said mean nothing.
/// </summary>
internal sealed class ExchangeParser
{
    /// <summary>The certificate that field lines are about is ours.</summary>
    internal const int OurCertificate = 8;

    private const int MinColumns = 7;
    private const int MaxKnownTls = 1000;

    private static readonly long LongestAttempt = TimeSpan.FromMinutes(5).Ticks;

    private static readonly string[] ReceivePorts = [":25", ":587", ":465", ":717", ":475", ":2525"];

    private readonly int[] _bounds = new int[2 * CsvRow.MaxColumns];
    private readonly ExchangeColumns _columns = new();
    private readonly Dictionary<string, ExchangeTls> _knownTls = [];
    private readonly LogContext _context;
    private readonly SessionTable _sessions;
    private readonly ExchangeDialogue _dialogue;
    private MailDirection? _direction;
    private string? _fields;

    public ExchangeParser(LogContext context, ExchangeHeading heading)
    {
        (_context, _direction) = (context, heading.Direction);
        _sessions = new SessionTable(context.Sessions);
        _dialogue = new ExchangeDialogue(context);
        if (heading.Fields is not null)
            Fields(heading.Fields);
    }

    /// <summary>What the header lines so far say of the rows behind them.</summary>
    public ExchangeHeading Heading => new(_direction, _fields);

    /// <summary>What is wrong with the header.</summary>
    public string? Remark { get; private set; }

    /// <summary>The file, or the part of it, has ended.</summary>
    public void Finish() => _sessions.ReleaseAll();

    /// <summary>Reads one line; false where it is no line of such a log.</summary>
    [MethodImpl(Jit.Hot)]
    public bool Parse(ReadOnlySpan<byte> line, long number)
    {
        if (line[0] == '#')
            return Header(line);
        CsvRow row = new(line, _bounds);
#if NET
        row.SplitFirst(MinColumns);
#endif
        long time = _context.Clock.Iso(row[_columns.Time], out _);
        ReadOnlySpan<byte> id = row[_columns.Session];
        ReadOnlySpan<byte> kind = row[_columns.Event];
        if (time == LogClock.None || id.Length == 0 || kind.Length != 1 || _columns.Missing is not null || !row.Has(_columns.Data))
            return false;
        if (kind[0] is not ((byte)'+' or (byte)'-' or (byte)'<' or (byte)'>' or (byte)'*'))
            return false;
        SessionKey key = Bytes.Key(id);
        ReadOnlySpan<byte> told = kind[0] == '*' ? row[_columns.Context] : default;
                if (!_sessions.TryGet(key, out SessionFacts session) || BeginsAnew(session, kind[0], told))
        {
            session = Create(ref row, time, number);
            session.Key = key;
            session.HasBeginning = Begins(session, kind[0] == '+' || told.StartsWith("attempting to connect"u8), row[_columns.Sequence], time);
            session.BeginsWithConnection = kind[0] == '+';
            _sessions.Put(key, session);
        }
        _context.See(time);
        session.End = Math.Max(session.End, time);
        session.Start = Math.Min(session.Start, time);
        switch (kind[0])
        {
            case (byte)'+':
                Endpoints(session, ref row);
                session.HasBeginning |= session.Direction == MailDirection.Inbound;
                session.Connected = true;
                break;
            case (byte)'-':
                ReadOnlySpan<byte> reason = row[_columns.Context];
                session.EndReason = Text(reason.Length > 0 ? reason : row[_columns.Data]);
                _sessions.End(key, session);
                break;
            case (byte)'*':
                if (told.Length > 0)
                    Information(session, key, row[_columns.Data], told);
                break;
            default:
                ReadOnlySpan<byte> said = row[_columns.Data];
                if (said.Length > 0)
                    _dialogue.Take(session, said, kind[0] == '<' == (session.Direction == MailDirection.Inbound));
                break;
        }
        return true;
    }

    private static bool BeginsAnew(SessionFacts session, byte kind, ReadOnlySpan<byte> told) =>
        (kind == '+' && (session.HasEnd || session.Connected))
        || (session.HasEnd && told.StartsWith("attempting to connect"u8));

    /// <summary>
    /// Whether a session's first line in this file is its first at all. In a send log the attempt to connect stands before the connection:
    /// at the beginning of a file it may have stayed in the file before.
    /// </summary>
    private bool Begins(SessionFacts session, bool connects, ReadOnlySpan<byte> sequence, long time)
    {
        long first = _context.FirstTime == 0 ? time : _context.FirstTime;
        return sequence.SequenceEqual("0"u8) || (connects && (session.Direction == MailDirection.Inbound || time - first > LongestAttempt));
    }

    private bool Header(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith("#Fields:"u8))
        {
            Fields(Bytes.Text(line.Slice("#Fields:".Length)));
        }
        else if (line.StartsWith("#Log-type:"u8))
        {
            _direction = Bytes.Has(line, "Receive"u8) ? MailDirection.Inbound : Bytes.Has(line, "Send"u8) ? MailDirection.Outbound : _direction;
        }
        return true;
    }

    private void Fields(string fields)
    {
        _fields = fields;
        _columns.Read(fields);
        Remark = _columns.Missing is null ? null : $"its #Fields line has no {_columns.Missing}";
    }

    private string? Text(ReadOnlySpan<byte> bytes) => _context.Pool.Get(bytes);

    private SessionFacts Create(ref CsvRow row, long time, long number)
    {
        ReadOnlySpan<byte> connector = row[_columns.Connector];
        SessionFacts session = new()
        {
            Dialect = LogDialect.Exchange,
            Start = time,
            Connector = Text(CsvRow.Unescape(connector)),
            Source = _context.Source,
            Line = number,
            Direction = _direction ?? Guess(ref row),
        };
        // A receive connector is named after its server: EX01\Default Frontend EX01.
        int slash = connector.IndexOf((byte)'\\');
        if (slash > 0)
            session.Server = Text(CsvRow.Unescape(connector.Slice(0, slash)));
        // Ids of sessions are needed for objects, and to put the parts of a session together.
        session.SessionId = _context.Details ? Bytes.Text(row[_columns.Session]) : null;
        Endpoints(session, ref row);
        return session;
    }

    private MailDirection Guess(ref CsvRow row)
    {
        string? local = Text(row[_columns.Local]);
        bool inbound = row[_columns.Connector].IndexOf((byte)'\\') >= 0 || (local is not null && ReceivePorts.Any(port => local.EndsWith(port, StringComparison.Ordinal)));
        return inbound ? MailDirection.Inbound : MailDirection.Outbound;
    }

    private void Endpoints(SessionFacts session, ref CsvRow row)
    {
        ReadOnlySpan<byte> remote = row[_columns.Remote];
        if (remote.Length > 0)
        {
            session.Remote = _context.Address(Address(remote, out int port));
            session.RemotePort = port;
        }
        session.Server ??= _context.Address(Address(row[_columns.Local], out _));
    }

    /// <summary>The address of <c>192.0.2.1:25</c> or <c>[2001:db8::1]:25</c>.</summary>
    private static ReadOnlySpan<byte> Address(ReadOnlySpan<byte> endpoint, out int port)
    {
        int colon = endpoint.LastIndexOf((byte)':');
        port = colon < 0 ? 0 : Bytes.Number(endpoint.Slice(colon + 1));
        ReadOnlySpan<byte> address = colon < 0 ? endpoint : endpoint.Slice(0, colon);
        return address.Length > 2 && address[0] == '[' ? address.Slice(1, address.Length - 2) : address;
    }

    private void Information(SessionFacts session, SessionKey key, ReadOnlySpan<byte> data, ReadOnlySpan<byte> told)
    {
        if (told.StartsWith("TLS protocol "u8) && Bytes.Has(told, " negotiation succeeded"u8))
        {
            ExchangeTls tls = Tls(Text(told)!);
            session.Establish(tls.Protocol, tls.CipherSuite, tls.KeyExchange);
        }
        else if (told.StartsWith("TLS negotiation failed with error "u8))
        {
            session.Fail(Text(Bytes.Trim(told.Slice("TLS negotiation failed with error ".Length))) ?? "unknown");
        }
        else if (told.StartsWith("Failed to connect"u8) || told.StartsWith("failed to connect"u8))
        {
            session.Error ??= Text(CsvRow.Unescape(told));
            _sessions.End(key, session);
        }
        else if (told.StartsWith("Connector is configured to send mail only over TLS"u8))
        {
            session.Required = true;
            session.Fail(Text(told)!, FailureType.StartTlsNotSupported);
        }
        else if (_context.Details)
        {
            Trace(session, told);
            ExchangeCertificates.Read(session, data.Length == 0 ? null : Bytes.Text(CsvRow.Unescape(data)), Bytes.Text(CsvRow.Unescape(told)));
        }
    }

    // sending message with RecordId 42932735836293 and InternetMessageId <id@example.com>
    private static void Trace(SessionFacts session, ReadOnlySpan<byte> told)
    {
        if (!told.StartsWith("sending message"u8))
            return;
        SessionDetails details = session.Details ??= new SessionDetails();
        ReadOnlySpan<byte> record = Bytes.Between(told, "RecordId "u8, (byte)' '), message = Bytes.Between(told, "InternetMessageId "u8, (byte)' ');
        if (record.Length > 0)
            details.AddQueueId(Bytes.Text(record));
        if (message.Length > 0)
            details.AddMessageId(Bytes.Text(message));
    }

    private ExchangeTls Tls(string told)
    {
        if (!_knownTls.TryGetValue(told, out ExchangeTls? tls))
        {
            if (_knownTls.Count >= MaxKnownTls)
                _knownTls.Clear();
            _knownTls[told] = tls = ExchangeTls.Parse(told);
        }
        return tls;
    }
}
