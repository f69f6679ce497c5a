using System.Runtime.CompilerServices;

namespace SmtpTls.Logs;

/// <summary>
/// Takes off what syslog servers, journald, Docker, Kubernetes and their like put before the words of a mail server: syslog with times of
/// RFC 3164, RFC 3339 and RFC 5424, with year, with priority; all forms of <c>journalctl -o</c>; <c>docker logs -t</c>, docker-compose, the
/// json-file driver, CRI; FortiMail's <c>key=value</c>. They may stand in each other.
/// </summary>
internal sealed class LineEnvelope(LogClock clock)
{
    private const int MaxLayers = 4;

    private readonly LogTimes _times = new(clock);
    private readonly JsonLine[] _json = [new(), new(), new(), new(), new()];

    /// <summary>Takes a line apart; false where it has no time in any known form.</summary>
    [MethodImpl(Jit.Hot)]
    public bool TryRead(ReadOnlySpan<byte> line, out MailLine parsed)
    {
        parsed = default;
        long time = clock.Syslog(line, out int length);
        if (time != LogClock.None && line.Length > 16 && line[15] == ' ' && !Bytes.IsDigit(line[16]))
        {
            (parsed.Time, parsed.TimeKind) = (time, TimeKind.Yearless);
            return Words(line.Slice(length + 1), ref parsed);
        }
        return Layer(line, ref parsed, 0);
    }

    private bool Layer(ReadOnlySpan<byte> text, ref MailLine parsed, int depth)
    {
        text = WithoutColor(text).TrimStart((byte)' ');
        if (depth > MaxLayers || text.Length < 3)
            return false;
        if (text[0] == '<' && text.IndexOf((byte)'>') is > 1 and <= 4 and var end && Bytes.IsDigit(text[1]))
        {
            text = text.Slice(end + 1);
            if (text.StartsWith("1 "u8))
                return Rfc5424(text.Slice(2), ref parsed, depth);
        }
        if (JsonLine.Begins(text))
            return Json(text, ref parsed, depth);
        if (text.StartsWith("date="u8))
            return FortiMail(text, ref parsed);
        long time = _times.Read(text, out int length, out TimeKind kind);
        if (kind != TimeKind.None)
        {
            // What an Exchange log has behind its time.
            if (length < text.Length && text[length] == ',')
                return false;
            if (kind > parsed.TimeKind)
                (parsed.Time, parsed.TimeKind) = (time, kind);
            return BehindTime(text.Slice(length).TrimStart((byte)' '), ref parsed, depth);
        }
        // mail-1  | Nov 28 18:06:29 ...
        int bar = text.Slice(0, Math.Min(text.Length, 80)).IndexOf(" |"u8);
        if (bar > 0 && bar + 3 < text.Length && text[bar + 2] is (byte)' ' or 0x1B && Bytes.Trim(text.Slice(0, bar)).IndexOf((byte)' ') < 0)
            return Layer(text.Slice(bar + 2), ref parsed, depth + 1);
        // [pod/mail-0/postfix] Nov 28 18:06:29 ...
        if (text.StartsWith("[pod/"u8) && text.IndexOf("] "u8) is > 0 and var close)
            return Layer(text.Slice(close + 2), ref parsed, depth + 1);
        return parsed.TimeKind != TimeKind.None && Words(text, ref parsed);
    }

    private bool BehindTime(ReadOnlySpan<byte> rest, ref MailLine parsed, int depth)
    {
        // The form of Kubernetes' runtimes: stdout F
        if ((rest.StartsWith("stdout "u8) || rest.StartsWith("stderr "u8)) && rest.Length > 9 && rest[8] == ' ')
            return Layer(rest.Slice(9), ref parsed, depth + 1);
        if (rest.StartsWith("date="u8))
            return FortiMail(rest, ref parsed);
        bool another = rest.Length > 15 && (rest[0] is (byte)'<' or (byte)'{' || _times.Read(rest, out _, out _) != LogClock.None);
        return another ? Layer(rest, ref parsed, depth + 1) : Words(rest, ref parsed);
    }

    /// <summary><c>host program[pid]: message</c>, with less or more before the program.</summary>
    [MethodImpl(Jit.Hot)]
    private bool Words(ReadOnlySpan<byte> rest, ref MailLine parsed)
    {
        parsed.Rest = parsed.Message = rest;
        int colon = rest.IndexOf(": "u8);
        if (colon < 0 && rest.Length > 0 && rest[rest.Length - 1] == ':')
            colon = rest.Length - 1;
        if (colon < 0)
            return Behind(rest, ref parsed);
        // Further times that some syslog servers put before the host: |1548410604|host.
        ReadOnlySpan<byte> head = rest.Slice(0, colon);
        head = head.Slice(head.LastIndexOf((byte)'|') + 1);
        int space = head.LastIndexOf((byte)' ');
        ReadOnlySpan<byte> tag = head.Slice(space + 1);
        int bracket = tag.IndexOf((byte)'[');
        if (tag.Length == 0 || (bracket >= 0 && tag[tag.Length - 1] != ']'))
            return Behind(rest, ref parsed);
        if (space > 0)
        {
            int first = head.IndexOf((byte)' ');
            // More than host, facility and program: these are words of a sentence.
            if (first != space && head.Slice(first + 1, space - first - 1).IndexOf((byte)' ') >= 0)
                return Behind(rest, ref parsed);
            parsed.Host = head.Slice(0, first);
        }
        parsed.Tag = bracket < 0 ? tag : tag.Slice(0, bracket);
        parsed.Pid = bracket < 0 ? 0 : Bytes.Number(tag.Slice(bracket + 1));
        parsed.Message = WithoutSolarisId(rest.Slice(Math.Min(rest.Length, colon + 2)));
        return true;
    }

    // A FortiMail behind a syslog server: host date=2023-01-11 ...
    private bool Behind(ReadOnlySpan<byte> rest, ref MailLine parsed)
    {
        int date = rest.Slice(0, Math.Min(rest.Length, 80)).IndexOf("date="u8);
        return date < 0 || FortiMail(rest.Slice(date), ref parsed);
    }

    // [ID 801593 mail.info]
    private static ReadOnlySpan<byte> WithoutSolarisId(ReadOnlySpan<byte> message) => message.StartsWith("[ID "u8) ? Bytes.After(message, "] "u8) : message;

    // 2023-01-11T15:59:56Z host app procid msgid [structured data] message
    private bool Rfc5424(ReadOnlySpan<byte> text, ref MailLine parsed, int depth)
    {
        ReadOnlySpan<byte> timestamp = Next(ref text);
        long time = _times.Read(timestamp, out _, out TimeKind kind);
        if (kind > parsed.TimeKind)
            (parsed.Time, parsed.TimeKind) = (time, kind);
        parsed.Host = Named(Next(ref text));
        parsed.Tag = Named(Next(ref text));
        parsed.Pid = Bytes.Number(Next(ref text));
        Next(ref text);
        if (text.Length > 0 && text[0] == '[')
        {
            int end = text.IndexOf("] "u8);
            text = end < 0 ? default : text.Slice(end + 2);
        }
        else
        {
            Next(ref text);
        }
        text = text.StartsWith("\uFEFF"u8) ? text.Slice(3) : text;
        return Inner(text, ref parsed, depth);
    }

    private bool Json(ReadOnlySpan<byte> text, ref MailLine parsed, int depth)
    {
        if (!_json[depth].TryRead(text, _times, out MailLine told))
            return false;
        if (told.TimeKind < parsed.TimeKind)
            (told.Time, told.TimeKind) = (parsed.Time, parsed.TimeKind);
        parsed = told;
        return Inner(told.Message, ref parsed, depth);
    }

    /// <summary>A message that came with the name of its program is the program's; otherwise there is more to take off.</summary>
    private bool Inner(ReadOnlySpan<byte> message, ref MailLine parsed, int depth)
    {
        if (parsed.Tag.Length == 0)
            return Layer(message, ref parsed, depth + 1);
        parsed.Rest = parsed.Message = message.TrimStart((byte)' ');
        return parsed.TimeKind != TimeKind.None;
    }

    // date=2023-01-11 time=15:59:56.001 device_id=FE1 ... session_id="q6HDWXDm021338-q6HDWXDm021338" msg="STARTTLS=client, relay=..."
    private bool FortiMail(ReadOnlySpan<byte> text, ref MailLine parsed)
    {
        ReadOnlySpan<byte> date = Field(text, "date="u8), clockTime = Field(text, "time="u8);
        byte[] both = new byte[date.Length + 1 + clockTime.Length];
        date.CopyTo(both);
        both[date.Length] = (byte)' ';
        clockTime.CopyTo(both.AsSpan(date.Length + 1));
        long time = clock.Iso(both, out _, out bool zoned);
        if (time == LogClock.None)
            return false;
        (parsed.Time, parsed.TimeKind) = (time, zoned ? TimeKind.Zoned : TimeKind.Local);
        parsed.Host = Field(text, "device_id="u8);
        parsed.Tag = "sendmail"u8;
        parsed.Session = Field(text, "session_id="u8);
        int message = text.IndexOf("msg=\""u8);
        parsed.Rest = parsed.Message = message < 0 ? default : text.Slice(message + 5).TrimEnd((byte)'"');
        return true;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        int at = text.StartsWith(name) ? 0 : -1;
        for (int from = 0; at < 0;)
        {
            int found = text.Slice(from).IndexOf(name);
            if (found < 0)
                return default;
            from += found;
            if (text[from - 1] is (byte)' ' or (byte)',')
                at = from;
            else
                from++;
        }
        ReadOnlySpan<byte> value = text.Slice(at + name.Length);
        if (value.Length > 0 && value[0] == '"')
            return Bytes.Before(value.Slice(1), (byte)'"');
        int end = value.IndexOfAny((byte)' ', (byte)',');
        return end < 0 ? value : value.Slice(0, end);
    }

    private static ReadOnlySpan<byte> Next(scoped ref ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> word = Bytes.Before(text, (byte)' ');
        text = text.Slice(Math.Min(text.Length, word.Length + 1));
        return word;
    }

    private static ReadOnlySpan<byte> Named(ReadOnlySpan<byte> word) => word.SequenceEqual("-"u8) ? default : word;

    // docker-compose colors the names of its services.
    private static ReadOnlySpan<byte> WithoutColor(ReadOnlySpan<byte> text)
    {
        while (text.Length > 2 && text[0] == 0x1B && text[1] == '[' && text.IndexOf((byte)'m') is > 0 and < 16 and var end)
            text = text.Slice(end + 1);
        return text;
    }
}
