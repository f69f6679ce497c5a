namespace SmtpTls.Logs;

/// <summary>How weighty a note about a file is.</summary>
internal enum NoteLevel
{
    Verbose,
    Warning,
    Error,
}

/// <summary>Something about a file that the user should know.</summary>
internal sealed record LogNote(NoteLevel Level, string ErrorId, string Path, string Message);
