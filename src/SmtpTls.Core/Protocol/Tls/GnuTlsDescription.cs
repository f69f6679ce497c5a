namespace SmtpTls.Tls;

/// <summary>
/// What GnuTLS says of a session (gnutls_session_get_desc) as Exim 4.92 and later write it: key exchange, signature, cipher and, where the
/// cipher has one, MAC, parted by two underscores: <c>ECDHE_SECP256R1__RSA_SHA256__AES_256_CBC__SHA1</c>.
/// </summary>
internal static class GnuTlsDescription
{
    private const string Mark = "__";

    // No MAC is told of an AEAD cipher: its suites end in the hash of the handshake, or in none.
    private static readonly string[] Hashes = ["_SHA384", "_SHA256", ""];

    /// <summary>Whether the text is such a description.</summary>
    public static bool IsOne(string text) => text.IndexOf(Mark, StringComparison.Ordinal) > 0;

    /// <summary>The key exchange with its group: <c>ECDHE_SECP256R1</c>.</summary>
    public static string KeyExchange(string text) => text.Substring(0, text.IndexOf(Mark, StringComparison.Ordinal));

    /// <summary>
    /// The suite; <see langword="null"/> where the text is no description, or none or more than one suite is like that. The suites of TLS 1.3
    /// name neither key exchange nor signature, and TLS 1.2 can have all that TLS 1.3 has there: only the version tells.
    /// </summary>
    public static CipherSuite? Find(string text, SslProtocolVersion? version)
    {
        if (!IsOne(text))
            return null;
        string[] parts = text.ToUpperInvariant().Split([Mark], StringSplitOptions.None);
        if (version == SslProtocolVersion.Tls13)
            return Find("TLS", parts[parts.Length - 1], null);
        string exchange = Word(parts[0]);
        string? authentication = exchange == "RSA" ? "RSA" : exchange is "ECDHE" or "DHE" ? Authentication(Word(parts[1])) : null;
        // With RSA the client encrypts its secret, and nothing is signed.
        int cipher = exchange == "RSA" ? 1 : 2;
        if (authentication is null || cipher >= parts.Length)
            return null;
        return Find(exchange == "RSA" ? "TLS_RSA" : $"TLS_{exchange}_{authentication}", parts[cipher], cipher + 1 < parts.Length ? parts[cipher + 1] : null);
    }

    private static CipherSuite? Find(string before, string cipher, string? mac)
    {
        if (mac is not null)
            return CipherSuites.Find($"{before}_{cipher}_{mac}");
        bool isAead = cipher.Contains("GCM") || cipher.Contains("CCM") || cipher.Contains("POLY1305");
        return isAead ? Hashes.Select(hash => CipherSuites.Find($"{before}_{cipher}{hash}")).FirstOrDefault(suite => suite is not null) : null;
    }

    private static string? Authentication(string signature) => signature switch
    {
        "RSA" => "RSA",
        "ECDSA" or "EDDSA" => "ECDSA",
        "DSA" => "DSS",
        _ => null,
    };

    private static string Word(string part) => part.Split('_', '-')[0];
}
