using System.Text;

namespace SmtpTls.Common;

/// <summary>The Public Suffix List: the names under which anybody can register a domain. Read when it is first asked, and searched as it lies there.</summary>
internal static class PublicSuffixes
{
    private static readonly Lazy<byte[]> Rules = new(Load);

    /// <summary>How many labels of a name are a public suffix: 1 where the list has no rule (https://publicsuffix.org/list/, "Algorithm").</summary>
    /// <param name="labels">The labels, in lower case, as A-labels.</param>
    public static int LabelsOf(string[] labels)
    {
        int suffix = 1;
        for (int count = 1; count <= labels.Length; count++)
        {
            string name = string.Join(".", labels, labels.Length - count, count);
            if (Has("!" + name))
                return count - 1;
            if (Has(name))
                suffix = Math.Max(suffix, count);
            if (count < labels.Length && Has("*." + name))
                suffix = Math.Max(suffix, count + 1);
        }
        return suffix;
    }

    private static bool Has(string rule)
    {
        ReadOnlySpan<byte> wanted = Encoding.ASCII.GetBytes(rule);
        ReadOnlySpan<byte> rules = Rules.Value;
        int low = 0, high = rules.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int start = rules.Slice(low, middle - low).LastIndexOf((byte)'\n') is >= 0 and var before ? low + before + 1 : low;
            int length = rules.Slice(start).IndexOf((byte)'\n');
            int order = rules.Slice(start, length).SequenceCompareTo(wanted);
            if (order == 0)
                return true;
            if (order < 0)
                low = start + length + 1;
            else
                high = start;
        }
        return false;
    }

    // Without the lines about the list. Every line ends with a line feed.
    private static byte[] Load()
    {
        using Stream stream = typeof(PublicSuffixes).Assembly.GetManifestResourceStream("SmtpTls.Common.PublicSuffixes.txt")!;
        using MemoryStream content = new();
        stream.CopyTo(content);
        ReadOnlySpan<byte> rules = content.ToArray();
        while (rules[0] == (byte)'#')
            rules = rules.Slice(rules.IndexOf((byte)'\n') + 1);
        return rules.ToArray();
    }
}
