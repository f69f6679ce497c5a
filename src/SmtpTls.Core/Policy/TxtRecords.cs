using DnsClient.Protocol;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>Finds the one TXT record of a kind (RFC 8461 section 3.1, RFC 8460 section 3): its strings joined, those of other kinds left out.</summary>
internal static class TxtRecords
{
    /// <summary>How many characters of a record are looked at.</summary>
    private const int MaxLength = 4096;

    /// <summary>The records that begin with the version, such as <c>v=STSv1</c>, and a delimiter.</summary>
    public static IReadOnlyList<string> OfVersion(DnsAnswer answer, string version) =>
        [.. answer.Records.OfType<TxtRecord>().Select(Joined).Where(text => IgnoredBecause(text, version) is null && text.StartsWith(version, StringComparison.Ordinal))];

    /// <summary>A record that is meant for the version, which senders ignore, and in a sentence why; <see langword="null"/> where there is none.</summary>
    public static (string Text, string Reason)? IgnoredOf(DnsAnswer answer, string version)
    {
        foreach (string text in answer.Records.OfType<TxtRecord>().Select(Joined))
        {
            if (IgnoredBecause(text, version) is { } reason)
                return (text, reason);
        }
        return null;
    }

    // RFC 8461 section 3.1, and RFC 8460 section 3 in the same words: records that do not begin with the version and a semicolon are discarded.
    private static string? IgnoredBecause(string text, string version)
    {
        string bare = new([.. text.Where(c => c is > ' ' and < '\x7f' and not ('"' or '\'' or '\\'))]);
        string kind = version.TrimEnd('1', '2', '3').TrimEnd('v');
        if (!bare.StartsWith(kind, StringComparison.OrdinalIgnoreCase))
            return null;
        string rest = text.StartsWith(version, StringComparison.Ordinal) ? text.Substring(version.Length).TrimStart(' ', '\t') : "";
        return text[0] is '"' or '\'' ? "It begins with a quotation mark, which belongs to the zone file and not into the record."
            : text.Contains('\\') && text.IndexOf('\\') < version.Length + 2 ? "It has a backslash before the semicolon, which belongs to the zone file and not into the record."
            : text[0] <= ' ' || text[0] > '~' ? $"It has something before {version}."
            : !bare.StartsWith(version, StringComparison.OrdinalIgnoreCase) ? $"It does not begin with the version {version}."
            : !bare.StartsWith(version, StringComparison.Ordinal) ? $"It must begin with {version} in exactly these capital and small letters."
            : !text.StartsWith(version, StringComparison.Ordinal) ? $"It has blanks within {version}."
            : rest.Length == 0 ? $"It ends after {version}; a semicolon and the other fields are missing."
            : rest[0] != ';' ? $"A semicolon is missing after {version}."
            : null;
    }

    private static string Joined(TxtRecord record)
    {
        string text = string.Concat(record.Text);
        return text.Length > MaxLength ? text.Substring(0, MaxLength) : text;
    }
}
