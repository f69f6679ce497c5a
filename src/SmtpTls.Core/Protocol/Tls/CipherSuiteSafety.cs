namespace SmtpTls.Tls;

/// <summary>Tells how safe a suite is, by RFC 9325 sections 4.1 and 4.2.</summary>
internal static class CipherSuiteSafety
{
    private static readonly string[] Exchanges = ["RSA", "DHE", "ECDHE", "any"];

    private static readonly string[] Ciphers = ["AES_128_CCM", "AES_256_CCM", "AES_128_GCM", "CHACHA20_POLY1305", "AES_256_GCM"];

    /// <summary>How safe a suite is.</summary>
    public static SuiteSafety Of(CipherSuite suite)
    {
        if (suite.Strength < 128 || suite.Authentication is "anon" or "NULL" || suite.Hash == "MD5" || suite.Encryption.StartsWith("RC", StringComparison.Ordinal))
            return SuiteSafety.Insecure;
        return !suite.ForwardSecrecy ? SuiteSafety.Weak : suite.IsAead ? SuiteSafety.Recommended : SuiteSafety.Acceptable;
    }

    /// <summary>The safest first; among equals those that work with the RSA certificate that most servers have.</summary>
    public static IOrderedEnumerable<T> SafestFirst<T>(this IEnumerable<T> items, Func<T, CipherSuite> suite) => items
        .OrderByDescending(item => Of(suite(item)))
        .ThenByDescending(item => Array.IndexOf(Exchanges, suite(item).KeyExchange))
        .ThenByDescending(item => Array.IndexOf(Ciphers, suite(item).Encryption))
        .ThenByDescending(item => suite(item).Strength)
        .ThenByDescending(item => suite(item).Hash.Length)
        .ThenByDescending(item => suite(item).Hash, StringComparer.Ordinal)
        .ThenBy(item => suite(item).Authentication is "RSA" or "any" ? 0 : 1);

    /// <summary>Whether mail servers can use it at all: pre-shared keys, passwords and Kerberos are not for them, nor is authentication by DSS.</summary>
    public static bool IsForMail(CipherSuite suite) =>
        Array.IndexOf(Exchanges, suite.KeyExchange) >= 0 && suite.Authentication is "RSA" or "ECDSA" or "any";
}
