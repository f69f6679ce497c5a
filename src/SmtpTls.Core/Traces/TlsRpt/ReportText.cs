namespace SmtpTls.TlsRpt;

/// <summary>Texts that a stranger wrote.</summary>
internal static class ReportText
{
    /// <summary>Stands for a character that moves a terminal's cursor.</summary>
    private const char Replacement = '\uFFFD';

    /// <summary>The text without white space around it and without control characters.</summary>
    public static string Clean(string text)
    {
        text = text.Trim();
        return text.Any(char.IsControl) ? new string([.. text.Select(c => char.IsControl(c) ? Replacement : c)]) : text;
    }
}
