using SmtpTls.Logs.Esa;
using SmtpTls.Logs.Exchange;
using SmtpTls.Logs.Exim;
using SmtpTls.Logs.Postfix;
using SmtpTls.Logs.Sendmail;

namespace SmtpTls.Logs;

/// <summary>Tells a log's dialect by its lines. Names of files tell nothing.</summary>
internal static class DialectDetector
{
    /// <summary>The dialect that a line can only belong to; <see langword="null"/> where the line does not tell.</summary>
    public static LogDialect? Of(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12)
            return null;
        if (line[0] == '#')
            return IsExchangeHeader(line) ? LogDialect.Exchange : null;
        if (IsExchangeRow(line))
            return LogDialect.Exchange;
        // What follows a name and a bracket is a program's own; the rest of a line may quote anything.
        ReadOnlySpan<byte> head = line.Slice(0, Math.Min(line.Length, 160));
        if (Bytes.Has(head, "postfix"u8) && (Bytes.Has(head, "/smtpd["u8) || Bytes.Has(head, "/smtp["u8) || Bytes.Has(head, "/qmgr["u8)))
            return LogDialect.Postfix;
        if (Bytes.Has(head, "ICID "u8) || Bytes.Has(head, "DCID "u8))
            return LogDialect.CiscoEsa;
        if (Bytes.Has(head, "sendmail["u8) || Bytes.Has(head, "sm-mta["u8) || Bytes.Has(head, ": STARTTLS=server, "u8) || Bytes.Has(head, ": STARTTLS=client, "u8))
            return LogDialect.Sendmail;
        if (Bytes.Has(head, " exim["u8) || (Bytes.IsDigit(line[0]) && IsExim(head)))
            return LogDialect.Exim;
        return null;
    }

    public static LogParser Create(LogDialect dialect, LogContext context) => dialect switch
    {
        LogDialect.Exchange => new ExchangeParser(context, DirectionOf(context.Source)),
        LogDialect.CiscoEsa => new EsaParser(context),
        LogDialect.Postfix => new PostfixParser(context),
        LogDialect.Exim => new EximParser(context),
        LogDialect.Sendmail => new SendmailParser(context),
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, null),
    };

    /// <summary>What another log of Exchange calls itself: message tracking, connectivity; <see langword="null"/> for any other line.</summary>
    public static string? ForeignExchangeLog(ReadOnlySpan<byte> line) =>
        line.StartsWith("#Log-type: "u8) && !IsExchangeHeader(line) ? Bytes.Text(line.Slice("#Log-type: ".Length)) : null;

    private static bool IsExchangeHeader(ReadOnlySpan<byte> line) =>
        (line.StartsWith("#Log-type:"u8) && Bytes.Has(line, "SMTP "u8))
        || (line.StartsWith("#Fields:"u8) && Bytes.Has(line, "session-id"u8) && Bytes.Has(line, "remote-endpoint"u8));

    // 2023-01-11T15:59:56.001Z,connector,08DAF3EC62278461,0,10.10.10.10:25,203.0.113.33:56026,+,,
    private static bool IsExchangeRow(ReadOnlySpan<byte> line)
    {
        if (line.Length < 30 || line[4] != '-' || line[10] != 'T' || line.Slice(0, 30).IndexOf("Z,"u8) < 0)
            return false;
        Span<int> bounds = stackalloc int[2 * CsvRow.MaxColumns];
        CsvRow row = new(line, bounds);
        ReadOnlySpan<byte> kind = row[6];
        return kind.Length == 1 && kind[0] is (byte)'+' or (byte)'-' or (byte)'<' or (byte)'>' or (byte)'*' && row[2].Length == 16 && row.Has(8);
    }

    private static bool IsExim(ReadOnlySpan<byte> line) =>
        line.Length > 30 && line[4] == '-' && line[10] == ' '
        && (EximParser.IsMessageId(line.Slice(20), out _) || Bytes.Has(line, " <= "u8) || Bytes.Has(line, " => "u8) || Bytes.Has(line, " == "u8) || Bytes.Has(line, " ** "u8) || Bytes.Has(line, " Completed"u8)
            || Bytes.Has(line, " TLS error on connection from "u8) || Bytes.Has(line, " no MAIL in "u8) || Bytes.Has(line, " exim "u8) || Bytes.Has(line, " TLS session: "u8));

    // Rows without a header before them do not say which side we are on.
    private static MailDirection? DirectionOf(string source)
    {
        string name = Path.GetFileName(source);
        return name.StartsWith("RECV", StringComparison.OrdinalIgnoreCase) ? MailDirection.Inbound
            : name.StartsWith("SEND", StringComparison.OrdinalIgnoreCase) ? MailDirection.Outbound
            : null;
    }
}
