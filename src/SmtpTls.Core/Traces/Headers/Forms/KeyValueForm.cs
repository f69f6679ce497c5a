namespace SmtpTls.Headers.Forms;

/// <summary>
/// <c>(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)</c>: Sendmail's words, which Gmail, Exchange, Proofpoint, Haraka
/// and many others have borrowed, in any order, parted by spaces or commas, some of them missing.
/// </summary>
internal static class KeyValueForm
{
    /// <summary>Reads a comment, or the words that stand without parentheses; <see langword="false"/> where it has another form.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, ref HopReading reading)
    {
        if (!Begins(text))
            return false;
        HopReading found = reading;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<char> pair = SpanText.NextWord(ref rest);
            int equals = pair.IndexOf('=');
            if (equals <= 0)
                continue;
            ReadOnlySpan<char> value = pair.Slice(equals + 1);
            switch (pair.Slice(0, equals))
            {
                case "version" when VersionWord.IsOne(value):
                    found.Protocol = VersionWord.Find(value);
                    found.VersionWritten = !value.Is("TLS") && !value.Is("SSL");
                    found.Encrypted = true;
                    break;
                case "cipher" when !value.IsEmpty && !value.Is("NONE") && !value.Is("NULL"):
                    SuiteWord.Read(ref found, value);
                    found.Encrypted = true;
                    break;
                case "bits":
                    found.Bits = value.LeadingNumber();
                    break;
                case "verify":
                    VerifyWord.Read(ref found, value);
                    break;
                case "subject":
                    found.ClientCertificate ??= ClientCertificateStatus.Presented;
                    found.ClientCertificateName = Quoted(text);
                    rest = [];
                    break;
            }
        }
        if (found.Encrypted != true)
            return false;
        reading = found;
        return true;
    }

    private static bool Begins(ReadOnlySpan<char> text) =>
        text.StartsWithText("version=") || text.StartsWithText("cipher=") || text.StartsWithText("bits=") || text.StartsWithText("verify=");

    // Momentum's subject="/C=US/O=Example, Inc./CN=mail.example.com" has spaces, commas and semicolons in it.
    private static string? Quoted(ReadOnlySpan<char> text)
    {
        int start = text.IndexOfText("subject=\"");
        if (start < 0)
            return null;
        ReadOnlySpan<char> value = text.Slice(start + "subject=\"".Length);
        int end = value.IndexOf('"');
        return (end < 0 ? value : value.Slice(0, end)).ToString();
    }
}
