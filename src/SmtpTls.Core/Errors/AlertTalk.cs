using System.Globalization;
using System.Text.RegularExpressions;
using SmtpTls.Tls;

namespace SmtpTls.Errors;

/// <summary>
/// Finds TLS alerts in the words of OpenSSL (<c>sslv3 alert handshake failure</c>, <c>SSL3 alert read:fatal:...</c>), Go (<c>remote error: tls: ...</c>),
/// Java (<c>Received fatal alert: ...</c>), .NET (<c>sent a TLS alert: '...'</c>) and Schannel's events in English, German and French.
/// </summary>
internal static class AlertTalk
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Compiled;

    private static readonly Regex Number = new(
        @"\b(?:alert|fatal\s+error\s+code)(?:\s+(?:number|code|description|was\s+received))?(?:\s+is|\s*[:=])?\s*[('""‘]*(\d{1,3})\b(?!\.\d)"
        + @"|\b(?:alert\w*|warnung|erreur fatale)\b[^0-9\n]{0,90}?\b(?:code|number|nummer|is|lautet|est|received|generated|empfangen|generiert|reçue|générée)(?:\s+le)?"
        + @"\s*[:=]?\s*[('""‘«]*\s*(\d{1,3})\b(?!\.\d)",
        Options);

    private static readonly Regex Named = new(@"(?<![a-z])(?:alert[a-z]*|remote error|TLS-Warnung)(?![a-z])([^\n]{0,64})", Options);

    // The names without anything but their letters, the longest first: bad_certificate is part of bad_certificate_status_response.
    private static readonly Lazy<(string Letters, string Number)[]> Names = new(() =>
    [
        .. Enumerable.Range(0, 256).Select(TlsAlerts.Get).Where(alert => alert.Name != "alert")
            .Select(alert => (Letters(alert.Name), alert.Code.ToString(CultureInfo.InvariantCulture)))
            .OrderByDescending(alert => alert.Item1.Length),
    ]);

    /// <summary>The alerts by number, each with what was found and where.</summary>
    public static IEnumerable<(string Number, string Matched, int Position)> Find(string line)
    {
        foreach (Match match in Number.Matches(line))
            yield return (match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value, match.Value, match.Index);
        foreach (Match match in Named.Matches(line))
        {
            string letters = Letters(match.Groups[1].Value);
            foreach ((string name, string number) in Names.Value.Where(name => letters.Contains(name.Letters, StringComparison.Ordinal)).Take(1))
                yield return (number, match.Value, match.Index);
        }
    }

    private static string Letters(string text) => new([.. text.Where(char.IsLetter).Select(char.ToUpperInvariant)]);
}
