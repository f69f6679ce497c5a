using System.Globalization;

namespace SmtpTls.TlsRpt;

/// <summary>Reads the times of reports. RFC 8460 section 4.4 wants those of RFC 3339 section 5.6, with seconds and a zone.</summary>
internal static class ReportTime
{
    private const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
    private const int DateLength = 10;

    private static readonly string[] Proper = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private static readonly string[] WithZone =
    [
        "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", "yyyy-MM-dd HH:mm:ss.FFFFFFF 'UTC'", "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mmzzz", "R",
    ];

    private static readonly string[] WithoutZone = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd"];

    /// <summary>The time in UTC; <see langword="null"/> where it cannot be read. The note says what is wrong with the text.</summary>
    public static DateTimeOffset? Read(string text, out string? note)
    {
        note = null;
        // RFC 3339 section 5.6: T and Z may be small.
        string upper = text.ToUpperInvariant();
        if (TryRead(upper, Proper, out DateTimeOffset time))
            return time;
        if (TryRead(upper, WithoutZone, out time))
        {
            note = text.Length == DateLength ? "is a date without time; it was taken as 0:00 UTC." : "has no time zone; it was taken as UTC.";
            return time;
        }
        note = "is not written as RFC 3339 wants it.";
        if (TryRead(upper, WithZone, out time))
            return time;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            return DateTimeOffset.FromUnixTimeSeconds(seconds);
        note = "is no time that can be read; RFC 3339 has 2024-01-09T00:00:00Z.";
        return null;
    }

    private static bool TryRead(string text, string[] formats, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, Utc, out time);
}
