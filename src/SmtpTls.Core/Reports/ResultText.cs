using System.Globalization;
using System.Xml;

namespace SmtpTls.Reports;

/// <summary>Times and durations as text, in our JSON: ISO 8601, UTC, exact.</summary>
internal static class ResultText
{
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Ticks = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    /// <summary><c>2026-11-28T18:05:00Z</c>, with a fraction where there is one.</summary>
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString(IsWhole(time) ? Seconds : Ticks, CultureInfo.InvariantCulture);

    /// <summary><c>PT0.25S</c>.</summary>
    public static string Of(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>Whether the time has no fraction of a second.</summary>
    public static bool IsWhole(DateTimeOffset time) => time.Ticks % TimeSpan.TicksPerSecond == 0;

    /// <summary>Reads a time; UTC where it does not say.</summary>
    public static bool TryReadTime(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    /// <summary>Reads a duration in the form of ISO 8601.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static TimeSpan ReadDuration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (OverflowException)
        {
            throw new FormatException("The duration is too long.");
        }
    }

    /// <summary>Reads the name of an enum's member. A number is no name.</summary>
    public static bool TryReadMember(Type type, string? text, out object? member)
    {
        member = null;
        if (string.IsNullOrEmpty(text) || !(char.IsLetter(text![0]) || text[0] == '_')) return false;
        try
        {
            member = Enum.Parse(type, text, ignoreCase: true);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
