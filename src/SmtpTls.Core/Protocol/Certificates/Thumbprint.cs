using System.Globalization;

namespace SmtpTls.Certificates;

/// <summary>A SHA-1 thumbprint as people paste it.</summary>
internal static class Thumbprint
{
    private const int Length = 40;

    /// <summary>
    /// The thumbprint in upper-case hexadecimal, or <see langword="null"/> where it is none. White space, colons and invisible characters do
    /// not count: the certificate dialog of Windows copies U+200E in front of it.
    /// </summary>
    public static string? Parse(string text)
    {
        string digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c != ':' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format));
        return digits.Length == Length && digits.All(Uri.IsHexDigit) ? digits.ToUpperInvariant() : null;
    }
}
