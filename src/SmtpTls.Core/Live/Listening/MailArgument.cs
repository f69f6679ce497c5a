namespace SmtpTls.Listening;

/// <summary>The argument of MAIL or RCPT: a path and the parameters behind it (RFC 5321 sections 4.1.1.2 and 4.1.1.3).</summary>
/// <param name="Mailbox">The path without angle brackets and source route; empty for the null path.</param>
/// <param name="Parameters">What follows, such as SIZE=1000.</param>
/// <param name="Remark">What is not as the RFC has it and was taken all the same; empty for nothing.</param>
internal sealed record MailArgument(string Mailbox, IReadOnlyList<string> Parameters, string Remark)
{
    /// <summary>Reads an argument; <see langword="null"/> when it is none.</summary>
    /// <param name="text">What stands behind MAIL or RCPT.</param>
    /// <param name="keyword"><c>FROM:</c> or <c>TO:</c>.</param>
    public static MailArgument? Parse(string text, string keyword)
    {
        if (!text.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
            return null;
        string path = text.Substring(keyword.Length).TrimStart(' ');
        int end = EndOfPath(path);
        if (end < 0 || (end + 1 < path.Length && path[end + 1] != ' '))
            return null;
        string mailbox = WithoutRoute(path.Substring(1, end - 1));
        string[] parameters = path.Substring(end + 1).Split([' '], StringSplitOptions.RemoveEmptyEntries);
        string remark = text.Length > keyword.Length && text[keyword.Length] == ' ' ? "no space belongs behind the colon (RFC 5321 section 3.3)" : "";
        return IsPath(mailbox) ? new MailArgument(mailbox, parameters, remark) : null;
    }

    // The index of the closing bracket; a quoted local part may hold one, too.
    private static int EndOfPath(string path)
    {
        if (path.Length == 0 || path[0] != '<')
            return -1;
        bool quoted = false;
        for (int i = 1; i < path.Length; i++)
        {
            char c = path[i];
            if (c == '\\' && quoted)
                i++;
            else if (c == '"')
                quoted = !quoted;
            else if (c == '>' && !quoted)
                return i;
        }
        return -1;
    }

    // "@one.example,@two.example:user@example.com": a route is taken and passed over (RFC 5321 appendix C).
    private static string WithoutRoute(string path) =>
        path.Length > 0 && path[0] == '@' && path.IndexOf(':') is > 0 and int colon ? path.Substring(colon + 1) : path;

    private static bool IsPath(string mailbox)
    {
        if (mailbox.Length == 0 || mailbox.Equals("postmaster", StringComparison.OrdinalIgnoreCase))
            return true;
        int at = mailbox.LastIndexOf('@');
        if (at < 1 || at == mailbox.Length - 1 || mailbox.IndexOfAny([' ', '<', '>', '"'], at) >= 0)
            return false;
        string local = mailbox.Substring(0, at);
        return local[0] == '"'
            ? local.Length > 1 && local[local.Length - 1] == '"'
            : local.IndexOfAny([' ', '<', '>', '"', '@', ',', ';']) < 0;
    }
}
