using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmtpTls.Logs;

/// <summary>
/// Reads the times that logs write, as UTC ticks. Times without a zone are those of <paramref name="zone"/>; times without a year are
/// the last such time that is not after <paramref name="reference"/> (when the file was last written) by more than a day. Where clocks
/// are set back, an hour comes twice: the second time begins where the times of the log go back.
/// </summary>
internal sealed class LogClock(TimeZoneInfo zone, DateTimeOffset reference)
{
    /// <summary>No time.</summary>
    public const long None = -1;

    // What changes a clock does so at a quarter of an hour, in every zone.
    private const long Quarter = 15 * TimeSpan.TicksPerMinute;

    // Lines of one log may be a little out of order.
    private const long Disorder = 5 * TimeSpan.TicksPerMinute;

    // The minute that was read last: the next line is most likely of the same.
    private ulong _minuteKey1, _minuteKey2;
    private long _minuteTicks;

    // The second of a syslog that was read last.
    private ulong _syslogKey1, _syslogKey2;
    private long _syslogTicks;

    // The quarter of an hour that was read last, and what to subtract from it.
    private long _quarter = -1;
    private long _offset;
    private bool _ambiguous, _second;
    private long _last;

    /// <summary>What times read later depend on: where the last one belongs, if it comes twice.</summary>
    public (long Last, bool Second) State
    {
        get => _ambiguous ? (_last, _second) : default;
        set
        {
            (_last, _second) = value;
            if (_last != 0)
                Look(_last);
        }
    }

    /// <summary>
    /// <c>2023-01-11T15:59:56.001Z</c>, with a blank for the T, with or without fraction, with <c>Z</c>, <c>+01:00</c>, <c> +0100</c> or
    /// no zone; <paramref name="length"/> is what was read.
    /// </summary>
    public long Iso(ReadOnlySpan<byte> text, out int length) => Iso(text, out length, out _);

    /// <inheritdoc cref="Iso(ReadOnlySpan{byte}, out int)"/>
    [MethodImpl(Jit.Hot)]
    public long Iso(ReadOnlySpan<byte> text, out int length, out bool zoned)
    {
        length = 0;
        zoned = false;
        if (text.Length < 19)
            return None;
        ulong key1 = MemoryMarshal.Read<ulong>(text), key2 = MemoryMarshal.Read<ulong>(text.Slice(8));
        if ((key1 != _minuteKey1 || key2 != _minuteKey2) && !Minute(text, key1, key2))
            return None;
        int tens = text[17] - '0', ones = text[18] - '0';
        if (text[16] != ':' || (uint)tens > 6 || (uint)ones > 9)
            return None;
        long ticks = _minuteTicks + (((tens * 10) + ones) * TimeSpan.TicksPerSecond);
        // 56.001Z
        if (text.Length > 23 && text[23] == 'Z' && text[19] == '.')
        {
            int hundreds = text[20] - '0', tenths = text[21] - '0', units = text[22] - '0';
            if ((uint)hundreds <= 9 && (uint)tenths <= 9 && (uint)units <= 9)
            {
                length = 24;
                zoned = true;
                return ticks + (((hundreds * 100) + (tenths * 10) + units) * TimeSpan.TicksPerMillisecond);
            }
        }
        int at = 19;
        ticks += TimeText.Fraction(text, ref at);
        zoned = TimeText.Zone(text, ref at, ref ticks);
        length = at;
        return zoned ? ticks : ToUtc(ticks);
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
        if (text[3] != ' ' || text[6] != ' ' || !TimeText.Clock(text.Slice(7), out long time))
            return None;
        int month = TimeText.Month(text), day = TimeText.Day(text.Slice(4, 2));
        if (month == 0 || day == 0)
            return None;
        length = 15;
        int year = reference.Year + 1;
        for (int tries = 0; tries < 6; tries++, year--)
        {
            if (!TimeText.Date(year, month, day, out long date) || date + time - zone.BaseUtcOffset.Ticks > reference.UtcTicks + TimeSpan.TicksPerDay)
                continue;
            (_syslogKey1, _syslogKey2, _syslogTicks) = (key1, key2, ToUtc(date + time));
            return _syslogTicks;
        }
        return None;
    }

    /// <summary>The UTC time of a local one.</summary>
    public long ToUtc(long local)
    {
        if (local / Quarter != _quarter)
            Look(local);
        if (_ambiguous)
        {
            _second |= local < _last - Disorder;
            _offset = Ambiguous(local);
        }
        _last = local;
        return Math.Max(0, local - _offset);
    }

    private void Look(long local)
    {
        bool before = _ambiguous;
        _quarter = local / Quarter;
        DateTime time = new(_quarter * Quarter, DateTimeKind.Unspecified);
        _ambiguous = zone.IsAmbiguousTime(time);
        if (!_ambiguous)
            _offset = zone.GetUtcOffset(time).Ticks;
        else if (!before)
            // From later times it goes back to the second of the two.
            _second = _second && _last == local || _last > local;
    }

    private long Ambiguous(long local)
    {
        TimeSpan[] offsets = zone.GetAmbiguousTimeOffsets(new DateTime(local, DateTimeKind.Unspecified));
        return (_second ? offsets.Min() : offsets.Max()).Ticks;
    }

    private bool Minute(ReadOnlySpan<byte> text, ulong key1, ulong key2)
    {
        if (text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':'
            || !TimeText.Digits(text.Slice(0, 4), out int year) || !TimeText.Digits(text.Slice(5, 2), out int month) || !TimeText.Digits(text.Slice(8, 2), out int day)
            || !TimeText.Digits(text.Slice(11, 2), out int hour) || !TimeText.Digits(text.Slice(14, 2), out int minute)
            || hour > 23 || minute > 59 || !TimeText.Date(year, month, day, out long date))
        {
            return false;
        }
        _minuteTicks = date + (((hour * 60) + minute) * TimeSpan.TicksPerMinute);
        (_minuteKey1, _minuteKey2) = (key1, key2);
        return true;
    }
}
