using System.Globalization;
using System.Text.RegularExpressions;
using static SmtpTls.Errors.ErrorMarkKind;

namespace SmtpTls.Errors;

/// <summary>Finds the entries that a text names: a log line, a message, a word or a number.</summary>
internal static class ErrorMatcher
{
    // A text longer than this is no error message; what matters stands at its beginning.
    private const int MaxLength = 16 * 1024;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Compiled;

    private static readonly Lazy<ILookup<string, (ErrorEntry Entry, ErrorMark Mark)>> Index = new(() => ErrorTable.All
        .SelectMany(entry => entry.Marks.Select(mark => (Key: Key(mark.Kind, mark.Value), Found: (entry, mark))))
        .ToLookup(pair => pair.Key, pair => pair.Found, StringComparer.OrdinalIgnoreCase));

    private static readonly Lazy<ErrorPhrase[]> Phrases = new(() => [.. PhrasesOf(Text), .. PhrasesOf(Wrap), .. PhrasesOf(Hint)]);

    private static readonly Lazy<ErrorPhrase[]> Ignored = new(() => [.. PhrasesOf(Ignore)]);

    private static readonly (Regex Pattern, int Weight, Func<Match, string?> Key)[] Numbers =
    [
        (new Regex(@"\b0x[0-9a-f]{8}\b|(?<![\w.])[89][0-9a-f]{7}\b", Options), ErrorWeight.Code, match => Key(Code, match.Value.Substring(match.Length - 8))),
        (new Regex(@"(?<![\w.-])-?\d{9,10}\b", Options), ErrorWeight.Code, match => Hresult(match.Value)),
        (new Regex(@"[a-z][a-z0-9_-]*[a-z0-9]", Options), ErrorWeight.Word, match => Key(Word, match.Value)),
        (new Regex(@"(?:\berror:|^(?:0x)?(?=(?:0A|14)[0-9a-f]{6}$))([0-9a-f]{8})\b", Options), ErrorWeight.OpenSsl, match => OpenSslReason(match.Groups[1].Value)),
        (new Regex(@"\b(?:event|MSExchange\w*|schannel|ereignis\w*)\b[^0-9\n]{0,20}\b(\d{4,5})\b", Options), ErrorWeight.Event, match => Key(Event, match.Groups[1].Value)),
        (new Regex(@"\b(?:socket|winsock|wsa|error|code)[^0-9\n]{0,24}\b(1[01]0\d\d)\b", Options), ErrorWeight.Socket, match => Key(Socket, match.Groups[1].Value)),
        (new Regex(@"(?<![\w.])([245]\d\d)[ -]#?([245]\.\d{1,3}\.\d{1,3})\b(?!\.\d)", Options), ErrorWeight.ReplyWithStatus, match => Key(Reply, $"{match.Groups[1].Value} {match.Groups[2].Value}")),
        (new Regex(@"(?<![\w.])[245]\.\d{1,3}\.\d{1,3}\b(?!\.\d)", Options), ErrorWeight.Status, match => Key(Status, match.Value)),
        (new Regex(@"(?:^|[\s""':=])([45]\d\d)(?=[ -])", Options), ErrorWeight.Reply, match => Key(Reply, match.Groups[1].Value)),
    ];

    private static readonly Regex Spaces = new(@"[ \t\r\u00a0]+", Options);

    // What a number is that stands alone.
    private static readonly ErrorMarkKind[] LoneKinds = [Alert, Reply, Socket, Event];

    /// <summary>The entries that the text names, the most specific first; none where it names none.</summary>
    public static IReadOnlyList<ErrorMatch> Find(string text)
    {
        string line = WithoutIgnored(Normalize(text));
        if (ErrorTable.All.FirstOrDefault(entry => string.Equals(entry.Id, line, StringComparison.OrdinalIgnoreCase)) is { } named)
            return [new ErrorMatch(named, line, ErrorWeight.Code, 0)];
        return
        [
            .. ByNumber(line).Concat(ByAlert(line)).Concat(ByPhrase(line)).Concat(Alone(line))
                .GroupBy(match => match.Entry)
                .Select(matches => matches.OrderByDescending(match => match.Weight).First())
                .OrderByDescending(match => match.Weight)
                // Of two that only wrap a reason, the inner one stands later.
                .ThenBy(match => match.Weight > ErrorWeight.Wrap ? match.Position : -match.Position - match.Matched.Length),
        ];
    }

    /// <summary>White space in one form, and no longer than makes sense.</summary>
    internal static string Normalize(string text) => Spaces.Replace(text.Length > MaxLength ? text.Substring(0, MaxLength) : text, " ").Trim();

    private static IEnumerable<ErrorMatch> ByNumber(string line)
    {
        foreach ((Regex pattern, int weight, Func<Match, string?> key) in Numbers)
        {
            foreach (Match match in pattern.Matches(line))
            {
                if (key(match) is not { } found)
                    continue;
                foreach ((ErrorEntry entry, ErrorMark mark) in Index.Value[found])
                {
                    if (!mark.IsUnsure || TlsTalk.Allows(line, match.Index))
                        yield return new ErrorMatch(entry, match.Value, weight, match.Index);
                }
            }
        }
    }

    private static IEnumerable<ErrorMatch> ByAlert(string line)
    {
        foreach ((string number, string matched, int position) in AlertTalk.Find(line))
        {
            foreach ((ErrorEntry entry, _) in Index.Value[Key(Alert, number)])
                yield return new ErrorMatch(entry, matched, ErrorWeight.Alert, position);
        }
    }

    private static IEnumerable<ErrorMatch> ByPhrase(string line)
    {
        // Python and Node.js write the reasons of OpenSSL as names: DH_KEY_TOO_SMALL.
        string upper = line.ToUpperInvariant();
        string spaced = upper.Replace('_', ' ');
        List<ErrorMatch> found = [];
        foreach (ErrorPhrase phrase in Phrases.Value)
        {
            (int start, int length) = phrase.Find(upper);
            if (start < 0)
                (start, length) = phrase.Find(spaced);
            if (start >= 0)
                found.Add(new ErrorMatch(phrase.Entry, line.Substring(start, length), phrase.Weight, start));
        }
        // A hint that is part of a longer phrase says nothing of its own.
        return found.Where(match => match.Weight > ErrorWeight.Hint || !found.Any(other => other.Matched.Length > match.Matched.Length
            && other.Position <= match.Position && other.Position + other.Matched.Length >= match.Position + match.Matched.Length));
    }

    private static IEnumerable<ErrorMatch> Alone(string line) => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        ? LoneKinds.SelectMany(kind => Index.Value[Key(kind, line)]).Take(1).Select(found => new ErrorMatch(found.Entry, line, ErrorWeight.Code, 0))
        : [];

    private static IEnumerable<ErrorPhrase> PhrasesOf(ErrorMarkKind kind) =>
        ErrorTable.All.SelectMany(entry => entry.Marks.Where(mark => mark.Kind == kind).Select(mark => new ErrorPhrase(entry, mark)));

    private static string WithoutIgnored(string line)
    {
        string upper = line.ToUpperInvariant();
        foreach (ErrorPhrase phrase in Ignored.Value)
        {
            (int start, int length) = phrase.Find(upper);
            if (start < 0)
                continue;
            line = line.Remove(start, length);
            upper = upper.Remove(start, length);
        }
        return line;
    }

    private static string Key(ErrorMarkKind kind, string value) => kind switch
    {
        Code => $"{kind} {value.Substring(value.Length - 8)}",
        OpenSsl => $"{kind} {int.Parse(value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)}",
        _ => $"{kind} {value}",
    };

    private static string? Hresult(string digits) =>
        long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number is >= int.MinValue and <= uint.MaxValue
            ? Key(Code, unchecked((uint)number).ToString("X8", CultureInfo.InvariantCulture))
            : null;

    // OpenSSL 3 has its libraries at bit 23 (0A... is SSL), earlier ones at bit 24 (14...) with a function before the reason; the
    // reasons from 1000 on are alerts.
    private static string? OpenSslReason(string code)
    {
        uint number = uint.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        uint? reason = number >> 23 == 20 ? number & 0x7FFFFF : number >> 24 == 20 ? number & 0xFFF : null;
        return reason is null ? null : reason >= 1000 ? $"{Alert} {reason - 1000}" : $"{OpenSsl} {reason}";
    }
}
