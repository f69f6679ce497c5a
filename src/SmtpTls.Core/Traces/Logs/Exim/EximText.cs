namespace SmtpTls.Logs.Exim;

/// <summary>The forms of words in Exim's mainlog.</summary>
internal static class EximText
{
    /// <summary>Whether what stands behind a time is a line of Exim's mainlog.</summary>
    public static bool IsOne(ReadOnlySpan<byte> rest)
    {
        rest = WithoutPid(rest);
        if (rest.Length < 16)
            return false;
        return IsMessageId(rest, out _)
            || rest.StartsWith("TLS error on connection "u8)
            || rest.StartsWith("no MAIL in "u8)
            || rest.StartsWith("SMTP connection from "u8)
            || rest.StartsWith("SMTP protocol "u8)
            || rest.StartsWith("unexpected disconnection while reading SMTP command "u8)
            || rest.StartsWith("exim 4."u8)
            || rest.StartsWith("Start queue run: "u8)
            || rest.StartsWith("End queue run: "u8)
            || (rest.StartsWith("H="u8) && Bytes.Has(rest, " rejected "u8));
    }

    // log_selector = +pid
    public static ReadOnlySpan<byte> WithoutPid(ReadOnlySpan<byte> rest) =>
        rest.Length > 0 && rest[0] == '[' && rest.IndexOf("] "u8) is > 0 and < 12 ? Bytes.After(rest, "] "u8) : rest;

    public static ReadOnlySpan<byte> WithoutTime(ReadOnlySpan<byte> message)
    {
        if (message.Length <= 20 || message[4] != '-' || message[7] != '-' || message[10] != ' ')
            return message;
        int at = 19;
        long ticks = TimeText.Fraction(message, ref at);
        TimeText.Zone(message, ref at, ref ticks);
        return message.Slice(at).TrimStart((byte)' ');
    }

    // 1x9hqp-000000076Qy-1Ug8, before Exim 4.97 10HmaX-0005vi-00
    public static bool IsMessageId(ReadOnlySpan<byte> text, out int length)
    {
        length = text.Slice(0, Math.Min(text.Length, 24)).IndexOf((byte)' ');
        return length is 16 or 23 && text[6] == '-' && text[length == 16 ? 13 : 18] == '-';
    }

    public static bool IsTlsTrouble(ReadOnlySpan<byte> told) =>
        Bytes.Has(told, "TLS session: "u8) || Bytes.Has(told, "TLS session is required"u8) || Bytes.Has(told, "DANE attempt failed"u8) || told.StartsWith("DANE error"u8);

    // (recv): ... (SSL_read): ... (tls_write): ...
    public static bool IsAfterHandshake(ReadOnlySpan<byte> after)
    {
        ReadOnlySpan<byte> function = Bytes.Between(after, "("u8, (byte)')');
        return function.SequenceEqual("recv"u8) || function.SequenceEqual("send"u8) || Bytes.Has(function, "read"u8) || Bytes.Has(function, "write"u8);
    }

    /// <summary>The address at the beginning, which may be quoted and hold blanks.</summary>
    public static ReadOnlySpan<byte> Address(ReadOnlySpan<byte> told)
    {
        int from = 0;
        if (told.Length > 0 && told[0] == '"')
        {
            int quote = told.Slice(1).IndexOf("\"@"u8);
            from = quote < 0 ? 0 : quote + 1;
        }
        int space = told.Slice(from).IndexOf((byte)' ');
        return space < 0 ? told : told.Slice(0, from + space);
    }
}
