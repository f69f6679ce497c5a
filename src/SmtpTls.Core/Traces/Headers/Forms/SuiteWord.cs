using SmtpTls.Tls;

namespace SmtpTls.Headers.Forms;

/// <summary>The names of cipher suites in headers.</summary>
internal static class SuiteWord
{
    private const int MaxLength = 80;

    /// <summary>Whether it could be a suite, known or not: letters, digits and hyphens, with a digit.</summary>
    public static bool CouldBeOne(ReadOnlySpan<char> word)
    {
        if (word.Length is < 5 or > MaxLength)
            return false;
        bool digit = false;
        foreach (char c in word)
        {
            bool isDigit = c is >= '0' and <= '9';
            if (!isDigit && c is not ((>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or '-' or '_'))
                return false;
            digit |= isDigit;
        }
        return digit;
    }

    /// <summary>The suite of a name; <see langword="null"/> where there is none.</summary>
    public static CipherSuite? Find(ReadOnlySpan<char> word)
    {
        if (word.Length is 0 or > MaxLength)
            return null;
        string name = word.ToString();
        return CipherSuites.Find(name) ?? GnuTlsDescription.Find(name, version: null);
    }

    /// <summary>Takes a suite into the reading.</summary>
    public static void Read(ref HopReading reading, ReadOnlySpan<char> word)
    {
        if (word.IsEmpty)
            return;
        reading.Suite = Find(word);
        if (reading.Suite is null)
            reading.UnknownSuite = word.Slice(0, Math.Min(word.Length, MaxLength)).ToString();
    }
}
