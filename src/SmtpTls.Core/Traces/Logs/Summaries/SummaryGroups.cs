namespace SmtpTls.Logs;

/// <summary>The properties of a summary that say which group it is about.</summary>
internal static class SummaryGroups
{
    public static void Set(LogSummary summary, LogGrouping by, object? value)
    {
        switch (by)
        {
            case LogGrouping.Direction:
                summary.Direction = (MailDirection?)value;
                break;
            case LogGrouping.Protocol:
                summary.Protocol = (SslProtocolVersion?)value;
                break;
            case LogGrouping.CipherSuite:
                summary.CipherSuite = (string?)value;
                break;
            case LogGrouping.KeyExchange:
                summary.KeyExchange = (string?)value;
                break;
            case LogGrouping.Server:
                summary.Server = (string?)value;
                break;
            case LogGrouping.Connector:
                summary.Connector = (string?)value;
                break;
            case LogGrouping.RemoteAddress:
                summary.RemoteAddress = (string?)value;
                break;
            case LogGrouping.RemoteName:
                summary.RemoteName = (string?)value;
                break;
            case LogGrouping.RemoteDomain:
                summary.RemoteDomain = (string?)value;
                break;
            case LogGrouping.SenderDomain:
                summary.SenderDomain = (string?)value;
                break;
            case LogGrouping.RecipientDomain:
                summary.RecipientDomain = (string?)value;
                break;
            case LogGrouping.Failure:
                summary.Failure = (string?)value;
                break;
            case LogGrouping.Error:
                summary.Error = (string?)value;
                break;
            case LogGrouping.Dialect:
                summary.Dialect = (LogDialect?)value;
                break;
            case LogGrouping.Day:
                summary.Day = (DateTimeOffset?)value;
                break;
            case LogGrouping.Hour:
                summary.Hour = (DateTimeOffset?)value;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(by), by, null);
        }
    }

    public static object? Get(LogSummary summary, LogGrouping by) => by switch
    {
        LogGrouping.Direction => summary.Direction,
        LogGrouping.Protocol => summary.Protocol,
        LogGrouping.CipherSuite => summary.CipherSuite,
        LogGrouping.KeyExchange => summary.KeyExchange,
        LogGrouping.Server => summary.Server,
        LogGrouping.Connector => summary.Connector,
        LogGrouping.RemoteAddress => summary.RemoteAddress,
        LogGrouping.RemoteName => summary.RemoteName,
        LogGrouping.RemoteDomain => summary.RemoteDomain,
        LogGrouping.SenderDomain => summary.SenderDomain,
        LogGrouping.RecipientDomain => summary.RecipientDomain,
        LogGrouping.Failure => summary.Failure,
        LogGrouping.Error => summary.Error,
        LogGrouping.Dialect => summary.Dialect,
        LogGrouping.Day => summary.Day,
        LogGrouping.Hour => summary.Hour,
        _ => throw new ArgumentOutOfRangeException(nameof(by), by, null),
    };
}
