using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>The terms of an MTA-STS policy, read (RFC 8461 section 3.2).</summary>
/// <param name="Mode">The mode.</param>
/// <param name="MaxAge">How long to keep it.</param>
/// <param name="Mx">The patterns, in lower case.</param>
internal sealed record MtaStsPolicyText(MtaStsMode Mode, TimeSpan MaxAge, IReadOnlyList<string> Mx)
{
    /// <summary>The most that max_age may be, in seconds: a year of 365.25 days.</summary>
    public const int MostSeconds = 31557600;

    private const int MaxLines = 4096;

    /// <summary>
    /// Reads a policy: lines end in LF or CRLF, unknown keys do not matter, and of a key that may stand once the first counts.
    /// </summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out MtaStsPolicyText? policy, [NotNullWhen(false)] out string? error)
    {
        policy = null;
        Dictionary<string, string> once = new(StringComparer.Ordinal);
        List<string> mx = [];
        if (text.Contains('\0'))
        {
            error = "It holds NUL characters: it must be plain ASCII or UTF-8, not UTF-16.";
            return false;
        }
        if (text.Length > 0 && text[0] == '\uFEFF')
        {
            error = "It begins with a byte order mark (BOM), so its first line is not the version: save it as UTF-8 without BOM.";
            return false;
        }
        if (text.IndexOfAny(['\u00A0', '\u200B', '\u2060', '\uFEFF']) is >= 0 and int blank)
        {
            error = string.Format(
                CultureInfo.InvariantCulture,
                "The line {0} holds the invisible character U+{1:X4}, which is no blank: it often comes with text that was copied from a web page.",
                Quoted.Value(text.Split('\n')[text.Take(blank).Count(c => c == '\n')].TrimEnd('\r')),
                (int)text[blank]);
            return false;
        }
        string[] lines = text.Split('\n');
        foreach (string raw in lines.Take(MaxLines))
        {
            string line = raw.TrimEnd('\r', ' ', '\t');
            if (line.Length == 0)
                continue;
            int colon = line.IndexOf(':');
            if (colon <= 0)
            {
                error = $"The line {Quoted.Value(line)} is no key: value.";
                return false;
            }
            string key = line.Substring(0, colon);
            string value = line.Substring(colon + 1).Trim(' ', '\t');
            if (key == "mx")
                mx.Add(value.ToLowerInvariant());
            else if (!once.TryGetValue(key, out _))
                once[key] = value;
        }
        return TryMake(once, mx, out policy, out error);
    }

    /// <summary>The pattern that covers an MX host (RFC 8461 section 4.1); <see langword="null"/> where none does.</summary>
    public static string? Covering(IEnumerable<string> patterns, string host) => patterns.FirstOrDefault(pattern =>
        pattern.StartsWith("*.", StringComparison.Ordinal)
            ? host.IndexOf('.') is > 0 and int dot && string.Equals(host.Substring(dot + 1), pattern.Substring(2), StringComparison.OrdinalIgnoreCase)
            : string.Equals(host, pattern, StringComparison.OrdinalIgnoreCase));

    private static bool TryMake(
        Dictionary<string, string> once, List<string> mx, out MtaStsPolicyText? policy, [NotNullWhen(false)] out string? error)
    {
        policy = null;
        string? version = once.TryGetValue("version", out string? v) ? v : null;
        MtaStsMode? mode = once.TryGetValue("mode", out string? m)
            ? m switch { "enforce" => MtaStsMode.Enforce, "testing" => MtaStsMode.Testing, "none" => MtaStsMode.None, _ => null }
            : null;
        bool hasAge = once.TryGetValue("max_age", out string? age);
        bool isNumber = int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds);
        error = version is null ? "It has no version."
            : version != "STSv1" ? $"Its version is {Quoted.Value(version)}, not STSv1."
            : m is null ? "It has no mode."
            : mode is null ? $"Its mode is {Quoted.Value(m)}; it must be enforce, testing or none."
            : !hasAge ? "It has no max_age."
            : !isNumber || seconds > MostSeconds ? $"Its max_age is {Quoted.Value(age!)}; it must be a number of seconds up to {MostSeconds.ToString(CultureInfo.InvariantCulture)}."
            : mx.Count == 0 && mode != MtaStsMode.None ? "It has no mx."
            : mx.FirstOrDefault(pattern => !IsPattern(pattern)) is { } bad ? $"Its mx {Quoted.Value(bad)} is neither a host name nor *. and a domain."
            : null;
        if (error is not null)
            return false;
        policy = new MtaStsPolicyText(mode!.Value, TimeSpan.FromSeconds(seconds), mx);
        return true;
    }

    private static bool IsPattern(string pattern) =>
        DomainName.TryParse(pattern.StartsWith("*.", StringComparison.Ordinal) ? pattern.Substring(2) : pattern, out DomainName? name, out _)
        && pattern.EndsWith(name.Ascii, StringComparison.Ordinal);
}
