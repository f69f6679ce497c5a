using System.Globalization;

namespace SmtpTls.Logs;

/// <summary>
/// Writes what other logs may still change as text, and reads it back: text comes through remoting, Clixml and JSON unharmed, at any depth.
/// Fields are parted by tabs; an empty field is none.
/// </summary>
internal static class EdgeText
{
    public const char Range = 'R';
    public const char Fragment = 'S';
    public const char Failure = 'F';
    public const char Clear = 'C';

    public static string OfRange(long first, long last) => Join(Range, Number(first), Number(last));

    public static string OfEvent(HostPair pair, bool failure, long time, long matched) =>
        Join(failure ? Failure : Clear, Number((int)pair.Direction), pair.Server, pair.Remote, Number(time), Number(matched));

    public static string OfFragment(SessionFacts session) => Join(
        Fragment,
        Number((int)session.Dialect),
        Number((int)session.Direction),
        Number(session.Start),
        Number(session.End),
        session.Server,
        session.Connector,
        Hex(session.Key.First),
        Hex(session.Key.Second),
        session.Remote,
        Number(session.RemotePort),
        session.RemoteName,
        Flags(session.HasBeginning, session.HasEnd, session.TlsPending, session.Tls, session.TlsUnlogged, session.Mail, session.ClearMail, session.MessagePending, session.BeginsWithAcceptance, session.TlsRefused, session.Connected, session.BeginsWithConnection, session.OpenStart, session.OpenEnd, session.BeginsWithAnswer, session.BeginsReused, session.CountsAll),
        session.Required?.ToString(),
        session.Protocol?.ToString(),
        session.CipherSuite,
        session.KeyExchange,
        session.Error,
        session.Failure,
        session.EndReason,
        Number(session.Messages),
        Number(session.ClearMessages),
        session.SenderDomain,
        session.RecipientDomain,
        Number(session.FirstTransaction),
        Number(session.Transaction),
        Number(session.FirstAccepted),
        Number(session.LastAccepted));

    public static string[] Fields(string text) => text.Split('\t');

    public static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    public static (HostPair Pair, long Time, long Matched) ReadEvent(string[] fields) => (
        new HostPair((MailDirection)(int)Ticks(fields[1]), Value(fields[2]), fields[3]), Ticks(fields[4]), Ticks(fields[5]));

    public static SessionFacts ReadFragment(string[] fields)
    {
        string flags = fields[12];
        return new SessionFacts
        {
            Dialect = (LogDialect)(int)Ticks(fields[1]),
            Direction = (MailDirection)(int)Ticks(fields[2]),
            Start = Ticks(fields[3]),
            End = Ticks(fields[4]),
            Server = Value(fields[5]),
            Connector = Value(fields[6]),
            Key = new SessionKey(Hex(fields[7]), Hex(fields[8])),
            Remote = Value(fields[9]),
            RemotePort = (int)Ticks(fields[10]),
            RemoteName = Value(fields[11]),
            HasBeginning = flags[0] == '1',
            HasEnd = flags[1] == '1',
            TlsPending = flags[2] == '1',
            Tls = flags[3] == '1',
            TlsUnlogged = flags[4] == '1',
            Mail = flags[5] == '1',
            ClearMail = flags[6] == '1',
            MessagePending = flags[7] == '1',
            BeginsWithAcceptance = flags[8] == '1',
            TlsRefused = flags[9] == '1',
            Connected = flags[10] == '1',
            BeginsWithConnection = flags[11] == '1',
            OpenStart = flags[12] == '1',
            OpenEnd = flags[13] == '1',
            BeginsWithAnswer = flags[14] == '1',
            BeginsReused = flags[15] == '1',
            CountsAll = flags[16] == '1',
            Required = bool.TryParse(fields[13], out bool required) ? required : null,
            Protocol = Enum.TryParse(fields[14], out SslProtocolVersion version) ? version : null,
            CipherSuite = Value(fields[15]),
            KeyExchange = Value(fields[16]),
            Error = Value(fields[17]),
            Failure = Value(fields[18]),
            EndReason = Value(fields[19]),
            Messages = (int)Ticks(fields[20]),
            ClearMessages = (int)Ticks(fields[21]),
            SenderDomain = Value(fields[22]),
            RecipientDomain = Value(fields[23]),
            FirstTransaction = Key(fields[24]),
            Transaction = Key(fields[25]),
            FirstAccepted = Key(fields[26]),
            LastAccepted = Key(fields[27]),
        };
    }

    private static string? Value(string field) => field.Length == 0 ? null : field;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Number(SessionKey key) => key.IsNone ? null : Hex(key.First) + "." + Hex(key.Second);

    private static SessionKey Key(string field)
    {
        int dot = field.IndexOf('.');
        return dot < 0 ? default : new SessionKey(Hex(field.Substring(0, dot)), Hex(field.Substring(dot + 1)));
    }

    private static string Hex(ulong number) => number.ToString("X", CultureInfo.InvariantCulture);

    private static ulong Hex(string field) => ulong.Parse(field, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Flags(params bool[] flags) => string.Concat(flags.Select(flag => flag ? '1' : '0'));

    private static string Join(char kind, params string?[] fields) => kind + "\t" + string.Join("\t", fields);
}
