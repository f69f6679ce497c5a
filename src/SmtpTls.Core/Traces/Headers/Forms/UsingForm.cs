namespace SmtpTls.Headers.Forms;

/// <summary>
/// <c>(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange ...)</c>: Postfix's words, which Kerio, Yandex,
/// Stalwart, James, Symantec, Sendmail 8.11 and others have borrowed; <c>(using TLSv1)</c>, <c>(Using TLS)</c> and
/// <c>(using TLS: TLSv1.3, suite)</c>.
/// </summary>
internal static class UsingForm
{
    /// <summary>Reads a comment; <see langword="false"/> where it has another form.</summary>
    public static bool TryRead(ReadOnlySpan<char> comment, ref HopReading reading)
    {
        if (!comment.StartsWithText("using "))
            return false;
        ReadOnlySpan<char> rest = comment.Slice("using ".Length);
        ReadOnlySpan<char> version = SpanText.NextWord(ref rest);
        if (version.Is("TLS:") || version.Is("SSL:"))
            return TryReadMarshal(rest, ref reading);
        if (!VersionWord.IsOne(version))
            return false;
        reading.Protocol = VersionWord.Find(version);
        reading.VersionWritten = !version.Is("TLS");
        reading.Encrypted = true;
        if (SpanText.NextWord(ref rest).Is("with") && SpanText.NextWord(ref rest).Is("cipher"))
        {
            SuiteWord.Read(ref reading, SpanText.NextWord(ref rest));
            reading.Bits = rest.TrimStart(" (".AsSpan()).LeadingNumber();
            // Sendmail 8.11 and 8.12 had their verify behind it.
            int verified = rest.IndexOfText(" verified ");
            if (verified >= 0)
                VerifyWord.Read(ref reading, rest.Slice(verified + " verified ".Length).Trim());
        }
        return true;
    }

    private static bool TryReadMarshal(ReadOnlySpan<char> rest, ref HopReading reading)
    {
        ReadOnlySpan<char> version = SpanText.NextWord(ref rest);
        if (!VersionWord.IsOne(version))
            return false;
        reading.Protocol = VersionWord.Find(version);
        reading.VersionWritten = true;
        reading.Encrypted = true;
        SuiteWord.Read(ref reading, SpanText.NextWord(ref rest));
        return true;
    }
}
