using System.Globalization;
using System.Text.Json;

namespace SmtpTls.Logs;

/// <summary>
/// A line that is a JSON object: of <c>journalctl -o json</c>, of Docker's json-file driver, or of a log shipper that keeps to the usual names.
/// The texts stay valid until the next line is read.
/// </summary>
internal sealed class JsonLine
{
    private const int MaxDepth = 8;

    private byte[] _texts = [];
    private int _used;

    /// <summary>Whether the line begins as an object.</summary>
    public static bool Begins(ReadOnlySpan<byte> line) => line.Length > 2 && line[0] == '{' && line[line.Length - 1] == '}';

    /// <summary>Finds what was said, by whom and when; false where the line is no such object.</summary>
    public bool TryRead(ReadOnlySpan<byte> line, LogTimes times, out MailLine parsed)
    {
        parsed = default;
        if (_texts.Length < line.Length)
            _texts = new byte[line.Length];
        _used = 0;
        try
        {
            Utf8JsonReader reader = new(line, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                    continue;
                ReadOnlySpan<byte> name = reader.ValueSpan;
                reader.Read();
                Take(name, Text(ref reader), times, ref parsed);
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return parsed.Message.Length > 0;
    }

    private static void Take(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> text, LogTimes times, ref MailLine parsed)
    {
        if (Is(name, "MESSAGE"u8, "log"u8) || Is(name, "message"u8, "msg"u8))
        {
            parsed.Message = Trim(text);
        }
        else if (Is(name, "__REALTIME_TIMESTAMP"u8, "_SOURCE_REALTIME_TIMESTAMP"u8))
        {
            if (parsed.TimeKind == TimeKind.None && long.TryParse(Bytes.Text(text), NumberStyles.None, CultureInfo.InvariantCulture, out long micros))
                (parsed.Time, parsed.TimeKind) = (new DateTime(1970, 1, 1).Ticks + (Math.Min(micros, 1L << 55) * 10), TimeKind.Zoned);
        }
        else if (Is(name, "time"u8, "timestamp"u8) || Is(name, "@timestamp"u8, "timereported"u8))
        {
            long time = times.Read(text, out _, out TimeKind kind);
            if (kind > parsed.TimeKind)
                (parsed.Time, parsed.TimeKind) = (time, kind);
        }
        else if (Is(name, "_HOSTNAME"u8, "host"u8) || Is(name, "hostname"u8, "fromhost"u8))
        {
            parsed.Host = parsed.Host.Length > 0 ? parsed.Host : text;
        }
        else if (Is(name, "SYSLOG_IDENTIFIER"u8, "ident"u8) || Is(name, "programname"u8, "program"u8) || Is(name, "appname"u8, "app-name"u8))
        {
            parsed.Tag = parsed.Tag.Length > 0 ? parsed.Tag : text;
        }
        else if (Is(name, "SYSLOG_PID"u8, "_PID"u8) || Is(name, "pid"u8, "procid"u8))
        {
            parsed.Pid = parsed.Pid != 0 ? parsed.Pid : Bytes.Number(text);
        }
        else if (name.SequenceEqual("syslogtag"u8))
        {
            // postfix/smtpd[123]:
            ReadOnlySpan<byte> tag = text;
            parsed.Pid = Bytes.Number(Bytes.After(tag, "["u8));
            parsed.Tag = Bytes.Before(Bytes.Before(tag, (byte)'['), (byte)':');
        }
    }

    private ReadOnlySpan<byte> Text(scoped ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
            return Keep(reader.ValueSpan);
        if (reader.TokenType == JsonTokenType.String)
        {
            int length = reader.CopyString(_texts.AsSpan(_used));
            _used += length;
            return _texts.AsSpan(_used - length, length);
        }
        // journald writes what is no UTF-8 as an array of bytes.
        int from = _used;
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.Number)
                _texts[_used++] = reader.TryGetByte(out byte b) ? b : (byte)'?';
        }
        return _texts.AsSpan(from, _used - from);
    }

    private ReadOnlySpan<byte> Keep(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_texts.AsSpan(_used));
        _used += text.Length;
        return _texts.AsSpan(_used - text.Length, text.Length);
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.TrimEnd((byte)'\n').TrimEnd((byte)'\r');

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => name.SequenceEqual(one) || name.SequenceEqual(other);
}
