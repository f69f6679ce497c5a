namespace SmtpTls.Smtp;

/// <summary>
/// Recognises what middleboxes leave of STARTTLS. Cisco's SMTP inspection (PIX "fixup protocol smtp", ASA "inspect esmtp")
/// overwrites what it does not allow with X, so that lengths stay the same, and fills the banner with asterisks.
/// </summary>
internal static class StartTlsMask
{
    private const string StartTls = "STARTTLS";

    /// <summary>Whether an EHLO keyword is an overwritten one: <c>XXXXXXXA</c>, <c>XXXXXXXX</c>, <c>XXXX</c>, <c>STARTXXX</c>.</summary>
    public static bool IsMasked(string keyword) => IsFilling(keyword) || IsPartlyMasked(keyword);

    /// <summary>Whether a banner is mostly asterisks, such as <c>220 *****0*2******</c>.</summary>
    public static bool IsMaskedBanner(string text)
    {
        int asterisks = text.Count(c => c == '*');
        return asterisks >= 8 && text.All(c => c is '*' or ' ' or '.' or (>= '0' and <= '9'));
    }

    // Some devices put an A behind the X's. A keyword such as XCLIENT or X-EXPS has other letters and is none of these.
    private static bool IsFilling(string keyword)
    {
        string filling = keyword.TrimEnd('A', 'a');
        return keyword.Length - filling.Length <= 1 && filling.Length >= 2 && filling.All(IsFill);
    }

    private static bool IsPartlyMasked(string keyword) => keyword.Length == StartTls.Length
        && keyword.Select((c, i) => char.ToUpperInvariant(c) == StartTls[i] || IsFill(c)).All(same => same)
        && keyword.Any(IsFill);

    private static bool IsFill(char c) => c is 'X' or 'x' or '*';
}
