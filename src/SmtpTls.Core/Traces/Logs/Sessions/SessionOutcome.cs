namespace SmtpTls.Logs;

/// <summary>The one kind that a session counts as.</summary>
internal enum SessionOutcome
{
    Unknown,
    Encrypted,
    Plain,
    Failed,
}
