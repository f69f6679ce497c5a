namespace SmtpTls.Headers.Forms;

/// <summary>
/// <c>(AES256-SHA encrypted)</c>: qpsmtpd's words, also those of patched qmail and of MessageLabs; <c>(TLSv1.2:suite encrypted)</c>
/// T-Online's; <c>(TLS encrypted)</c> and <c>(NOT encrypted)</c> GroupWise's.
/// </summary>
internal static class EncryptedForm
{
    /// <summary>Reads a comment, or words without parentheses; <see langword="false"/> where it has another form.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, ref HopReading reading)
    {
        ReadOnlySpan<char> rest = text;
        ReadOnlySpan<char> what = SpanText.NextWord(ref rest);
        if (!SpanText.NextWord(ref rest).Is("encrypted"))
            return false;
        if (what.Is("NOT"))
        {
            reading.Encrypted = false;
            return true;
        }
        if (what.Is("TLS") || what.Is("SSL"))
        {
            reading.Encrypted = true;
            return true;
        }
        if (ColonForm.TryRead(what, ref reading))
            return true;
        if (SuiteWord.Find(what) is null && !SuiteWord.CouldBeOne(what))
            return false;
        reading.Encrypted = true;
        SuiteWord.Read(ref reading, what);
        return true;
    }
}
