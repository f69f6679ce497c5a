using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmtpTls.Logs;

/// <summary>
/// Reads the times that logs write, as UTC ticks. Times without a zone are those of <paramref name="zone"/>; times without a year are
/// the last such time that is not after <paramref name="reference"/> (when the file was last written) by more than a day.
/// </summary>
internal sealed class LogClock(TimeZoneInfo zone, DateTimeOffset reference)
{
    /// <summary>No time.</summary>
    public const long None = -1;

    private static readonly int[] TicksOfDigit = [0, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    // The minute that was read last: the next line is most likely of the same.
    private ulong _minuteKey1, _minuteKey2;
    private long _minuteTicks;

    // The second of a syslog that was read last.
    private ulong _syslogKey1, _syslogKey2;
    private long _syslogTicks;

    // The local hour that was read last, and what to subtract from it.
    private long _localHour = -1;
    private long _offset;

    /// <summary>
    /// <c>2023-01-11T15:59:56.001Z</c>, with a blank for the T, with or without fraction, with <c>Z</c>, <c>+01:00</c>, <c> +0100</c> or
    /// no zone; <paramref name="length"/> is what was read.
    /// </summary>
    [MethodImpl(Jit.Hot)]
    public long Iso(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (text.Length < 19)
            return None;
        ulong key1 = MemoryMarshal.Read<ulong>(text), key2 = MemoryMarshal.Read<ulong>(text.Slice(8));
        if (key1 != _minuteKey1 || key2 != _minuteKey2)
        {
            if (text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':'
                || !Digits(text.Slice(0, 4), out int year) || !Digits(text.Slice(5, 2), out int month) || !Digits(text.Slice(8, 2), out int day)
                || !Digits(text.Slice(11, 2), out int hour) || !Digits(text.Slice(14, 2), out int minute)
                || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59)
            {
                return None;
            }
            _minuteTicks = new DateTime(year, month, day, hour, minute, 0).Ticks;
            (_minuteKey1, _minuteKey2) = (key1, key2);
        }
        if (text[16] != ':' || !Digits(text.Slice(17, 2), out int second) || second > 60)
            return None;
        long ticks = _minuteTicks + (second * TimeSpan.TicksPerSecond);
        int at = 19;
        if (at < text.Length && text[at] is (byte)'.' or (byte)',')
        {
            int digit = at + 1, value = 0, count = 0;
            for (; digit < text.Length && Bytes.IsDigit(text[digit]); digit++)
            {
                // A tick is the seventh digit.
                if (count < 7)
                {
                    value = (value * 10) + (text[digit] - '0');
                    count++;
                }
            }
            ticks += value * (long)TicksOfDigit[count];
            if (digit > at + 1)
                at = digit;
        }
        return Zone(text, ref at, ref ticks) ? Done(at, ticks, out length) : Done(at, ToUtc(ticks), out length);
    }

    /// <summary><c>Jul  6 06:01:46</c>, as syslog writes it (RFC 3164).</summary>
    [MethodImpl(Jit.Hot)]
    public long Syslog(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (text.Length < 15)
            return None;
        ulong key1 = MemoryMarshal.Read<ulong>(text), key2 = MemoryMarshal.Read<ulong>(text.Slice(7));
        if (key1 == _syslogKey1 && key2 == _syslogKey2)
        {
            length = 15;
            return _syslogTicks;
        }
        if (text[3] != ' ' || text[6] != ' ' || !Clock(text.Slice(7), out long time))
            return None;
        int month = Month(text), day = Day(text.Slice(4, 2));
        if (month == 0 || day == 0)
            return None;
        length = 15;
        int year = reference.Year;
        for (int tries = 0; tries < 5; tries++, year--)
        {
            if (day > DateTime.DaysInMonth(year, month))
                continue;
            long ticks = ToUtc(new DateTime(year, month, day).Ticks + time);
            if (ticks <= reference.UtcTicks + TimeSpan.TicksPerDay)
            {
                (_syslogKey1, _syslogKey2, _syslogTicks) = (key1, key2, ticks);
                return ticks;
            }
        }
        return None;
    }

    /// <summary><c>Wed Sep 14 09:48:19 2022</c>, as ctime(3) writes it.</summary>
    public long Ctime(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (text.Length < 24 || text[3] != ' ' || text[7] != ' ' || text[10] != ' ' || !Clock(text.Slice(11), out long time)
            || !Digits(text.Slice(20, 4), out int year) || year < 1)
        {
            return None;
        }
        int month = Month(text.Slice(4)), day = Day(text.Slice(8, 2));
        if (month == 0 || day == 0 || day > DateTime.DaysInMonth(year, month))
            return None;
        length = 24;
        return ToUtc(new DateTime(year, month, day).Ticks + time);
    }

    /// <summary><c>14 Sep 2022 09:48:19 (GMT +02:00)</c>, as Cisco's message tracking writes it.</summary>
    public long Tracking(ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        if (text.Length < 20 || text[2] != ' ' || text[6] != ' ' || text[11] != ' ' || !Clock(text.Slice(12), out long time)
            || !Digits(text.Slice(7, 4), out int year) || year < 1)
        {
            return None;
        }
        int month = Month(text.Slice(3)), day = Day(text.Slice(0, 2));
        if (month == 0 || day == 0 || day > DateTime.DaysInMonth(year, month))
            return None;
        long ticks = new DateTime(year, month, day).Ticks + time;
        int at = 20;
        if (text.Slice(at).StartsWith(" (GMT"u8))
        {
            at += " (GMT".Length;
            bool zoned = Zone(text, ref at, ref ticks);
            length = at + (at < text.Length && text[at] == ')' ? 1 : 0);
            return zoned ? ticks : ToUtc(ticks);
        }
        length = at;
        return ToUtc(ticks);
    }

    private static long Done(int at, long ticks, out int length)
    {
        length = at;
        return ticks;
    }

    private static bool Zone(ReadOnlySpan<byte> text, ref int at, ref long ticks)
    {
        if (at < text.Length && text[at] == 'Z')
        {
            at++;
            return true;
        }
        ReadOnlySpan<byte> rest = text.Slice(at);
        int skip = rest.Length > 0 && rest[0] == ' ' ? 1 : 0;
        if (rest.Length < skip + 5 || rest[skip] is not ((byte)'+' or (byte)'-') || !Digits(rest.Slice(skip + 1, 2), out int hours))
            return false;
        int minuteAt = rest[skip + 3] == ':' ? skip + 4 : skip + 3;
        if (rest.Length < minuteAt + 2 || !Digits(rest.Slice(minuteAt, 2), out int minutes))
            return false;
        long offset = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute;
        ticks -= rest[skip] == '-' ? -offset : offset;
        at += minuteAt + 2;
        return true;
    }

    private long ToUtc(long ticks)
    {
        long hour = ticks / TimeSpan.TicksPerHour;
        if (hour != _localHour)
        {
            _localHour = hour;
            _offset = zone.GetUtcOffset(new DateTime(hour * TimeSpan.TicksPerHour, DateTimeKind.Unspecified)).Ticks;
        }
        return Math.Max(0, ticks - _offset);
    }

    private static bool Clock(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':' || !Digits(text.Slice(0, 2), out int hour) || !Digits(text.Slice(3, 2), out int minute)
            || !Digits(text.Slice(6, 2), out int second) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }
        ticks = (((((hour * 60) + minute) * 60) + second) * TimeSpan.TicksPerSecond);
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (byte b in text)
        {
            if (!Bytes.IsDigit(b))
                return false;
            number = (number * 10) + (b - '0');
        }
        return true;
    }

    private static int Day(ReadOnlySpan<byte> text)
    {
        int day = (text[0] == ' ' ? 0 : (text[0] - '0') * 10) + (text[1] - '0');
        return day is >= 1 and <= 31 ? day : 0;
    }

    private static int Month(ReadOnlySpan<byte> text)
    {
        int at = "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(text.Slice(0, 3));
        return at >= 0 && at % 3 == 0 ? (at / 3) + 1 : 0;
    }
}
