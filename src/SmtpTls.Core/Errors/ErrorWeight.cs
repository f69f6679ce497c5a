namespace SmtpTls.Errors;

/// <summary>
/// How much each kind of mark says: an alert says more than the status or event that reports it, the text of a product more than the
/// reply code beside it.
/// </summary>
internal static class ErrorWeight
{
    public const int Alert = 105;
    public const int Code = 100;
    public const int Event = 95;
    public const int Word = 76;
    public const int OpenSsl = 72;
    public const int Socket = 60;
    public const int Wrap = 55;
    public const int ReplyWithStatus = 50;
    public const int Status = 40;
    public const int Reply = 15;
    public const int Hint = 10;

    /// <summary>A text: the longer, the more.</summary>
    public static int Text(int length) => 70 + Math.Min(length / 3, 20);
}
