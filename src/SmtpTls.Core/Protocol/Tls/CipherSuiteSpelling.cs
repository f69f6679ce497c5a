namespace SmtpTls.Tls;

/// <summary>Reduces the spellings of a cipher suite's name to one, so that they can be looked up.</summary>
internal static class CipherSuiteSpelling
{
    private static readonly string[] Prefixes = ["TLS_", "SSL_", "TLS13_"];

    /// <summary>The name in words parted by <c>_</c>, without its prefix and without what other products add to it.</summary>
    public static string Plain(string name)
    {
        string plain = name.Trim().Replace('-', '_').ToUpperInvariant();
        foreach (string prefix in Prefixes)
        {
            if (plain.StartsWith(prefix, StringComparison.Ordinal))
            {
                plain = plain.Substring(prefix.Length);
                break;
            }
        }
        // LibreSSL's names for the suites of TLS 1.3: AEAD-AES256-GCM-SHA384.
        if (plain.StartsWith("AEAD_", StringComparison.Ordinal))
            plain = plain.Substring("AEAD_".Length).Replace("AES128", "AES_128").Replace("AES256", "AES_256");
        // OpenSSL before 1.1 wrote EDH for DHE in its oldest suites.
        if (plain.StartsWith("EDH_", StringComparison.Ordinal) || plain.StartsWith("EXP_EDH_", StringComparison.Ordinal))
            plain = plain.Replace("EDH_", "DHE_");
        return WithoutCurve(plain);
    }

    // Schannel before Windows 10 wrote the curve behind the name: TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P384.
    private static string WithoutCurve(string plain)
    {
        int curve = plain.Length - "_P256".Length;
        return curve > 0 && plain.Substring(curve) is "_P256" or "_P384" or "_P521" ? plain.Substring(0, curve) : plain;
    }
}
