namespace SmtpTls.Smtp;

/// <summary>Why a dialogue could not go on.</summary>
internal enum SmtpDialogueError
{
    /// <summary>The connection could not be made.</summary>
    ConnectFailed,

    /// <summary>The peer closed or reset the connection.</summary>
    ConnectionLost,

    /// <summary>The time limit of a step ran out.</summary>
    TimedOut,

    /// <summary>A line or a reply is longer than any that a mail server would send.</summary>
    TooLong,

    /// <summary>What came is no SMTP reply.</summary>
    NotSmtp,
}

/// <summary>The peer did not answer, or not in SMTP.</summary>
internal sealed class SmtpDialogueException(SmtpDialogueError error, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public SmtpDialogueError Error { get; } = error;
}
