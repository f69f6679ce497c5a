using System.Text.RegularExpressions;

namespace SmtpTls.Smtp;

/// <summary>Takes names and passwords out of a dialogue that somebody pasted: what a client sends in AUTH (RFC 4954), and passwords that stand beside their name.</summary>
internal static class AuthMask
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "***";

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Compiled;

    // AUTH PLAIN AGFkbWluAHNlY3JldA==, also in a log's columns
    private static readonly Regex Initial = new(@"(\bAUTH\s+[A-Z][A-Z0-9_-]{2,19}\s+)(?!=(?:\s|$))([A-Z0-9+/]{4,}={0,2})(?=[\s,""']|$)", Options);

    private static readonly Regex Challenge = new(@"\b334\b|\bAUTH\b", Options);

    // A line that ends in one long word of base64
    private static readonly Regex Answer = new(@"(?<![A-Z0-9+/=.@-])([A-Z0-9+/]{6,}={0,2})(?=[,""']*\s*$)", Options);

    private static readonly Regex Named = new(@"(\b(?:pass(?:word|wd|phrase)?|pwd|secret)\b\s*[:=]\s*)(""[^""]*""|'[^']*'|\S+)", Options);

    private static readonly Regex Header = new(@"(\b(?:Bearer|Basic)\s+)([A-Z0-9._~+/-]{8,}=*)", Options);

    /// <summary>The text with every secret replaced.</summary>
    public static string Apply(string text)
    {
        string[] lines = text.Split('\n');
        bool inAuth = false;
        for (int i = 0; i < lines.Length; i++)
        {
            string line = Initial.Replace(lines[i], match => IsBase64(match.Groups[2].Value) ? match.Groups[1].Value + Mask : match.Value);
            if (Challenge.IsMatch(line))
                inAuth = true;
            else if (inAuth && Answer.Match(line) is { Success: true } answer && IsBase64(answer.Groups[1].Value))
                line = line.Remove(answer.Index, answer.Length).Insert(answer.Index, Mask);
            else if (line.Trim().Length > 0)
                inAuth = false;
            lines[i] = Header.Replace(Named.Replace(line, "$1" + Mask), "$1" + Mask);
        }
        return string.Join("\n", lines);
    }

    // A word of plain text has no digits, no padding and one case; RFC 4648 section 4 wants groups of four.
    private static bool IsBase64(string word) => word.Length % 4 == 0
        && (word[word.Length - 1] == '=' || word.Any(char.IsDigit) || (word.Any(char.IsUpper) && word.Skip(1).Any(char.IsUpper) && word.Any(char.IsLower)));
}
