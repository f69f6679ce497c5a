using System.Buffers.Text;

namespace SmtpTls.Logs;

/// <summary>How much a time in a log says of itself: the more, the more it is believed where a line has two.</summary>
internal enum TimeKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Neither year nor zone.</summary>
    Yearless,

    /// <summary>No zone.</summary>
    Local,

    /// <summary>With its zone.</summary>
    Zoned,
}

/// <summary>Reads a time in any of the forms that logs of mail servers, and what passes them on, begin with.</summary>
internal sealed class LogTimes(LogClock clock)
{
    /// <summary>The time at the beginning of the text as UTC ticks; <see cref="LogClock.None"/> where there is none.</summary>
    public long Read(ReadOnlySpan<byte> text, out int length, out TimeKind kind)
    {
        length = 0;
        kind = TimeKind.None;
        if (text.Length < 15)
            return LogClock.None;
        return Bytes.IsDigit(text[0]) ? Digits(text, out length, out kind) : Letters(text, out length, out kind);
    }

    // 2023-01-11T15:59:56Z   2023 Jan 11 15:59:56   14 Sep 2022 09:48:19 (GMT +02:00)   1732815989.123456   2023/01/11 15:59:56
    private long Digits(ReadOnlySpan<byte> text, out int length, out TimeKind kind)
    {
        long time = clock.Iso(text, out length, out bool zoned);
        kind = zoned ? TimeKind.Zoned : TimeKind.Local;
        if (time != LogClock.None)
            return time;
        if (text[4] == ' ' && text.Length >= 20 && TimeText.Digits(text.Slice(0, 4), out int year) && text[8] == ' ')
            return Of(year, TimeText.Month(text.Slice(5)), TimeText.Day(text.Slice(9, 2)), text, 12, out length);
        if (text[2] == ' ' && text[6] == ' ' && text.Length >= 20 && text[11] == ' ' && TimeText.Digits(text.Slice(7, 4), out year))
            return Tracking(year, text, out length, ref kind);
        if (text[10] == '.' && Utf8Parser.TryParse(text.Slice(0, 10), out long seconds, out int digits) && digits == 10)
        {
            length = 10;
            kind = TimeKind.Zoned;
            return DateTimeOffset.FromUnixTimeSeconds(seconds).UtcTicks + TimeText.Fraction(text, ref length);
        }
        kind = TimeKind.None;
        return LogClock.None;
    }

    // Cisco's message tracking
    private long Tracking(int year, ReadOnlySpan<byte> text, out int length, ref TimeKind kind)
    {
        length = 0;
        if (!TimeText.Date(year, TimeText.Month(text.Slice(3)), TimeText.Day(text.Slice(0, 2)), out long ticks) || !TimeText.Clock(text.Slice(12), out long time))
            return None(out kind);
        ticks += time;
        length = 20;
        if (!text.Slice(20).StartsWith(" (GMT"u8))
            return clock.ToUtc(ticks);
        length += " (GMT".Length;
        bool zoned = TimeText.Zone(text, ref length, ref ticks) || (length < text.Length && text[length] == ')');
        length += length < text.Length && text[length] == ')' ? 1 : 0;
        kind = zoned ? TimeKind.Zoned : kind;
        return zoned ? ticks : clock.ToUtc(ticks);
    }

    // Jul  6 06:01:46   Jul  6 06:01:46.123456   Jul  6 06:01:46 2023   Jul  6 2023 06:01:46
    // Wed Sep 14 09:48:19 2022   Thu 2026-11-28 18:06:29 CET   Wed, 14 Sep 2022 09:48:19 +0200
    private long Letters(ReadOnlySpan<byte> text, out int length, out TimeKind kind)
    {
        kind = TimeKind.Local;
        if (TimeText.IsWeekday(text))
            return Weekday(text, out length, ref kind);
        if (text[3] == ' ' && text.Length >= 20 && text[6] == ' ' && text[11] == ' ' && TimeText.Digits(text.Slice(7, 4), out int year))
            return Of(year, TimeText.Month(text), TimeText.Day(text.Slice(4, 2)), text, 12, out length);
        if (text.Length >= 21 && text[15] == ' ' && text[20] is (byte)' ' or (byte)':' && IsYear(text.Slice(16, 4), out year)
            && Of(year, TimeText.Month(text), TimeText.Day(text.Slice(4, 2)), text, 7, out length) is var dated and not LogClock.None)
        {
            length = 20;
            return dated;
        }
        kind = TimeKind.Yearless;
        long time = clock.Syslog(text, out length);
        if (time == LogClock.None)
            return None(out kind);
        long fraction = TimeText.Fraction(text, ref length);
        return time + fraction;
    }

    private long Weekday(ReadOnlySpan<byte> text, out int length, ref TimeKind kind)
    {
        length = 0;
        if (text.Length >= 23 && text[8] == '-')
        {
            long iso = clock.Iso(text.Slice(4), out length, out bool zoned);
            if (iso == LogClock.None)
                return None(out kind);
            kind = zoned ? TimeKind.Zoned : TimeKind.Local;
            length += 4;
            // The zone's abbreviation: CET.
            if (!zoned && length < text.Length && text[length] == ' ')
                length += 1 + Word(text.Slice(length + 1));
            return iso;
        }
        if (text.Length < 24 || text[7] != ' ' || text[10] != ' ' || text[19] != ' ' || !TimeText.Digits(text.Slice(20, 4), out int year))
            return None(out kind);
        long time = Of(year, TimeText.Month(text.Slice(4)), TimeText.Day(text.Slice(8, 2)), text, 11, out length);
        length = time == LogClock.None ? 0 : 24;
        return time;
    }

    private long Of(int year, int month, int day, ReadOnlySpan<byte> text, int clockAt, out int length)
    {
        length = 0;
        if (!TimeText.Date(year, month, day, out long date) || !TimeText.Clock(text.Slice(clockAt), out long time))
            return LogClock.None;
        length = clockAt + 8;
        return clock.ToUtc(date + time + TimeText.Fraction(text, ref length));
    }

    private static bool IsYear(ReadOnlySpan<byte> text, out int year) => TimeText.Digits(text, out year) && year is >= 1980 and < 2100;

    private static int Word(ReadOnlySpan<byte> text)
    {
        int space = text.IndexOf((byte)' ');
        return space < 0 ? text.Length : space;
    }

    private static long None(out TimeKind kind)
    {
        kind = TimeKind.None;
        return LogClock.None;
    }
}
