using SmtpTls.Tls;

namespace SmtpTls.Headers.Forms;

/// <summary>
/// What GnuTLS says of a session (gnutls_session_get_desc), with key exchange, group, signature and cipher parted by two underscores:
/// <c>ECDHE_X25519__RSA_PSS_RSAE_SHA256__AES_256_GCM</c>. Exim 4.92 to 4.94 write it.
/// </summary>
internal static class GnuTlsDescription
{
    /// <summary>The suite; <see langword="null"/> where it is none, or more than one would fit.</summary>
    public static CipherSuite? Find(ReadOnlySpan<char> text)
    {
        int cipher = text.LastIndexOf("__".AsSpan());
        int signature = text.IndexOf("__".AsSpan());
        if (signature < 1 || cipher == signature)
            return null;
        string encryption = text.Slice(cipher + 2).ToString();
        // Where the signature is one of TLS 1.3 (RFC 8446 section 4.2.3), TLS 1.2 may have it, too: the version decides, not the name.
        string exchange = text.StartsWithText("ECDHE") ? "ECDHE" : text.StartsWithText("DHE") ? "DHE" : "";
        string authentication = text.Slice(signature + 2).StartsWithText("ECDSA") ? "ECDSA" : "RSA";
        return CipherSuites.Find($"TLS_{exchange}_{authentication}_{encryption}_SHA384")
            ?? CipherSuites.Find($"TLS_{exchange}_{authentication}_{encryption}_SHA256");
    }

    /// <summary>The same, where the version is known to be TLS 1.3, whose suites name neither key exchange nor signature.</summary>
    public static CipherSuite? FindTls13(ReadOnlySpan<char> text)
    {
        int cipher = text.LastIndexOf("__".AsSpan());
        return cipher < 1 ? null : text.Slice(cipher + 2) switch
        {
            "AES_256_GCM" => CipherSuites.Find(0x1302),
            "AES_128_GCM" => CipherSuites.Find(0x1301),
            "CHACHA20_POLY1305" => CipherSuites.Find(0x1303),
            "AES_128_CCM" => CipherSuites.Find(0x1304),
            _ => null,
        };
    }
}
