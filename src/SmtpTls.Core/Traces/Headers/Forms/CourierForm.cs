namespace SmtpTls.Headers.Forms;

/// <summary><c>(TLS: TLSv1/SSLv3,256bits,ECDHE-RSA-AES256-GCM-SHA384)</c>: the words of Courier and of McAfee's gateways.</summary>
internal static class CourierForm
{
    private const string Start = "TLS: ";

    /// <summary>Reads a comment; <see langword="false"/> where it has another form.</summary>
    public static bool TryRead(ReadOnlySpan<char> comment, ref HopReading reading)
    {
        if (!comment.StartsWithText(Start))
            return false;
        ReadOnlySpan<char> rest = comment.Slice(Start.Length);
        ReadOnlySpan<char> version = SpanText.NextWord(ref rest);
        if (!VersionWord.IsOne(version))
            return false;
        reading.Encrypted = true;
        reading.VersionWritten = true;
        reading.Protocol = VersionWord.Find(version);
        reading.Bits = SpanText.NextWord(ref rest).LeadingNumber();
        SuiteWord.Read(ref reading, SpanText.NextWord(ref rest));
        return true;
    }
}
