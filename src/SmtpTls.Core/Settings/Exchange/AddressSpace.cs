namespace SmtpTls.Exchange;

/// <summary>A domain of a Send connector's AddressSpaces, written as <c>smtp:*.example.com;1</c> with type and cost or without.</summary>
internal static class AddressSpace
{
    private const string SmtpType = "SMTP:";

    /// <summary>The domain, perhaps with a wildcard; <see langword="null"/> for a space that is not SMTP.</summary>
    public static string? Domain(string space)
    {
        string text = space.Trim();
        if (text.StartsWith(SmtpType, StringComparison.OrdinalIgnoreCase))
            text = text.Substring(SmtpType.Length);
        else if (text.Contains(':'))
            return null;
        return text.Split(';')[0].Trim() is { Length: > 0 } domain ? domain : null;
    }

    /// <summary>Whether it has a wildcard.</summary>
    public static bool IsWildcard(string domain) => domain.Contains('*');

    /// <summary>Whether mail to <paramref name="domain"/> falls into the space <paramref name="space"/>, such as <c>*</c> or <c>*.example.com</c>.</summary>
    public static bool Covers(string space, string domain) =>
        space == "*"
        || string.Equals(space, domain, StringComparison.OrdinalIgnoreCase)
        || (space.StartsWith("*.", StringComparison.Ordinal)
            && (domain.EndsWith(space.Substring(1), StringComparison.OrdinalIgnoreCase)
                || string.Equals(domain, space.Substring(2), StringComparison.OrdinalIgnoreCase)));
}
