using System.Globalization;
using System.Text;

namespace SmtpTls.Logs;

/// <summary>
/// Finds what servers called one message: every line that holds the message's id holds the id that the server gave it in its queue, or the
/// session that it came in. Sessions that name one of these belong to the message.
/// </summary>
internal sealed class MessageTrace
{
    private readonly byte[] _id;
    private readonly HashSet<(LogDialect Dialect, string Id)> _found = [];

    /// <param name="messageId">The id, with or without its angle brackets.</param>
    public MessageTrace(string messageId)
    {
        MessageId = "<" + messageId.Trim().TrimStart('<').TrimEnd('>') + ">";
        _id = Encoding.UTF8.GetBytes(MessageId.Substring(1, MessageId.Length - 2));
    }

    /// <summary>The id in angle brackets.</summary>
    public string MessageId { get; }

    /// <summary>Looks through a file. One that cannot be read is told when its sessions are read.</summary>
    public void Search(LogFile file, CancellationToken token)
    {
        try
        {
            using LogSource source = new(file.Path);
            using LineReader reader = source.Lines();
            reader.Read(new Finder(this, file), () =>
            {
                token.ThrowIfCancellationRequested();
                return true;
            });
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
        }
    }

    /// <summary>Whether the session is one in which the message went.</summary>
    public bool Has(SessionFacts session)
    {
        if (session.Details?.MessageIds.Contains(MessageId) == true)
            return true;
        bool found = session.Dialect == LogDialect.Exchange
            ? session.SessionId is not null && _found.Contains((LogDialect.Exchange, session.SessionId))
            : session.Details?.QueueIds.Any(id => _found.Contains((session.Dialect, id))) == true;
        if (found)
            (session.Details ??= new SessionDetails()).AddMessageId(MessageId);
        return found;
    }

    private void Take(LogDialect dialect, ReadOnlySpan<byte> id)
    {
        if (id.Length > 0)
            _found.Add((dialect, Bytes.Text(id)));
    }

    /// <summary>Looks for the id in each line; only lines that have it are taken apart.</summary>
    private sealed class Finder(MessageTrace trace, LogFile file) : ILineReceiver
    {
        private readonly LineEnvelope _envelope = new(new LogClock(TimeZoneInfo.Utc, file.LastWritten));
        private readonly LineDialects _dialects = new();

        public void Line(ReadOnlySpan<byte> line, long number, bool terminated)
        {
            bool has = line.IndexOf(trace._id) >= 0;
            if (!has && !Bytes.Has(line, " rewritten to MID "u8))
                return;
            if (LineDialects.IsExchangeRow(line))
                OfExchange(line);
            else if (_envelope.TryRead(line, out MailLine read) && _dialects.Of(read) is { } dialect)
                Of(dialect, read, has);
        }

        public void LongLine(long number)
        {
        }

        private void OfExchange(ReadOnlySpan<byte> line)
        {
            Span<int> bounds = stackalloc int[2 * CsvRow.MaxColumns];
            CsvRow row = new(line, bounds);
            trace.Take(LogDialect.Exchange, row[2]);
        }

        private void Of(LogDialect dialect, in MailLine line, bool has)
        {
            ReadOnlySpan<byte> told = line.Message.Length == 0 ? line.Rest : line.Message;
            if (dialect == LogDialect.CiscoEsa)
                OfEsa(Bytes.After(line.Rest, "MID "u8), has);
            else if (dialect == LogDialect.Exim)
                trace.Take(dialect, EximId(line.Rest));
            else
                trace.Take(dialect, Bytes.Before(told, (byte)':'));
        }

        private static ReadOnlySpan<byte> EximId(ReadOnlySpan<byte> rest)
        {
            int arrives = rest.IndexOf(" <= "u8);
            if (arrives < 0)
                return default;
            ReadOnlySpan<byte> before = rest.Slice(0, arrives);
            return before.Slice(before.LastIndexOf((byte)' ') + 1);
        }

        // MID 5 Message-ID '<id@example.com>'      MID 5 rewritten to MID 6 by ...
        private void OfEsa(ReadOnlySpan<byte> told, bool has)
        {
            int id = Bytes.Number(told), next = Bytes.Number(Bytes.After(told, " rewritten to MID "u8));
            string text = id.ToString(CultureInfo.InvariantCulture);
            if (has && id > 0)
                trace._found.Add((LogDialect.CiscoEsa, text));
            if (next > 0 && trace._found.Contains((LogDialect.CiscoEsa, text)))
                trace._found.Add((LogDialect.CiscoEsa, next.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
