using System.Globalization;

namespace SmtpTls.Smtp;

/// <summary>An enhanced status code such as 5.7.0 (RFC 3463), which RFC 2034 puts first in the text of a reply.</summary>
/// <param name="Class">2, 4 or 5.</param>
/// <param name="Subject">0 to 999.</param>
/// <param name="Detail">0 to 999.</param>
internal readonly record struct EnhancedStatusCode(int Class, int Subject, int Detail)
{
    /// <summary>Reads the code that a reply's text begins with; <see langword="null"/> when it begins with something else.</summary>
    public static EnhancedStatusCode? FromText(string text)
    {
        int end = text.IndexOf(' ');
        string[] parts = (end < 0 ? text : text.Substring(0, end)).Split('.');
        return parts.Length == 3 && parts[0] is ("2" or "4" or "5")
            && TryReadNumber(parts[1], out int subject) && TryReadNumber(parts[2], out int detail)
            ? new EnhancedStatusCode(parts[0][0] - '0', subject, detail)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}.{1}.{2}", Class, Subject, Detail);

    private static bool TryReadNumber(string digits, out int number)
    {
        number = 0;
        return digits.Length is >= 1 and <= 3
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
