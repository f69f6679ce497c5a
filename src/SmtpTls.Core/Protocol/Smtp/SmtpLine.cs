namespace SmtpTls.Smtp;

/// <summary>One line as it came over the wire.</summary>
/// <param name="Bytes">The line without its ending. Valid until the next read.</param>
/// <param name="IsTruncated">The line is longer than the limit; what follows of it is skipped by the next read.</param>
/// <param name="EndsWithCrLf">It ended with CRLF, as RFC 5321 section 2.3.8 wants, and not with a bare LF.</param>
internal readonly record struct SmtpLine(ReadOnlyMemory<byte> Bytes, bool IsTruncated, bool EndsWithCrLf)
{
    /// <summary>The line as text fit for people (see <see cref="SafeText.Decode"/>).</summary>
    public override string ToString() => SafeText.Decode(Bytes.Span);
}
