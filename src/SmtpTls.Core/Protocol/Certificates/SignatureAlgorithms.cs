namespace SmtpTls.Certificates;

/// <summary>
/// Names of signature algorithms as Windows shows them, by OID (RFC 3279, 4055, 5758, 8410), and which of them use MD5 or
/// SHA-1. A table of our own, because .NET's names depend on the system.
/// </summary>
internal static class SignatureAlgorithms
{
    private static readonly Dictionary<string, (string Name, bool Weak)> ByOid = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.2"] = ("md2RSA", true),
        ["1.2.840.113549.1.1.3"] = ("md4RSA", true),
        ["1.2.840.113549.1.1.4"] = ("md5RSA", true),
        ["1.2.840.113549.1.1.5"] = ("sha1RSA", true),
        ["1.3.14.3.2.29"] = ("sha1RSA", true),
        ["1.2.840.10040.4.3"] = ("sha1DSA", true),
        ["1.3.14.3.2.27"] = ("sha1DSA", true),
        ["1.2.840.10045.4.1"] = ("sha1ECDSA", true),
        ["1.2.840.113549.1.1.14"] = ("sha224RSA", false),
        ["1.2.840.113549.1.1.11"] = ("sha256RSA", false),
        ["1.2.840.113549.1.1.12"] = ("sha384RSA", false),
        ["1.2.840.113549.1.1.13"] = ("sha512RSA", false),
        ["1.2.840.113549.1.1.10"] = ("RSASSA-PSS", false),
        ["2.16.840.1.101.3.4.3.2"] = ("sha256DSA", false),
        ["1.2.840.10045.4.3.1"] = ("sha224ECDSA", false),
        ["1.2.840.10045.4.3.2"] = ("sha256ECDSA", false),
        ["1.2.840.10045.4.3.3"] = ("sha384ECDSA", false),
        ["1.2.840.10045.4.3.4"] = ("sha512ECDSA", false),
        ["1.3.101.112"] = ("Ed25519", false),
        ["1.3.101.113"] = ("Ed448", false),
    };

    /// <summary>The name, or the OID itself where it has no name here.</summary>
    public static string Name(string? oid) => oid is null ? "" : ByOid.TryGetValue(oid, out var entry) ? entry.Name : oid;

    /// <summary>Whether the algorithm signs an MD5 or SHA-1 digest (or an older one).</summary>
    public static bool IsWeak(string? oid) => oid is not null && ByOid.TryGetValue(oid, out var entry) && entry.Weak;
}
