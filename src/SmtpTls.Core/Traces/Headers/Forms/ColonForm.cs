using SmtpTls.Tls;

namespace SmtpTls.Headers.Forms;

/// <summary>
/// <c>(TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384:256)</c>: Exim's words up to 4.92, also with <c>Cipher</c> or <c>tls_cipher</c> before them;
/// with a fourth field, OpenSMTPD's; <c>(TLS1.3 suite)</c> is mox's, <c>(TLSv1.2:suite encrypted)</c> T-Online's.
/// </summary>
internal static class ColonForm
{
    // What Exim with GnuTLS before 4.80 took for bits was bytes: 16, 24 and 32. No suite has so few bits.
    private const int FewestBits = 40;

    /// <summary>Reads a comment; <see langword="false"/> where it has another form.</summary>
    public static bool TryRead(ReadOnlySpan<char> comment, ref HopReading reading)
    {
        ReadOnlySpan<char> text = WithoutPrefix(comment);
        int mark = text.IndexOfAny(':', ' ');
        if (mark < 4 || !VersionWord.IsOne(text.Slice(0, mark)))
            return false;
        ReadOnlySpan<char> rest = text.Slice(mark + 1);
        int end = rest.IndexOfAny(':', ' ');
        ReadOnlySpan<char> suite = end < 0 ? rest : rest.Slice(0, end);
        if (!SuiteWord.CouldBeOne(suite) && SuiteWord.Find(suite) is null)
            return false;
        Read(text.Slice(0, mark), suite, ref reading);
        if (text[mark] != ':' || end < 0 || rest[end] != ':')
            return true;
        rest = rest.Slice(end + 1);
        reading.Bits = rest.LeadingNumber() is >= FewestBits and int bits ? bits : null;
        int verify = rest.IndexOf(':');
        if (verify >= 0)
            VerifyWord.Read(ref reading, rest.Slice(verify + 1));
        return true;
    }

    private static void Read(ReadOnlySpan<char> version, ReadOnlySpan<char> suite, ref HopReading reading)
    {
        reading.Encrypted = true;
        reading.VersionWritten = true;
        reading.Protocol = VersionWord.Find(version);
        SuiteWord.Read(ref reading, suite);
        if (reading.Protocol == SslProtocolVersion.Tls13 && suite.IndexOf("__".AsSpan()) > 0 && GnuTlsDescription.Find(suite.ToString(), SslProtocolVersion.Tls13) is { } found)
            (reading.Suite, reading.UnknownSuite) = (found, null);
    }

    private static ReadOnlySpan<char> WithoutPrefix(ReadOnlySpan<char> comment) =>
        comment.StartsWithText("Cipher ") ? comment.Slice("Cipher ".Length)
        : comment.StartsWithText("tls_cipher ") ? comment.Slice("tls_cipher ".Length)
        : comment;
}
