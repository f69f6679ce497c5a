using SmtpTls.Tls;

namespace SmtpTls.Headers;

/// <summary>The words for a version in headers.</summary>
internal static class VersionWord
{
    /// <summary>Whether the word is about a version at all: TLSv1.3, TLS1_2, SSLv3, TLSv1/SSLv3, TLS, but not tls.example.com.</summary>
    public static bool IsOne(ReadOnlySpan<char> word)
    {
        if (!word.StartsWithText("TLS") && !word.StartsWithText("SSL"))
            return false;
        foreach (char c in word.Slice(3))
        {
            if (c is not ((>= '0' and <= '9') or '.' or '_' or '-' or '/' or '\\' or 'v' or 'V' or 'x' or 't' or 'T' or 'l' or 'L' or 's' or 'S'))
                return false;
        }
        return true;
    }

    /// <summary>The version; <see langword="null"/> where the word leaves it open, as TLS and TLSv1/SSLv3 do.</summary>
    public static SslProtocolVersion? Find(ReadOnlySpan<char> word) => word switch
    {
        "TLSv1.3" or "TLS1_3" or "TLS1.3" => SslProtocolVersion.Tls13,
        "TLSv1.2" or "TLS1_2" or "TLS1.2" => SslProtocolVersion.Tls12,
        "TLSv1/SSLv3" or "TLS" or "SSL" => null,
        // .NET's SslProtocols, with its type before it: SmarterMail's TLS\Tls is TLS 1.0.
        _ when word.StartsWithText("TLS\\") => word.Slice(4).Is("Tls") ? SslProtocolVersion.Tls10 : ProtocolSpelling.Find(word.Slice(4).ToString()),
        _ => word.Length is > 3 and < 16 ? ProtocolSpelling.Find(word.ToString()) : null,
    };
}
