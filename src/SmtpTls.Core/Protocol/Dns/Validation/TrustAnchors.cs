using System.Globalization;

namespace SmtpTls.Dns.Validation;

/// <summary>Where trust begins: the root's keys as IANA publishes them, or those that were given.</summary>
internal sealed class TrustAnchors
{
    private const int MaxTextLength = 1 << 20;
    private const int MaxAnchors = 256;

    private static readonly Lazy<TrustAnchors> RootAnchors = new(() => new(
    [
        .. FactTable.Read("Protocol.Dns.Validation.RootAnchors.tsv").Select(row => new TrustAnchor(
            WireName.Parse(row[0]),
            [new(Number(row[1], 65535), Number(row[2], 255), Number(row[3], 255), Hex.Parse(row[4]))],
            [])),
    ]));

    private readonly Dictionary<WireName, TrustAnchor> _anchors;

    private TrustAnchors(IEnumerable<TrustAnchor> anchors) => _anchors = anchors
        .GroupBy(anchor => anchor.Zone)
        .ToDictionary(group => group.Key, group => new TrustAnchor(group.Key, [.. group.SelectMany(anchor => anchor.Ds)], [.. group.SelectMany(anchor => anchor.Keys)]));

    /// <summary>The root's.</summary>
    public static TrustAnchors Root => RootAnchors.Value;

    /// <summary>The anchor of a zone, if it has one.</summary>
    public TrustAnchor? Find(WireName zone) => _anchors.TryGetValue(zone, out TrustAnchor? anchor) ? anchor : null;

    /// <summary>
    /// Reads DS and DNSKEY records as Unbound, BIND's dnssec-dsfromkey, ldns and zone files write them, and BIND's <c>trust-anchors</c>
    /// clause (static-key, initial-key, static-ds, initial-ds).
    /// </summary>
    /// <exception cref="FormatException">There is no anchor in the text, or one that cannot be read; the message says what would be right.</exception>
    public static TrustAnchors Parse(string text)
    {
        if (text.Length > MaxTextLength)
        {
            throw new FormatException($"The trust anchor has {text.Length} characters; at most {MaxTextLength} are read.");
        }

        List<TrustAnchor> anchors = [];
        foreach (IReadOnlyList<string> words in Statements(text))
        {
            if (Read(words) is { } anchor)
            {
                anchors.Add(anchor);
            }

            if (anchors.Count > MaxAnchors)
            {
                throw new FormatException($"The text has more than {MaxAnchors} trust anchors.");
            }
        }

        return anchors.Count > 0 ? new(anchors) : throw new FormatException(
            $"{Quoted.Value(text.Trim())} has no trust anchor. Give a DS or DNSKEY record such as '. IN DS 20326 8 2 E06D44B8...', or a file that has one.");
    }

    // A record is a line, or several in parentheses; a BIND statement ends with a semicolon, which in a zone file begins a comment.
    private static IEnumerable<IReadOnlyList<string>> Statements(string text)
    {
        bool isBind = text.Contains("trust-anchors", StringComparison.Ordinal) || text.Contains("trusted-keys", StringComparison.Ordinal) || text.Contains("managed-keys", StringComparison.Ordinal);
        if (isBind)
        {
            int open = text.IndexOf('{');
            string body = string.Join("\n", text.Substring(open + 1).Split('\n').Select(line => Cut(Cut(line, "//"), "#")));
            foreach (string statement in body.Split(';', '}'))
            {
                yield return Words(statement.Replace('"', ' '));
            }

            yield break;
        }

        List<string> words = [];
        int depth = 0;
        foreach (string line in text.Split('\n'))
        {
            string bare = Cut(line, ";");
            depth += bare.Count(c => c == '(') - bare.Count(c => c == ')');
            words.AddRange(Words(bare.Replace('(', ' ').Replace(')', ' ').Replace('"', ' ')));
            if (depth <= 0)
            {
                yield return words;
                words = [];
                depth = 0;
            }
        }

        yield return words;
    }

    private static TrustAnchor? Read(IReadOnlyList<string> words)
    {
        int start = words.Count > 0 && words[0] is "trust-anchor:" ? 1 : 0;
        int at = -1;
        for (int i = start; i < words.Count && at < 0; i++)
        {
            at = words[i].ToUpperInvariant() is "DS" or "DNSKEY" or "STATIC-KEY" or "INITIAL-KEY" or "STATIC-DS" or "INITIAL-DS" ? i : -1;
        }

        if (words.Count == start)
        {
            return null;
        }

        if (at < 1 + start || words.Count < at + 5)
        {
            throw new FormatException($"{Quoted.Value(string.Join(" ", words))} is no DS or DNSKEY record. Right would be: . IN DS 20326 8 2 E06D44B8...");
        }

        try
        {
            WireName zone = WireName.Parse(words[start]);
            int first = Number(words[at + 1], 65535), second = Number(words[at + 2], 255), third = Number(words[at + 3], 255);
            string rest = string.Concat(words.Skip(at + 4));
            if (words[at].EndsWith("DS", StringComparison.OrdinalIgnoreCase))
            {
                return new(zone, [new(first, second, third, Hex.Parse(rest))], []);
            }

            byte[] key = Convert.FromBase64String(rest);
            return Dnskey.Read(zone, [(byte)(first >> 8), (byte)first, (byte)second, (byte)third, .. key]) is { } dnskey
                ? new(zone, [], [dnskey])
                : throw new FormatException("The key is no zone key: its flags are 256 or 257, and its protocol is 3.");
        }
        catch (FormatException e)
        {
            throw new FormatException($"{Quoted.Value(string.Join(" ", words))} cannot be read as a trust anchor: {e.Message}", e);
        }
    }

    private static int Number(string text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value <= most
            ? value
            : throw new FormatException($"{Quoted.Value(text)} is no number from 0 to {most}.");

    private static string Cut(string line, string mark)
    {
        int at = line.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? line : line.Substring(0, at);
    }

    private static List<string> Words(string text) => [.. text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries)];
}
