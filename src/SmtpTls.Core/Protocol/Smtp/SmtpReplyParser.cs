namespace SmtpTls.Smtp;

/// <summary>Puts a reply together from its lines. Does no I/O, so that it can be tested to the byte.</summary>
internal sealed class SmtpReplyParser
{
    private readonly List<string> _lines = [];
    private int _length;

    /// <summary>Takes the next line.</summary>
    /// <returns>The reply, when this was its last line; otherwise <see langword="null"/>.</returns>
    /// <exception cref="SmtpDialogueException">The line is no part of a reply, or the reply is longer than <see cref="SmtpLimits"/> allows.</exception>
    public SmtpReply? Add(SmtpLine line)
    {
        ReadOnlySpan<byte> bytes = line.Bytes.Span;
        if (line.IsTruncated)
            throw TooLong($"has a line of more than {SmtpLimits.LineLength} bytes");
        if (!IsReplyLine(bytes))
            throw new SmtpDialogueException(SmtpDialogueError.NotSmtp, $"This is no SMTP reply: '{SafeText.Shorten(line.ToString(), 80)}'.");
        _length += bytes.Length;
        if (_length > SmtpLimits.ReplyLength)
            throw TooLong($"has more than {SmtpLimits.ReplyLength / 1024} KiB");
        if (_lines.Count == SmtpLimits.ReplyLines)
            throw TooLong($"has more than {SmtpLimits.ReplyLines} lines");

        _lines.Add(bytes.Length > 4 ? SafeText.Decode(bytes.Slice(4)) : "");
        if (bytes.Length > 3 && bytes[3] == '-')
            return null;

        // Servers that mix codes in one reply mean the last (RFC 5321 section 4.2.1 wants them all equal).
        SmtpReply reply = new((bytes[0] - '0') * 100 + (bytes[1] - '0') * 10 + (bytes[2] - '0'), _lines.ToArray());
        _lines.Clear();
        _length = 0;
        return reply;
    }

    private static SmtpDialogueException TooLong(string what) => new(SmtpDialogueError.TooLong,
        $"The reply {what}. No mail server needs that much; the test gave up reading.");

    // Reply-code: %x32-35 %x30-35 %x30-39; the second digit is not insisted on. After it SP, "-" or the end of the line.
    private static bool IsReplyLine(ReadOnlySpan<byte> bytes) => bytes.Length >= 3
        && bytes[0] is >= (byte)'2' and <= (byte)'5' && IsDigit(bytes[1]) && IsDigit(bytes[2])
        && (bytes.Length == 3 || bytes[3] is (byte)' ' or (byte)'-');

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
}
