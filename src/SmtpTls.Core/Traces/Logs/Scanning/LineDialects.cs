using System.Runtime.CompilerServices;
using SmtpTls.Logs.Esa;
using SmtpTls.Logs.Exim;

namespace SmtpTls.Logs;

/// <summary>Tells whose line it is: by the program that it names, or by what only one program writes. Names of files tell nothing.</summary>
internal sealed class LineDialects
{
    private const int MaxTags = 100;

    // Sendmail can be given any name (-L).
    private readonly HashSet<SessionKey> _sendmailTags = [];

    /// <summary>The product that the line is of; <see langword="null"/> where it is of another program.</summary>
    [MethodImpl(Jit.Hot)]
    public LogDialect? Of(in MailLine line)
    {
        ReadOnlySpan<byte> tag = line.Tag;
        int slash = tag.LastIndexOf((byte)'/');
        if (slash >= 0)
        {
            ReadOnlySpan<byte> program = tag.Slice(slash + 1);
            if (program.SequenceEqual("smtpd"u8) || program.SequenceEqual("smtp"u8) || tag.StartsWith("postfix"u8))
                return LogDialect.Postfix;
            tag = tag[0] == '/' ? program : tag;
        }
        if (tag.StartsWith("exim"u8) || EximText.IsOne(line.Rest))
            return LogDialect.Exim;
        if (IsSendmail(tag) || (tag.Length > 0 && _sendmailTags.Count > 0 && _sendmailTags.Contains(Bytes.Key(tag))))
            return LogDialect.Sendmail;
        if (tag.Length > 0 && IsHandshakeOfSendmail(line.Message))
        {
            if (_sendmailTags.Count < MaxTags)
                _sendmailTags.Add(Bytes.Key(tag));
            return LogDialect.Sendmail;
        }
        return EsaParser.IsOne(line) ? LogDialect.CiscoEsa : null;
    }

    /// <summary>Whether a line begins an SMTP protocol log of Exchange.</summary>
    public static bool IsExchangeHeader(ReadOnlySpan<byte> line) =>
        (line.StartsWith("#Log-type:"u8) && Bytes.Has(line, "SMTP "u8))
        || (line.StartsWith("#Fields:"u8) && Bytes.Has(line, "session-id"u8) && Bytes.Has(line, "remote-endpoint"u8));

    /// <summary>Whether a line is a row of such a log: 2023-01-11T15:59:56.001Z,connector,08DAF3EC62278461,0,10.10.10.10:25,203.0.113.33:56026,+,,</summary>
    public static bool IsExchangeRow(ReadOnlySpan<byte> line)
    {
        if (line.Length < 30 || line[4] != '-' || line[10] != 'T' || line.Slice(0, 30).IndexOf("Z,"u8) < 0)
            return false;
        Span<int> bounds = stackalloc int[2 * CsvRow.MaxColumns];
        CsvRow row = new(line, bounds);
        ReadOnlySpan<byte> kind = row[6];
        return kind.Length == 1 && kind[0] is (byte)'+' or (byte)'-' or (byte)'<' or (byte)'>' or (byte)'*' && row[2].Length == 16 && row.Has(8);
    }

    /// <summary>What another log of Exchange calls itself: message tracking, connectivity; <see langword="null"/> for any other line.</summary>
    public static string? ForeignExchangeLog(ReadOnlySpan<byte> line) =>
        line.StartsWith("#Log-type: "u8) && !IsExchangeHeader(line) ? Bytes.Text(line.Slice("#Log-type: ".Length)) : null;

    private static bool IsSendmail(ReadOnlySpan<byte> tag) => tag.StartsWith("sendmail"u8) || tag.StartsWith("sm-"u8);

    // STARTTLS=server, relay=...      221820LG031423: STARTTLS=client, relay=...
    private static bool IsHandshakeOfSendmail(ReadOnlySpan<byte> message)
    {
        int at = message.Slice(0, Math.Min(message.Length, 40)).IndexOf("STARTTLS="u8);
        return at == 0 || (at > 2 && message[at - 1] == ' ' && message[at - 2] == ':');
    }
}
