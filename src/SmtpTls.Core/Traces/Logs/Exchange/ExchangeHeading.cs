namespace SmtpTls.Logs.Exchange;

/// <summary>What header lines say of the rows behind them: which side we are on, and the names of the columns.</summary>
internal sealed record ExchangeHeading(MailDirection? Direction, string? Fields)
{
    /// <summary>Rows without a header before them do not say which side we are on; the name of the file may.</summary>
    public static ExchangeHeading OfFile(string path)
    {
        string name = Path.GetFileName(path);
        MailDirection? direction = name.StartsWith("RECV", StringComparison.OrdinalIgnoreCase) ? MailDirection.Inbound
            : name.StartsWith("SEND", StringComparison.OrdinalIgnoreCase) ? MailDirection.Outbound
            : null;
        return new ExchangeHeading(direction, null);
    }
}
