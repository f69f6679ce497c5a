using System.Runtime.CompilerServices;

namespace SmtpTls.Logs;

/// <summary>The parts that times in logs are made of.</summary>
internal static class TimeText
{
    private static readonly int[] TicksOfDigit = [0, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

    /// <summary><c>09:48:19</c> at the beginning, as ticks of a day.</summary>
    public static bool Clock(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 8 || text[2] != ':' || text[5] != ':' || !Digits(text.Slice(0, 2), out int hour) || !Digits(text.Slice(3, 2), out int minute)
            || !Digits(text.Slice(6, 2), out int second) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }
        ticks = ((((hour * 60) + minute) * 60) + second) * TimeSpan.TicksPerSecond;
        return true;
    }

    /// <summary><c>.123456</c> or <c>,123</c> at <paramref name="at"/>, which moves behind it; 0 where there is none.</summary>
    [MethodImpl(Jit.Hot)]
    public static long Fraction(ReadOnlySpan<byte> text, ref int at)
    {
        if (at >= text.Length || text[at] is not ((byte)'.' or (byte)','))
            return 0;
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
        if (digit > at + 1)
            at = digit;
        return value * (long)TicksOfDigit[count];
    }

    /// <summary><c>Z</c>, <c>UTC</c>, <c>+01:00</c> or <c> +0100</c> at <paramref name="at"/>, which moves behind it.</summary>
    public static bool Zone(ReadOnlySpan<byte> text, ref int at, ref long ticks)
    {
        if (at < text.Length && text[at] == 'Z')
        {
            at++;
            return true;
        }
        ReadOnlySpan<byte> rest = text.Slice(at);
        if (rest.StartsWith(" UTC"u8) || rest.StartsWith(" GMT"u8))
        {
            at += 4;
            return true;
        }
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

    /// <summary>A date; false where there is no such day.</summary>
    public static bool Date(int year, int month, int day, out long ticks)
    {
        ticks = 0;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    public static bool Digits(ReadOnlySpan<byte> text, out int number)
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

    /// <summary>A day of a month in two places; 0 where it is none.</summary>
    public static int Day(ReadOnlySpan<byte> text)
    {
        int day = (text[0] == ' ' ? 0 : (text[0] - '0') * 10) + (text[1] - '0');
        return day is >= 1 and <= 31 && Bytes.IsDigit(text[1]) ? day : 0;
    }

    /// <summary>The month that an English abbreviation begins; 0 where it is none.</summary>
    public static int Month(ReadOnlySpan<byte> text)
    {
        int at = "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(text.Slice(0, 3));
        return at >= 0 && at % 3 == 0 ? (at / 3) + 1 : 0;
    }

    /// <summary>Whether the text begins with a day of the week: <c>Wed </c>.</summary>
    public static bool IsWeekday(ReadOnlySpan<byte> text)
    {
        if (text.Length < 4 || text[3] is not ((byte)' ' or (byte)','))
            return false;
        int at = "MonTueWedThuFriSatSun"u8.IndexOf(text.Slice(0, 3));
        return at >= 0 && at % 3 == 0;
    }
}
