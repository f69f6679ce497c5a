using DnsClient.Protocol;
using SmtpTls.Dns;

namespace SmtpTls.Policy;

/// <summary>Finds the one TXT record of a kind (RFC 8461 section 3.1, RFC 8460 section 3): its strings joined, those of other kinds left out.</summary>
internal static class TxtRecords
{
    /// <summary>How many characters of a record are looked at.</summary>
    private const int MaxLength = 4096;

    /// <summary>The records that begin with the version, such as <c>v=STSv1</c>.</summary>
    public static IReadOnlyList<string> OfVersion(DnsAnswer answer, string version) =>
        [.. answer.Records.OfType<TxtRecord>().Select(Joined).Where(text => HasVersion(text, version))];

    private static string Joined(TxtRecord record)
    {
        string text = string.Concat(record.Text);
        return text.Length > MaxLength ? text.Substring(0, MaxLength) : text;
    }

    // version = %s"v" *WSP "=" *WSP %s"STSv1", and then a delimiter.
    private static bool HasVersion(string text, string version)
    {
        int end = text.IndexOf(';');
        string first = (end < 0 ? text : text.Substring(0, end)).Replace(" ", "").Replace("\t", "");
        return first == version;
    }
}
