using System.Diagnostics.CodeAnalysis;
using SmtpTls.Logs;

namespace SmtpTls.Input;

/// <summary>Reads a session that may be live or deserialized.</summary>
internal static class LogSessionReader
{
    public static bool TryRead(ObjectProperties source, [NotNullWhen(true)] out SessionFacts? session)
    {
        session = null;
        if (source.Time(nameof(LogSession.Start)) is not { } start
            || source.Enum<MailDirection>(nameof(LogSession.Direction)) is not { } direction
            || !source.Has(nameof(LogSession.Encrypted)))
        {
            return false;
        }
        bool? encrypted = source.Flag(nameof(LogSession.Encrypted));
        string? failure = source.Text(nameof(LogSession.Failure));
        int messages = (int)(source.Number(nameof(LogSession.Messages)) ?? 0);
        session = new SessionFacts
        {
            Dialect = source.Enum<LogDialect>(nameof(LogSession.Dialect)) ?? LogDialect.Exchange,
            Direction = direction,
            Start = start.UtcTicks,
            End = (source.Time(nameof(LogSession.End)) ?? start).UtcTicks,
            Server = source.Text(nameof(LogSession.Server)),
            Connector = source.Text(nameof(LogSession.Connector)),
            Remote = source.Text(nameof(LogSession.Remote)),
            RemoteName = source.Text(nameof(LogSession.RemoteName)),
            HasBeginning = true,
            HasEnd = true,
            Tls = encrypted == true,
            TlsRefused = source.Flag(nameof(LogSession.TlsRefused)) ?? false,
            TlsUnlogged = encrypted is null,
            ClearMail = encrypted == false && failure is null,
            Required = source.Flag(nameof(LogSession.Required)),
            Protocol = source.Enum<SslProtocolVersion>(nameof(LogSession.Protocol)),
            CipherSuite = source.Text(nameof(LogSession.CipherSuite)),
            KeyExchange = source.Text(nameof(LogSession.KeyExchange)),
            Failure = failure,
            Error = source.Text(nameof(LogSession.Error)),
            Mail = source.Flag(nameof(LogSession.MailBegun)) ?? messages > 0,
            Messages = messages,
            ClearMessages = (int)(source.Number(nameof(LogSession.MessagesPlain)) ?? (encrypted == false ? messages : 0)),
            SenderDomain = source.Text(nameof(LogSession.SenderDomain)),
            RecipientDomain = source.Text(nameof(LogSession.RecipientDomain)),
        };
        return true;
    }
}
