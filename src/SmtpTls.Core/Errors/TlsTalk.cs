using System.Text.RegularExpressions;

namespace SmtpTls.Errors;

/// <summary>
/// Decides whether a reply code that servers give for many reasons (454, 530 5.7.0, 554 5.7.0) is about TLS: the text beside it must be about
/// TLS, or there must be no text. "454 4.7.1 Relay access denied" and "530 5.7.0 Authentication Required" are not.
/// </summary>
internal static class TlsTalk
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Compiled;

    // Names of hosts, addresses and pages say nothing, whatever words are in them.
    private static readonly Regex Names = new(@"\b[a-z]+://\S+|[\w.+-]*@[\w.-]+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w-])", Options);

    private static readonly Regex About = new(
        @"\b(?:START)?TLS(?:v?1(?:\.\d)?)?\b|\bSSL(?:v?[23])?\b|\bX-ANONYMOUSTLS\b|certificat|zertifikat|encrypt|verschlüssel|chiffre|cipher|handshake|cryptograph|\bMTA-STS\b|\bDANE\b",
        Options);

    private static readonly Regex Words = new(@"\p{L}{3,}", Options);

    // What stands around a code in logs and says nothing about the reason.
    private static readonly HashSet<string> Frame = new(StringComparer.OrdinalIgnoreCase)
        { "dsn", "status", "deferred", "bounced", "reply", "code", "error", "smtp", "esmtp", "host", "said", "server", "response", "diagnostic", "the", "was", "blocked", "rejected" };

    /// <summary>Whether the line around a position is about TLS, or says nothing but the code.</summary>
    public static bool Allows(string text, int position)
    {
        int start = position == 0 ? 0 : text.LastIndexOf('\n', position - 1) + 1;
        int end = text.IndexOf('\n', position);
        string line = Names.Replace(text.Substring(start, (end < 0 ? text.Length : end) - start), " ");
        return About.IsMatch(line) || Words.Matches(line).Cast<Match>().All(word => Frame.Contains(word.Value));
    }
}
