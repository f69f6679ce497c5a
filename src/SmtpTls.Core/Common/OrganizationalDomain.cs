using System.Globalization;

namespace SmtpTls.Common;

/// <summary>The domain that an organization registered (RFC 7489 section 3.2): a public suffix and one more label.</summary>
internal static class OrganizationalDomain
{
    // RFC 1035 section 2.3.4.
    private const int MaxName = 255;

    /// <summary>
    /// <c>example.co.uk</c> of <c>mx1.eu.example.co.uk</c>, in lower case; <see langword="null"/> for an address, a single label, a public suffix
    /// and what is no name.
    /// </summary>
    public static string? Of(string? host)
    {
        if (host is null || host.Length > MaxName)
            return null;
        string name = host.TrimEnd('.').ToLowerInvariant();
        if (name.IndexOf('.') < 0 || name.IndexOfAny([':', '[', ' ', '@']) >= 0 || char.IsDigit(name[name.Length - 1]))
            return null;
        string[] labels = name.Split('.');
        if (labels.Any(label => label.Length == 0))
            return null;
        int count = PublicSuffixes.LabelsOf(Ascii(labels)) + 1;
        return count > labels.Length ? null : string.Join(".", labels, labels.Length - count, count);
    }

    /// <summary>Whether two hosts belong to one organization.</summary>
    public static bool IsShared(string? one, string? other) => Of(one) is { } domain && domain == Of(other);

    private static string[] Ascii(string[] labels)
    {
        if (labels.All(label => label.All(c => c < '\x80')))
            return labels;
        try
        {
            IdnMapping mapping = new();
            return [.. labels.Select(label => mapping.GetAscii(label))];
        }
        catch (ArgumentException)
        {
            return labels;
        }
    }
}
